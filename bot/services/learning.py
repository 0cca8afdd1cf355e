"""Learning from what askers say: a question becomes a phrasing of what helped, or a rejected one of what was not meant.

Who said it is kept as a voice, one a question, under the asker's pseudonym for as long as that may be kept. People are
counted, not presses: asking ten times, or being the entry's author, is one person. See `bot.domain.learning` for what
their word is worth, and how much one person may add.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bot.domain.learning import AT_MOST, CONFIRMED, ENOUGH, same_words, weight_of
from bot.domain.words import fold, without_opening
from bot.model import Phrasing, Question, Voice
from bot.ports import Reader, Unit


def confirm(unit: Unit, entry: int, question: Question, pseudonym: str, now: datetime) -> None:
    """This person says that the entry answers the question, which becomes a phrasing of it: of little weight until
    somebody else says so in (nearly) the same words. What they said before against this pair no longer counts."""
    _withdraw(unit, unit.rejections(entry), question, pseudonym)
    _speak(unit, entry, question, pseudonym, now, rejected=False)


def reject(unit: Unit, entry: int, question: Question, pseudonym: str, now: datetime) -> None:
    """This person says that the entry is not what they meant: that weakens the pair, never the entry. What they said
    before for this pair no longer counts."""
    _withdraw(unit, unit.phrasings(entry), question, pseudonym)
    _speak(unit, entry, question, pseudonym, now, rejected=True)


def unsay(unit: Unit, entry: int, question: int) -> None:
    """Takes back what was said of this entry with this question, and nothing else."""
    for voice in unit.voices(entry=entry, question=question):
        _silence(unit, voice)


def forget_rejection(unit: Unit, entry: int, text: str | None = None) -> None:
    """A department says that the entry answers this: it is no longer rejected for these words (None: for any, since
    the entry has another text now)."""
    for phrasing in unit.rejections(entry):
        if text is None or same_words(phrasing.text, text):
            unit.delete_phrasing(phrasing.id)


def people(voices: Iterable[Voice]) -> int:
    """How many distinct people spoke: a pseudonym is one, and so is every voice that lost it."""
    known = [voice.pseudonym for voice in voices]
    return len(set(known) - {None}) + known.count(None)


def confirmations(data: Reader, entry: int) -> dict[int, int]:
    """How many distinct people spoke for each phrasing of the entry, or against it when it is rejected, by id: in its
    words, or nearly."""
    spoken = _by_phrasing(data.voices(entry=entry))
    counts: dict[int, int] = {}
    for side in (data.phrasings(entry), data.rejections(entry)):
        counts |= {one.id: people(_of_like(one, side, spoken)) for one in side}
    return counts


def confirmations_of(data: Reader, entry: int, text: str) -> int:
    """How many distinct people said that the entry helped when asked in these words, or nearly."""
    spoken = _by_phrasing(data.voices(entry=entry))
    like = (one for one in data.phrasings(entry) if one.id in spoken and same_words(one.text, text))
    return people(voice for one in like for voice in spoken[one.id])


def _speak(unit: Unit, entry: int, question: Question, pseudonym: str, now: datetime, *, rejected: bool) -> None:
    known = unit.rejections(entry) if rejected else unit.phrasings(entry)
    text = without_opening(question.text)
    phrasing = next((one for one in known if fold(one.text) == fold(text)), None)
    if phrasing is None:
        if not _has_room(unit, entry, known, pseudonym):
            return
        phrasing = unit.add_phrasing(
            Phrasing(
                entry=entry,
                text=text,
                source="rejected" if rejected else "learned",
                weight=weight_of(1, rejected=rejected),
                language=question.language,
                question=question.id,
                encoder=question.encoder,
                vector=question.vector,
                created_at=now,
            )
        )
    # As old as the question: its pseudonym goes when that of the question goes.
    unit.add_voice(Voice(phrasing=phrasing.id, question=question.id, pseudonym=pseudonym, at=question.asked_at))
    _weigh(unit, phrasing)


def _withdraw(unit: Unit, phrasings: Iterable[Phrasing], question: Question, pseudonym: str) -> None:
    """What this person said of these phrasings in the same words, with this question or an earlier one."""
    for phrasing in phrasings:
        if same_words(phrasing.text, question.text):
            for voice in unit.voices(phrasing=phrasing.id):
                if voice.pseudonym == pseudonym or voice.question == question.id:
                    _silence(unit, voice)


def _silence(unit: Unit, voice: Voice) -> None:
    """Takes a voice away, and with it a phrasing that stood on that voice alone."""
    unit.delete_voice(voice.id)
    phrasing = unit.phrasing(voice.phrasing)
    if phrasing is None:
        return
    if _by_askers(phrasing) and not unit.voices(phrasing=phrasing.id):
        unit.delete_phrasing(phrasing.id)
    _weigh(unit, phrasing)


def _weigh(unit: Unit, changed: Phrasing) -> None:
    """Gives phrasings in these words, or nearly, the weight that people's voices on them are worth.

    A title, and what a department gave, does not stand on voices. Of somebody who is forgotten nobody can tell whether
    they spoke again: a nameless voice confirms nothing, though what it had confirmed stays confirmed. So does what was
    imported as such.
    """
    rejected = changed.source == "rejected"
    known = unit.rejections(changed.entry) if rejected else unit.phrasings(changed.entry)
    spoken = _by_phrasing(unit.voices(entry=changed.entry))
    for one in known:
        if one.source not in ("learned", "rejected") or not same_words(one.text, changed.text):
            continue
        voices = _of_like(one, known, spoken)
        named = len({voice.pseudonym for voice in voices} - {None})
        stays = abs(one.weight) >= CONFIRMED and (_nameless(voices) or not _by_askers(one))
        weight = weight_of(ENOUGH if stays else named, rejected=rejected)
        if weight != one.weight and (named >= ENOUGH or _by_askers(one)):
            unit.save_phrasing(one.but(weight=weight))


def _by_askers(phrasing: Phrasing) -> bool:
    """Whether it came from an asker here: an imported one stands on no question."""
    return phrasing.source in ("learned", "rejected") and phrasing.question is not None


def _nameless(voices: Iterable[Voice]) -> bool:
    return any(voice.pseudonym is None for voice in voices)


def _of_like(phrasing: Phrasing, known: Iterable[Phrasing], spoken: Mapping[int, Sequence[Voice]]) -> list[Voice]:
    """The voices on this phrasing and on those of `known` in nearly the same words."""
    return [
        voice for one in known if one.id in spoken and same_words(one.text, phrasing.text) for voice in spoken[one.id]
    ]


def _has_room(unit: Unit, entry: int, known: Iterable[Phrasing], pseudonym: str) -> bool:
    """Whether this person may add one. Theirs are those on their word alone; those on the word of somebody who is
    forgotten may be theirs too, and the oldest of them makes room."""
    spoken = _by_phrasing(unit.voices(entry=entry))
    theirs, nobodys = 0, []
    for phrasing in known:
        if phrasing.source not in ("learned", "rejected") or abs(phrasing.weight) >= CONFIRMED:
            continue
        voices = {voice.pseudonym for voice in spoken.get(phrasing.id, ())}
        if voices <= {None}:
            nobodys.append(phrasing)
        elif voices <= {pseudonym, None}:
            theirs += 1
    if theirs + len(nobodys) < AT_MOST:
        return True
    if theirs < AT_MOST and nobodys:
        unit.delete_phrasing(min(nobodys, key=lambda one: one.id).id)
        return True
    return False


def _by_phrasing(voices: Iterable[Voice]) -> dict[int, list[Voice]]:
    found: dict[int, list[Voice]] = {}
    for voice in voices:
        found.setdefault(voice.phrasing, []).append(voice)
    return found
