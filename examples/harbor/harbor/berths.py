"""Berths: where a boat can lie, and how deep it is there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Berth:
    """A place at a pier; `depth` is the water at chart datum in metres."""

    name: str
    length: float
    depth: float
    photos: tuple[str, ...] = ()


@dataclass(frozen=True)
class Boat:
    """A visitor; `draft` is how much water it needs below the line."""

    name: str
    length: float
    draft: float


BERTHS = [
    Berth("A1", length=8.0, depth=1.4),
    Berth("A2", length=8.0, depth=1.6),
    Berth("B1", length=12.0, depth=2.1),
    Berth("B2", length=14.0, depth=2.4),
]


def fits(boat: Boat, berth: Berth) -> bool:
    """A boat fits where it is not longer than the berth."""
    return boat.length <= berth.length
