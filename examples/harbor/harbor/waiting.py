"""The waiting list: boats that found no berth, in the order in which they asked."""

from harbor.store import Store


def join(store: Store, boat: str, nights: list[str]) -> int:
    """Puts a boat at the end of the list and returns its place, counted from 1."""
    store.append("waiting", boat=boat, nights=nights)
    return len(waiting(store))


def waiting(store: Store) -> list[dict]:
    """Boats that wait, first come first."""
    served = {event["boat"] for event in store.events("booked")}
    return [event for event in store.events("waiting") if event["boat"] not in served]
