"""Tides: how much water stands above chart datum at an hour of the day."""

import math

PERIOD_HOURS = 12.42
MEAN_LEVEL = 1.2
AMPLITUDE = 0.9


def level(hour: float, high_water: float = 0.0) -> float:
    """Water above chart datum in metres; highest at `high_water`."""
    phase = 2 * math.pi * (hour - high_water) / PERIOD_HOURS
    return MEAN_LEVEL + AMPLITUDE * math.cos(phase)


def windows(depth: float, draft: float, high_water: float = 0.0) -> list[tuple[int, int]]:
    """Spans of whole hours in which a boat of this draft can cross a sill of this depth."""
    found: list[tuple[int, int]] = []
    for hour in range(24):
        if depth + level(hour, high_water) < draft:
            continue
        if found and found[-1][1] == hour:
            found[-1] = (found[-1][0], hour + 1)
        else:
            found.append((hour, hour + 1))
    return found
