import unittest

from harbor.tides import AMPLITUDE, MEAN_LEVEL, level, windows


class TideTest(unittest.TestCase):
    def test_highest_at_high_water(self):
        self.assertAlmostEqual(level(3.0, high_water=3.0), MEAN_LEVEL + AMPLITUDE)

    def test_shallow_boat_always_enters(self):
        self.assertEqual(windows(depth=2.0, draft=1.0), [(0, 24)])

    def test_deep_boat_waits_for_water(self):
        self.assertEqual(len(windows(depth=1.4, draft=2.8)), 3)

    def test_too_deep_boat_never_enters(self):
        self.assertEqual(windows(depth=1.4, draft=9.0), [])
