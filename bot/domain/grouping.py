"""Which of many questions ask the same thing, found without labels and without being told how many things there are.

1. Each question is tied to its nearest neighbours (`rows` say how near).
2. That graph is thinned at random a number of times, and each time cut into communities, from coarse to fine (Blondel
   et al., Fast unfolding of communities in large networks, 2008: "Louvain"; Leiden gives groups as good, but
   scikit-network's, which is BSD, not the same ones twice).
3. How many groups there are is said by these cuts' silhouettes (Rousseeuw, 1987; by the groups' means): the numbers of
   groups of at least FEW questions, averaged, the nearer questions are to their own group than to the next the more.
4. Questions are linked by average linkage, which unlike a cut of the graph may give large groups beside small ones:
   by how alike they are, and how often they were in one community (consensus clustering: Fred and Jain, Combining
   Multiple Clusterings Using Evidence Accumulation, 2005). It stops where as many groups stand as step 3 says.

What is set below was chosen on four files together; figures, and those of files that nothing was learned from, are in
tests/bench/RESULTS.md. How broad a label is ("play music", "card arrival") no likeness tells: it is a compromise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from bot.domain.centring import direction
from bot.domain.likeness import Likeness

NEIGHBOURS = 10
RESOLUTIONS = (1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0, 22.0, 32.0)
THINNINGS, KEPT = 10, 0.7  #: how often the graph is thinned, and the share of its ties that stay
SHARPNESS = 0.06  #: a cut whose silhouette is this share below the best counts a third as much
LIKENESS = 0.8  #: share of the rows' likeness beside the communities in the linkage (flat from .5 up)
FEW = 3  #: questions that make a group count
#: What is less alike is never linked: few questions say little about how many subjects there are, so among a hundred or
#: fewer this is LEAST + LEAST_FEW; of many, the number of groups decides.
LEAST, LEAST_FEW, HUNDRED = 0.06, 0.14, 100
MANY = 2500  #: questions; of more, fine communities are linked instead of single questions
AXES = 256
FINE = 250  #: resolution of these: some 1,200 communities of 10,000 questions
JUDGED = 2000  #: questions whose silhouettes are taken
AT_ONCE = 250  #: rows compared with all others


def rows(texts: Sequence[str], vectors: np.ndarray | None) -> np.ndarray:
    """What likeness is measured by: (n, d) float32 of length 1, whose dot products say how alike two questions are.

    `texts`: n, masked, rewritten by the synonyms; `vectors`: (n, d') as the encoder gave them, or None without one.
    More than MANY are shortened to the AXES directions in which they differ most: a
    tenth of the memory, groups as good.
    """
    likeness = Likeness(texts, vectors)
    if len(texts) <= MANY:
        return likeness.rows(texts, vectors)

    def some(places: slice) -> np.ndarray:
        return likeness.rows(texts[places], None if vectors is None else vectors[places])

    sample = some(slice(None, None, -(-len(texts) // MANY)))
    _, _, axes = randomized_svd(sample, AXES, random_state=0)
    del sample
    short = np.empty((len(texts), AXES), dtype=np.float32)
    for at in range(0, len(texts), AT_ONCE):
        places = slice(at, at + AT_ONCE)
        short[places] = direction(some(places) @ axes.T)
    return short


def groups(alike: np.ndarray, least: float = 0.0, seed: int = 0) -> np.ndarray:
    """The group of each question: (n,) int, 0 up. `alike`: what `rows` gives. The same rows give the same groups.
    `least`: groups less alike than this stay apart, however many that makes.

    About 3 s for 1,500 questions and 7 s for 10,000, and 50 MB beside the rows.
    """
    n = len(alike)
    if n < 2:
        return np.zeros(n, dtype=np.int64)
    graph = _Graph.of(alike)
    cuts = [_communities(thinned, r) for thinned in graph.thinned(seed) for r in RESOLUTIONS]
    wanted = _how_many(alike, cuts, seed)
    units = np.arange(n) if n <= MANY else _communities(graph.whole(), FINE)
    floor = LEAST + LEAST_FEW * min(1.0, HUNDRED / n) ** 2
    return _linked(alike, cuts, units, wanted, max(least, floor))


@dataclass(frozen=True, slots=True)
class _Graph:
    """The nearest neighbours of each question and how near they are: both (n, k)."""

    neighbours: np.ndarray
    nearness: np.ndarray

    @classmethod
    def of(cls, alike: np.ndarray) -> _Graph:
        n = len(alike)
        k = min(NEIGHBOURS, n - 1)
        neighbours, nearness = np.empty((n, k), dtype=np.int32), np.empty((n, k), dtype=np.float32)
        for at in range(0, n, AT_ONCE):
            near = alike[at : at + AT_ONCE] @ alike.T
            here = np.arange(len(near))
            near[here, at + here] = -np.inf
            best = np.argpartition(near, n - k, axis=1)[:, n - k :]
            neighbours[at : at + AT_ONCE] = best
            nearness[at : at + AT_ONCE] = np.maximum(near[here[:, None], best], 1e-3)
        return cls(neighbours, nearness)

    def whole(self) -> sparse.csr_matrix:
        return self._ties(np.ones(self.nearness.shape, dtype=bool))

    def thinned(self, seed: int) -> list[sparse.csr_matrix]:
        chance = np.random.default_rng(seed)
        return [self._ties(chance.random(self.nearness.shape) < KEPT) for _ in range(THINNINGS)]

    def _ties(self, stay: np.ndarray) -> sparse.csr_matrix:
        n, k = self.nearness.shape
        owners = np.repeat(np.arange(n), k)[stay.ravel()]
        ties = sparse.csr_matrix((self.nearness[stay], (owners, self.neighbours[stay])), (n, n))
        return ties.maximum(ties.T).tocsr()


def _communities(graph: sparse.csr_matrix, resolution: float) -> np.ndarray:
    from sknetwork.clustering import Louvain  # here: it takes a second to import

    if not graph.nnz:
        return np.arange(graph.shape[0], dtype=np.int64)
    bare = {"sort_clusters": False, "return_probs": False, "return_aggregate": False}
    return np.asarray(Louvain(resolution=resolution, **bare).fit_predict(graph), dtype=np.int64)


def _how_many(alike: np.ndarray, cuts: Sequence[np.ndarray], seed: int) -> float:
    """The number of groups of at least FEW that the cuts speak for: their geometric mean, weighed by silhouettes."""
    n = len(alike)
    judged = np.random.default_rng(seed).choice(n, min(n, JUDGED), replace=False)
    steps = len(RESOLUTIONS)
    pairs = alike @ alike[judged].T if n <= MANY else None  # quicker, but of many they take too much memory

    def near(cut: np.ndarray) -> np.ndarray:
        return (
            alike[judged] @ _sums(alike, cut).T if pairs is None else np.ascontiguousarray((_members(cut).T @ pairs).T)
        )

    silhouettes = np.array([_silhouette(near(cut), cut, judged) for cut in cuts]).reshape(-1, steps).mean(axis=0)
    counts = np.array([(np.bincount(cut) >= FEW).sum() for cut in cuts]).reshape(-1, steps).mean(axis=0)
    best = float(silhouettes.max())
    weights = np.exp((silhouettes - best) / (SHARPNESS * max(best, SHARPNESS)))
    return float(np.exp(np.average(np.log(np.maximum(counts, 1.0)), weights=weights)))


def _silhouette(near: np.ndarray, cut: np.ndarray, judged: np.ndarray) -> float:
    """How much nearer the judged questions are to the others of their group than to the next group, -1 to 1.

    `near`: (judged, groups), how alike each is to all of a group added up; overwritten.
    """
    counts = np.bincount(cut)
    if len(counts) < 2:
        return 0.0
    here, own = np.arange(len(judged)), cut[judged]
    inside = (near[here, own] - 1.0) / np.maximum(counts[own] - 1, 1)
    near /= counts
    near[here, own] = -np.inf
    outside = near.max(axis=1)
    apart = (inside - outside) / np.maximum(1.0 - np.minimum(inside, outside), 1e-9)
    return float(np.where(counts[own] > 1, apart, 0.0).mean())


def _linked(
    alike: np.ndarray, cuts: Sequence[np.ndarray], units: np.ndarray, wanted: float, least: float
) -> np.ndarray:
    """The units linked two by two, the most alike first, until as many groups stand as wanted."""
    sizes = np.bincount(units)
    together = sparse.hstack([_members(cut) for cut in cuts], format="csr", dtype=np.float32)
    gathered = _members(units).T.tocsr() @ together
    sums = _sums(alike, units)
    likeness = sums @ sums.T
    total = LIKENESS * likeness
    for at in range(0, len(sizes), AT_ONCE):
        shared = gathered[at : at + AT_ONCE] @ gathered.T
        total[at : at + AT_ONCE] += (1 - LIKENESS) / len(cuts) * shared.toarray()
    merges = _average_linkage(total, likeness, sizes, least)
    return np.unique(_stopped(merges, sizes, wanted)[units], return_inverse=True)[1]


def _members(cut: np.ndarray) -> sparse.csr_matrix:
    """(n, groups), a one where a question is in a group."""
    return sparse.csr_matrix((np.ones(len(cut), dtype=np.float32), (np.arange(len(cut)), cut)))


def _sums(alike: np.ndarray, cut: np.ndarray) -> np.ndarray:
    return np.asarray(_members(cut).T @ alike, dtype=np.float32)


def _average_linkage(total: np.ndarray, likeness: np.ndarray, sizes: np.ndarray, least: float) -> list[tuple[int, int]]:
    """The merges (one, other that goes into it), by average linkage of units that are groups themselves.

    `total`, `likeness`: (k, k) what all pairs of two units have in common, added up; overwritten. By the one they are
    linked, by the other they must be alike by `least` on average. scipy's linkage knows no sizes.
    """
    sizes = sizes.astype(np.float32)
    near = total / np.outer(sizes, sizes)
    near[likeness < least * np.outer(sizes, sizes)] = -np.inf
    np.fill_diagonal(near, -np.inf)
    best = near.argmax(axis=1)
    value = near[np.arange(len(near)), best]
    gone = np.zeros(len(sizes), dtype=bool)
    merges = []
    while len(value) and np.isfinite(value[one := int(np.argmax(value))]):
        other = int(best[one])
        merges.append((one, other))
        for sums in (total, likeness):
            sums[one] += sums[other]
            sums[:, one] += sums[:, other]
        sizes[one] += sizes[other]
        gone[other] = True
        near[other], near[:, other], value[other] = -np.inf, -np.inf, -np.inf
        both = sizes[one] * sizes
        row = np.where(gone | (likeness[one] < least * both), -np.inf, total[one] / both)
        row[one] = -np.inf
        near[one], near[:, one] = row, row
        lost = np.flatnonzero(((best == one) | (best == other)) & ~gone)
        for place in {one, *lost.tolist()}:
            best[place] = near[place].argmax()
            value[place] = near[place, best[place]]
        nearer = row > value
        best[nearer], value[nearer] = one, row[nearer]
    return merges


def _stopped(merges: Sequence[tuple[int, int]], sizes: np.ndarray, wanted: float) -> np.ndarray:
    """The group of each unit where the number of groups of at least FEW, once it was at its greatest, is nearest to
    what is wanted; of two such places, after more merges."""
    sizes = sizes.copy()
    standing = [int((sizes >= FEW).sum())]
    for one, other in merges:
        lost = int(sizes[one] >= FEW) + int(sizes[other] >= FEW)
        sizes[one] += sizes[other]
        standing.append(standing[-1] - lost + int(sizes[one] >= FEW))
    greatest = int(np.argmax(standing))
    away = np.abs(np.array(standing[greatest:]) - wanted)
    stop = greatest + int(np.flatnonzero(away == away.min())[-1])
    owner = np.arange(len(sizes))
    for one, other in reversed(merges[:stop]):
        owner[other] = owner[one]
    return owner
