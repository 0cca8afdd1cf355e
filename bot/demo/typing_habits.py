"""How colleagues type what they ask: which wording, in which language, with which haste."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bot.demo.content import Burst, Content, Subject
from bot.model import Language

_OPENINGS: dict[Language, tuple[str, ...]] = {
    "nl": ("vraagje: ", "vraag: ", "even snel: ", "hoi, ", "weet iemand dit? "),
    "en": ("quick question: ", "question: ", "hi, ", "does anyone know? "),
}
_WITH_OPENING, _WITH_QUESTION_MARK, _WITH_CAPITAL, _WITH_SLIP = 0.2, 0.15, 0.2, 0.06
# Chance of typing in English, where both languages have wordings: people mostly ask in their own.
_IN_ENGLISH: dict[Language, float] = {"nl": 0.05, "en": 0.8}


class Wordings:
    """Deals out the wordings of each subject: all of them before one comes again."""

    def __init__(self, content: Content, rng: random.Random) -> None:
        self._one_off, self._rng = content.one_off, rng
        self._decks: dict[tuple[str, Language], list[str]] = {}

    def of(self, own: Language, subject: Subject | None, burst: Burst | None) -> tuple[str, Language]:
        """Say how somebody whose language is `own` asks about `subject` (None: a one-off), and in which language."""
        pools: dict[Language, tuple[str, ...]]
        if burst:
            name, pools = f"burst {burst.key}", {"nl": burst.nl, "en": burst.en}
        elif subject:
            name, pools = subject.key, {"nl": subject.nl, "en": subject.en}
        else:
            name, pools = "one-off", dict(self._one_off)
        language = self._language(own, bool(pools["nl"]), bool(pools["en"]))
        if subject is None and not self._left(name, language, pools[language]):
            language = "en" if language == "nl" else "nl"  # a one-off is asked once
        return self._typed(self._deal(name, language, pools[language]), language), language

    def _language(self, own: Language, has_nl: bool, has_en: bool) -> Language:
        if not (has_nl and has_en):
            return "nl" if has_nl else "en"
        return "en" if self._rng.random() < _IN_ENGLISH[own] else "nl"

    def _left(self, name: str, language: Language, pool: Sequence[str]) -> int:
        return len(self._decks.setdefault((name, language), self._shuffled(pool)))

    def _deal(self, name: str, language: Language, pool: Sequence[str]) -> str:
        if not self._left(name, language, pool):
            self._decks[name, language] = self._shuffled(pool)
        return self._decks[name, language].pop()

    def _shuffled(self, pool: Sequence[str]) -> list[str]:
        return self._rng.sample(pool, len(pool))

    def _typed(self, text: str, language: Language) -> str:
        rng = self._rng
        if rng.random() < _WITH_SLIP:
            text = _slip(text, rng)
        if not text.endswith("?") and rng.random() < _WITH_QUESTION_MARK:
            text += "?"
        if rng.random() < _WITH_OPENING:
            text = rng.choice(_OPENINGS[language]) + text
        return text[0].upper() + text[1:] if rng.random() < _WITH_CAPITAL else text


def _slip(text: str, rng: random.Random) -> str:
    """Swap two neighbouring letters inside a long word, as fingers do."""
    words = text.split(" ")
    long = [n for n, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not long:
        return text
    n = rng.choice(long)
    at = rng.randint(1, len(words[n]) - 3)
    words[n] = words[n][:at] + words[n][at + 1] + words[n][at] + words[n][at + 2 :]
    return " ".join(words)
