"""What a detector gives back, and what several detectors must not mistake for personal data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """Something found in a folded text: its span, what to put there, and a key that is the same in every notation.

    Without a placeholder it is harmless, and what is looked for next must leave it alone. What is not `certain` counts
    in a sentence, but not in a web address, which is full of codes and of dates of publication.
    """

    start: int
    end: int
    placeholder: str | None
    key: str = ""
    certain: bool = True


def bare(text: str) -> str:
    """Give the letters and digits of a notation in lower case: "AB-12 cd" is "ab12cd"."""
    return "".join(character for character in text if character.isalnum()).lower()


#: Two letters beside digits that are a word, a unit or a weekday, not part of a postcode or a number plate.
TWO_LETTER_WORDS = frozenset(
    word
    for words in (
        "en of is in na op om te de ik je we ze nu er zo al va",
        "as at or to on by if an it no so up us do go he me my be",
        "km kg cm mm ml kb mb gb tb kw pk ct th st nd rd am pm",
        "ma di wo do vr za zo",
    )
    for word in words.split()
)
