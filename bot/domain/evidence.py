"""What a signal shows: counts and questions of the span it is about, frozen as they were, and a first diagnosis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.domain.customers import Customers
from bot.domain.digest_counts import apart, people
from bot.domain.signals import Finding
from bot.domain.words import content_words, fold
from bot.model import ENOUGH_PEOPLE, Diagnosis, Entry, EntryState, Evidence, Outcome, Question

TEXTS_MOST = 50  #: questions that a signal keeps word for word


def evidence(
    finding: Finding,
    questions: Sequence[Question],
    *,
    at: datetime,
    customers: Customers,
    shown: Entry | None,
    known: Entry | None,
    subjects: Sequence[str] = (),
    expected: bool = False,
) -> Evidence:
    """Freezes it. `questions`: the finding's, oldest first; `shown`: the entry they were shown most (see `most_shown`);
    `known`: the entry that answers this topic, whether it was shown or not; `subjects`: of imported contact records;
    `expected`: an announcement foresaw it. Of customers who come more, what fewer than three colleagues asked is left
    out."""
    enough = finding.people >= ENOUGH_PEOPLE
    told = questions if enough or finding.kind != "contacts" else ()
    texts = [*(q.text for q in told), *(subjects if finding.kind == "contacts" else ())]
    helped, not_helped = _reacted(told, shown)
    reacted = [*helped, *not_helped]
    said = people(reacted) >= ENOUGH_PEOPLE and apart(max(helped, not_helped, key=len))  # "6 of 7"
    return Evidence(
        kind=finding.kind,
        at=at,
        people=finding.people if told else 0,
        tallied=customers.tallied,
        contacts=customers.imported,
        usual_contacts_per_week=customers.usual_per_week,
        span_days=finding.span_days,
        usual_per_week=finding.usual_per_week,
        questions=tuple(q.id for q in told),
        texts=tuple(dict.fromkeys(texts))[:TEXTS_MOST],
        entry=shown.number if shown else None,
        reactions=len(reacted) if said else 0,
        not_helped=len(not_helped) if said else 0,
        diagnosis=Diagnosis.EXPECTED if expected else diagnose(questions, shown, known),
    )


def most_shown(questions: Sequence[Question]) -> int | None:
    """Number of the entry that was shown as fitting under most of them; None when most got nothing."""
    counted = Counter(q.entry for q in questions if q.entry is not None)
    shown = sum(counted.values())
    return counted.most_common(1)[0][0] if 2 * shown > len(questions) else None


def diagnose(questions: Sequence[Question], shown: Entry | None, known: Entry | None) -> Diagnosis:
    """Why they probably had to ask. An answer that used to help and no longer does is out of date. When nobody asked
    (only customers came), what is known of the topic is found as far as anybody can tell."""
    if shown is None and known is not None and known.state is EntryState.OUTDATED:
        return Diagnosis.OUTDATED
    if shown is None:
        found = known is not None and known.offered
        unasked = Diagnosis.UNKNOWN if not questions else Diagnosis.NOT_FOUND
        return unasked if found else Diagnosis.NOT_WRITTEN
    if shown.state is EntryState.OUTDATED:
        return Diagnosis.OUTDATED
    good, bad = _reacted(questions, shown)
    if people([*good, *bad]) < ENOUGH_PEOPLE:
        return Diagnosis.UNKNOWN
    helped, not_helped = len(good), len(bad)
    if not_helped <= helped:
        return Diagnosis.HELPED
    helped_before, not_before = shown.helped - helped, shown.not_helped - not_helped
    used_to_help = helped_before >= ENOUGH_PEOPLE and helped_before > 2 * not_before
    return Diagnosis.OUTDATED if used_to_help else Diagnosis.DID_NOT_HELP


def typical(texts: Sequence[str]) -> str:
    """The text that shares most of its words with the others: the best name for what they ask, if it has no other.

    Of each text the share of its words that the others have is taken, over those others (Jaccard); the shortest wins a
    draw. At most TEXTS_MOST are looked at.
    """
    some = list(dict.fromkeys(texts))[:TEXTS_MOST]
    words = {text: content_words(fold(text)) for text in some}

    def alike(text: str) -> float:
        mine = words[text]
        return sum(len(mine & other) / len(mine | other) for other in words.values() if mine | other)

    return max(some, key=lambda text: (round(alike(text), 9), -len(text), text)) if some else ""


def _reacted(questions: Sequence[Question], shown: Entry | None) -> tuple[list[Question], list[Question]]:
    """(helped, did not help): the questions that got the entry shown, and whose asker said so."""
    rows = [q for q in questions if shown and q.entry == shown.number]
    return [q for q in rows if q.outcome is Outcome.HELPED], [q for q in rows if q.outcome is Outcome.NOT_HELPED]
