"""An encoder that encodes a text once: measurements ask the same texts of many bases."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.ports import Encoder


class Remembering:
    """As the encoder it is made of, and as safe for many threads; it keeps every vector it gave."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dimensions = encoder.name, encoder.dimensions
        self._encoder = encoder
        self._known: dict[str, np.ndarray] = {}

    def keep(self, path: Path) -> None:
        """Writes what it knows to a file, for `recall`."""
        np.savez(path, texts=np.array(list(self._known), dtype=str), vectors=np.array(list(self._known.values())))

    def recall(self, path: Path) -> None:
        """What `keep` wrote, if it did."""
        if path.exists():
            kept = np.load(path)
            self._known.update(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Shape (len(texts), dimensions)."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        if unknown:
            self._known.update(zip(unknown, self._encoder.encode(unknown), strict=True))
        return np.array([self._known[text] for text in texts], dtype=np.float32).reshape(len(texts), self.dimensions)
