import tempfile
import unittest
from datetime import date
from pathlib import Path

from harbor.berths import Boat
from harbor.bookings import NoBerthFree, book, cancel, nights
from harbor.store import Store

ARRIVAL, DEPARTURE = date(2026, 7, 1), date(2026, 7, 3)
LONG = Boat("Albatross", length=13.0, draft=2.0)


class BookingTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = Store(Path(folder.name) / "book.jsonl")

    def test_smallest_fitting_berth_is_taken(self):
        self.assertEqual(book(self.store, LONG, ARRIVAL, DEPARTURE).name, "B2")

    def test_a_berth_is_booked_once(self):
        book(self.store, LONG, ARRIVAL, DEPARTURE)
        with self.assertRaises(NoBerthFree):
            book(self.store, LONG, ARRIVAL, DEPARTURE)

    def test_cancelling_gives_the_nights_back(self):
        berth = book(self.store, LONG, ARRIVAL, DEPARTURE)
        cancel(self.store, LONG, berth, ARRIVAL, DEPARTURE)
        self.assertEqual(book(self.store, LONG, ARRIVAL, DEPARTURE), berth)

    def test_a_stay_has_a_night(self):
        with self.assertRaises(ValueError):
            nights(ARRIVAL, ARRIVAL)
