"""What an index of a few candidates takes over from the large base they were drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.domain.near import NearCharacters
from bot.domain.spelling import Speller


@dataclass(frozen=True, slots=True)
class Around:
    """The base around some candidates: with it they are compared and judged as the base itself would."""

    centre: np.ndarray | None  #: (d,), what all vectors have in common; None without an encoder
    characters: NearCharacters  #: of the candidates' texts, in their order
    speller: Speller
    entries: int  #: how many the base holds
