"""An encoder that remembers what it encoded: benches ask the same texts of many bases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.ports import Encoder


class Remembering:
    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dimensions = encoder.name, encoder.dimensions
        self._encoder = encoder
        self._known: dict[str, np.ndarray] = {}

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        for text, vector in zip(unknown, self._encoder.encode(unknown), strict=True):
            self._known[text] = vector
        return np.array([self._known[text] for text in texts], dtype=np.float32)
