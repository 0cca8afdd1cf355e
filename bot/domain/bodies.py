"""What stands in entries beside the ways of asking for them: body, mandate and wording, as weak lexical evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from bot.domain.characters import CharacterIndex
from bot.domain.words import fold


class Bodies(Mapping[int, str]):
    """Texts by the entry's number; never changes. Sentence vectors of them were no help (tests/bench/RESULTS.md)."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = dict(texts)
        self._places = {entry: place for place, entry in enumerate(self._texts)}
        folded = [fold(text) for text in self._texts.values()]
        self._characters = CharacterIndex(folded) if any(folded) else None

    def cosines(self, folded: str, entries: np.ndarray) -> np.ndarray | None:
        """How alike a folded question is to the text of each entry: (len(entries),) in 0..1; None without any text."""
        if self._characters is None:
            return None
        all_of_them = np.append(self._characters.cosines(folded), np.float32(0.0))
        return np.asarray(all_of_them[[self._places.get(entry, -1) for entry in entries.tolist()]])

    def __getitem__(self, entry: int) -> str:
        return self._texts[entry]

    def __iter__(self) -> Iterator[int]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)
