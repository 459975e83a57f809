"""Measures of coreference, each as sums that may be added over documents.

MUC (Vilain et al. 1995), B³ (Bagga & Baldwin 1998), CEAFe (Luo 2005), LEA (Moosavi & Strube 2016). `key` and `other`
are the two sides: recall has gold as its key, precision what was found.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

Clusters = list[frozenset[int]]  # of ids of mentions


def muc(key: Clusters, other: Clusters) -> tuple[float, float]:
    """Links of the key's clusters that the other side keeps, and all its links."""
    owner = {m: k for k, cluster in enumerate(other) for m in cluster}
    kept = total = 0
    for cluster in key:
        parts = len({owner[m] for m in cluster if m in owner}) + sum(m not in owner for m in cluster)
        kept += len(cluster) - parts
        total += len(cluster) - 1
    return kept, total


def b_cubed(key: Clusters, other: Clusters) -> tuple[float, float]:
    """For each mention of the key, the share of its cluster that the other side has with it; and all mentions."""
    owner = {m: cluster for cluster in other for m in cluster}
    kept = sum(len(cluster & owner[m]) / len(cluster) for cluster in key for m in cluster if m in owner)
    return kept, sum(map(len, key))


def lea(key: Clusters, other: Clusters) -> tuple[float, float]:
    """Clusters' sizes times the share of their links that the other side has; and all sizes."""
    owner = {m: k for k, cluster in enumerate(other) for m in cluster}
    kept = total = 0.0
    for cluster in key:
        size = len(cluster)
        total += size
        if size == 1:
            (m,) = cluster
            kept += m in owner and len(other[owner[m]]) == 1
            continue
        counts = Counter(owner[m] for m in cluster if m in owner)
        kept += size * sum(c * (c - 1) / 2 for c in counts.values()) / (size * (size - 1) / 2)
    return kept, total


def ceaf_e(key: Clusters, other: Clusters) -> float:
    """Similarity (φ4) of the best one-to-one alignment of clusters."""
    if not key or not other:
        return 0.0
    owner: dict[int, int] = {m: k for k, cluster in enumerate(other) for m in cluster}
    table = np.zeros((len(key), len(other)))
    for row, cluster in enumerate(key):
        for column, shared in Counter(owner[m] for m in cluster if m in owner).items():
            table[row, column] = 2 * shared / (len(cluster) + len(other[column]))
    return assignment(table)


def assignment(value: np.ndarray) -> float:
    """The largest sum of a one-to-one assignment (Hungarian method with potentials, Jonker–Volgenant form)."""
    if value.shape[0] > value.shape[1]:
        value = value.T
    cost = value.max() - value
    n, m = cost.shape
    u, v = np.zeros(n + 1), np.zeros(m + 1)
    match, way = np.zeros(m + 1, dtype=int), np.zeros(m + 1, dtype=int)
    for i in range(1, n + 1):
        match[0], column = i, 0
        least, used = np.full(m + 1, np.inf), np.zeros(m + 1, dtype=bool)
        while match[column]:
            used[column] = True
            row = match[column]
            current = np.concatenate(([np.inf], cost[row - 1] - u[row] - v[1:]))
            better = ~used & (current < least)
            least[better], way[better] = current[better], column
            free = np.where(used, np.inf, least)
            nearest = int(free.argmin())
            delta = free[nearest]
            u[match[used]] += delta
            v[used] -= delta
            least[~used] -= delta
            column = nearest
        while column:
            match[column] = match[way[column]]
            column = way[column]
    return float(sum(value[match[j] - 1, j - 1] for j in range(1, m + 1) if match[j]))
