"""Berths, bookings and tides of a small marina."""
