"""What the asker says of an answer: it helped, it was not what they meant, they could not decide it themselves.

Every function is safe to run twice: pressing a button again changes nothing more.
"""

from __future__ import annotations

from datetime import datetime

from bot.errors import NotAllowed
from bot.model import Entry, Outcome, Question
from bot.ports import Reader, Unit
from bot.services.answering import NEAR_BESIDE_AT, Answer, is_asker, require_entry, require_question, view_of
from bot.services.context import Context
from bot.services.learning import confirm, reject, unsay


def helped(context: Context, question: int, entry: int, user: str, now: datetime) -> Question:
    """The asker says that this entry helped: counted, and learned from. What they said of another entry before, "not
    what I meant", stays said; of the same entry it is taken back.

    Errors: NotFound; NotAllowed for anybody but the asker, and for an entry that was not shown with the question.
    """
    with context.store.writing() as unit:
        asked = _require_asker(context, unit, question, user)
        found = require_entry(unit, entry)
        if asked.outcome is Outcome.HELPED:
            return asked
        _require_shown(unit, asked, found)
        if asked.outcome is Outcome.NOT_HELPED and asked.entry == found.number:
            _count(unit, asked.entry, not_helped=-1)
            asked = _refused(asked, found.number, refused=False)
        _count(unit, found.number, helped=1)
        confirm(unit, found.number, asked, context.pseudonym(user), now)
        asked = asked.but(topic=_topic_of_answer(unit, asked, found))
        asked = asked.but(entry=found.number, outcome=Outcome.HELPED, outcome_at=now, asker=_keep_asker(unit, asked))
        unit.save_question(asked)
        return asked


def not_this(context: Context, question: int, user: str, now: datetime) -> Answer:
    """The asker meant something else: that weakens the pair, and never deletes anything.

    Errors: NotFound, NotAllowed for anybody but the asker.
    """
    with context.store.writing() as unit:
        asked = _require_asker(context, unit, question, user)
        if asked.outcome is not Outcome.NOT_HELPED:
            if asked.outcome is Outcome.HELPED:
                _count(unit, asked.entry, helped=-1)
            _count(unit, asked.entry, not_helped=1)
            if asked.entry is not None:
                unsay(unit, asked.entry, asked.id)
                reject(unit, asked.entry, asked, context.pseudonym(user), now)
                asked = _refused(asked, asked.entry, refused=True)
            # The link to the asker stays: this question is not answered yet.
            asked = asked.but(outcome=Outcome.NOT_HELPED, outcome_at=now, asker=user)
            unit.save_question(asked)
        return view_of(context, unit, asked, user, now)


def undo_reaction(context: Context, question: int, user: str, now: datetime) -> Answer:
    """Takes back the last thing the asker said: the count, and what was learned from it. The question then stands as
    before: with the entry it was shown, or the one they had said not to mean. Errors as `not_this`."""
    with context.store.writing() as unit:
        asked = _require_asker(context, unit, question, user)
        if asked.outcome is Outcome.HELPED:
            _count(unit, asked.entry, helped=-1)
            asked = _said_before(unit, _unsaid(unit, asked), now).but(asker=user)
            unit.save_question(asked)
        elif asked.outcome is Outcome.NOT_HELPED:
            _count(unit, asked.entry, not_helped=-1)
            asked = _unsaid(unit, asked)
            if asked.entry is not None:
                asked = _refused(asked, asked.entry, refused=False)
            asked = asked.but(outcome=None, outcome_at=None, asker=user)
            unit.save_question(asked)
        return view_of(context, unit, asked, user, now)


def no_mandate(context: Context, question: int, user: str) -> Question:
    """ "I could not decide this myself": remembered with the question. Errors as `not_this`."""
    with context.store.writing() as unit:
        asked = _require_asker(context, unit, question, user)
        if not asked.no_mandate:
            asked = asked.but(no_mandate=True)
            unit.save_question(asked)
        return asked


def _require_asker(context: Context, data: Reader, question: int, user: str) -> Question:
    asked = require_question(data, question)
    if not is_asker(context, asked, user):
        raise NotAllowed("error-only-asker")
    return asked


def _require_shown(data: Reader, question: Question, entry: Entry) -> None:
    """Errors: NotAllowed for an entry that did not stand under this question, nor in an answer to it: nobody can say
    that it answered it, and it would learn a question it has nothing to do with."""
    answers = (escalation.entry for escalation in data.escalations(question=question.id))
    shown = (one.entry for one in question.shown if one.probability >= NEAR_BESIDE_AT)
    numbers = {number for number in (question.entry, *shown, *answers) if number is not None}
    if entry.number not in numbers and not any(
        one.merged_into is not None and require_entry(data, one.number).number == entry.number
        for one in data.entries(numbers=sorted(numbers))
    ):
        raise NotAllowed("error-not-shown", number=entry.number)


def _unsaid(unit: Unit, question: Question) -> Question:
    if question.entry is not None:
        unsay(unit, question.entry, question.id)
    return question


def _said_before(data: Reader, question: Question, now: datetime) -> Question:
    """As it stood before something helped: with the answer specialists gave; else with the entry that was not meant, or
    was shown as fitting; else without."""
    if any(escalation.entry == question.entry for escalation in data.escalations(question=question.id)):
        return question.but(outcome=None, outcome_at=None)
    refused = next((one.entry for one in question.shown if one.refused and one.entry != question.entry), None)
    if refused is not None:
        return question.but(entry=refused, outcome=Outcome.NOT_HELPED, outcome_at=now)
    fitting = next((one.entry for one in question.shown if one.fits), None)
    if fitting is not None:
        return question.but(entry=fitting, outcome=None, outcome_at=None)
    return question.but(entry=None, outcome=Outcome.NO_ANSWER, outcome_at=now)


def _refused(question: Question, entry: int, *, refused: bool) -> Question:
    return question.but(shown=tuple(one.but(refused=refused) if one.entry == entry else one for one in question.shown))


def _topic_of_answer(unit: Unit, question: Question, entry: Entry) -> int | None:
    """The topic a question turns out to be of: that of the entry that helped, which its own topic else becomes."""
    known = unit.topic_of_entry(entry.number)
    if known is not None:
        return known.id
    own = unit.topic(question.topic) if question.topic else None
    if own is not None and own.entry is None:
        unit.save_topic(own.but(entry=entry.number, department=entry.department or own.department))
    return question.topic


def _keep_asker(data: Reader, question: Question) -> str | None:
    """An answered question forgets its asker, unless they still wait for the specialists."""
    waits = any(w.question == question.id for e in data.escalations(question=question.id) for w in e.waiters)
    return question.asker if waits else None


def _count(unit: Unit, number: int | None, *, helped: int = 0, not_helped: int = 0) -> None:
    entry = unit.entry(number) if number else None
    if entry is not None:
        unit.save_entry(
            entry.but(helped=max(0, entry.helped + helped), not_helped=max(0, entry.not_helped + not_helped))
        )
