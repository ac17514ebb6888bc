"""Bookings: who lies where, and for which nights."""

from datetime import date, timedelta

from harbor.berths import BERTHS, Berth, Boat, fits
from harbor.store import Store


class NoBerthFree(Exception):
    """Every berth that the boat fits is taken on one of the nights."""


def nights(arrival: date, departure: date) -> list[str]:
    """The nights of a stay, as ISO dates."""
    count = (departure - arrival).days
    if count < 1:
        raise ValueError("a stay has at least one night")
    return [(arrival + timedelta(days=day)).isoformat() for day in range(count)]


def taken(store: Store) -> set[tuple[str, str]]:
    """Pairs of berth and night that are booked and not cancelled."""
    pairs: set[tuple[str, str]] = set()
    for event in store.events():
        if event["kind"] == "booked":
            pairs |= {(event["berth"], night) for night in event["nights"]}
        elif event["kind"] == "cancelled":
            pairs -= {(event["berth"], night) for night in event["nights"]}
    return pairs


def book(store: Store, boat: Boat, arrival: date, departure: date) -> Berth:
    """Books the smallest free berth that the boat fits."""
    wanted = nights(arrival, departure)
    occupied = taken(store)
    for berth in sorted(BERTHS, key=lambda berth: berth.length):
        if fits(boat, berth) and not any((berth.name, night) in occupied for night in wanted):
            store.append("booked", boat=boat.name, berth=berth.name, nights=wanted)
            return berth
    raise NoBerthFree(boat.name)


def cancel(store: Store, boat: Boat, berth: Berth, arrival: date, departure: date) -> None:
    """Gives the nights of a stay back."""
    store.append(
        "cancelled", boat=boat.name, berth=berth.name, nights=nights(arrival, departure)
    )
