"""The work of `tip forecast` on the made-up plan of the benchmark, with numpy.

The same distribution of each phase, the same factor that phases share, the same network forwards and backwards, criticality and
cruciality, and the same percentiles. Samples are drawn in pieces that fit into the caches, which is the fastest way with numpy.
"""

import sys

import numpy as np

samples, phases = int(sys.argv[1]), int(sys.argv[2])
piece = 4096

before = [[it for it in (at - 1 if at % 4 else -1, at - 7, at - 13) if it >= 0] for at in range(phases)]
after = [[it for it in range(phases) if at in before[it]] for at in range(phases)]
medians = np.array([(1 + at % 5) * 8 * 3600 for at in range(phases)], dtype=float)
sigma = np.log(1.5) / 1.2815515655446004
shared, own = sigma * np.sqrt(0.3), sigma * np.sqrt(0.7)

random = np.random.default_rng(1)
ends = np.empty(samples)
critical = np.zeros(phases)
total, squares, products = np.zeros(phases), np.zeros(phases), np.zeros(phases)
for start in range(0, samples, piece):
    count = min(piece, samples - start)
    factor = random.standard_normal(count)
    durations = random.standard_normal((phases, count))
    durations *= own
    durations += shared * factor
    np.exp(durations, out=durations)
    durations *= medians[:, None]
    np.rint(durations, out=durations)
    finishes = np.empty((phases, count))
    for at in range(phases):
        finishes[at] = durations[at]
        if before[at]:
            latest = finishes[before[at][0]]
            for it in before[at][1:]:
                latest = np.maximum(latest, finishes[it])
            finishes[at] += latest
    end = finishes.max(axis=0)
    ways = np.empty((phases, count))
    for at in reversed(range(phases)):
        ways[at] = durations[at]
        if after[at]:
            longest = ways[after[at][0]]
            for it in after[at][1:]:
                longest = np.maximum(longest, ways[it])
            ways[at] += longest
    critical += (finishes + ways - durations >= end).sum(axis=1)
    deviations = durations - medians[:, None]
    total += deviations.sum(axis=1)
    squares += np.einsum("ij,ij->i", deviations, deviations)
    products += deviations @ (end - end.mean())
    ends[start : start + count] = end

p50, p80, p95 = np.percentile(ends, [50, 80, 95]) / 28800
cruciality = products / samples / np.sqrt(squares / samples - (total / samples) ** 2) / ends.std()
print(p50, p80, p95, critical.max() / samples, np.abs(cruciality).max())
