import tempfile
import unittest
from pathlib import Path

from harbor.store import Store
from harbor.waiting import join, waiting


class WaitingTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = Store(Path(folder.name) / "book.jsonl")

    def test_first_come_first(self):
        self.assertEqual(join(self.store, "Gull", ["2026-07-01"]), 1)
        self.assertEqual(join(self.store, "Heron", ["2026-07-01"]), 2)
        self.assertEqual([entry["boat"] for entry in waiting(self.store)], ["Gull", "Heron"])

    def test_a_booked_boat_leaves_the_list(self):
        join(self.store, "Gull", ["2026-07-01"])
        self.store.append("booked", boat="Gull", berth="A1", nights=["2026-07-01"])
        self.assertEqual(waiting(self.store), [])
