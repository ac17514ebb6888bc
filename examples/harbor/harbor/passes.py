"""Season passes: who need not pay on which day."""

from harbor.store import Store


def sell(store: Store, boat: str, last_day: str) -> None:
    """Sells a pass that is valid up to and including a day, as an ISO date."""
    store.append("pass_sold", boat=boat, last_day=last_day)


def valid(store: Store, boat: str, day: str) -> bool:
    """Whether the boat has a pass on the day."""
    passes = store.events("pass_sold")
    return any(event["boat"] == boat and day <= event["last_day"] for event in passes)
