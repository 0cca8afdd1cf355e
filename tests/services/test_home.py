"""What App Home and the lists show to whom: the rights and the silences of it."""

from __future__ import annotations

from datetime import timedelta

from bot.model import (
    Action,
    Entry,
    EntryState,
    Escalation,
    EscalationState,
    Kind,
    Outcome,
    Question,
    SignalState,
)
from bot.services import home
from bot.services.boards import Board, Column
from bot.services.home import MyQuestion
from bot.services.people import Role
from storage import SqlStore
from tests.services.quarter import BRAM, FATIMA, MOMENT, PERMITS, TAXES, ago, context_of
from tests.storage import making

SANNE = Role("USANNE", "nl", False, (), (), False)
HANS = Role("UHANS", "nl", False, (), (TAXES,), False)
OWNER = Role("UOWNER", "nl", False, (), (), False)


def test_my_questions_stand_with_those_at_specialists_first(store: SqlStore) -> None:
    context = context_of(store)
    waiting = asked(store, "mag een schutting van 2 meter", at=ago(hours=3))
    unanswered = asked(store, "wie gaat over zwerfafval", at=ago(hours=1))
    asked(store, "al beantwoord", outcome=None)
    escalated(store, waiting, department="permits")
    found = home.overview(context, SANNE, MOMENT).mine
    assert [q.question.id for q in found] == [waiting.id, unanswered.id]
    assert found[0].department == PERMITS and found[0].escalation is not None
    assert found[1].escalation is None


def test_somebody_elses_questions_are_never_mine(store: SqlStore) -> None:
    context = context_of(store)
    escalated(store, asked(store, "mag een schutting van 2 meter"))
    assert home.overview(context, BRAM, MOMENT).mine == ()
    assert home.mine(context, "UBRAM").questions == ()


def test_a_question_that_lost_its_asker_is_nobodys_though_its_pseudonym_is_known(store: SqlStore) -> None:
    context = context_of(store)
    asked(store, "dit hielp", asker=None, outcome=Outcome.HELPED, pseudonym=context.pseudonym("USANNE"))
    assert home.mine(context, "USANNE").questions == ()


def test_who_waits_for_somebody_elses_question_sees_their_own_words(store: SqlStore) -> None:
    context = context_of(store)
    first = asked(store, "mag een schutting van 2 meter", asker="UJORIS")
    mine = asked(store, "hoe hoog mag de schutting zijn")
    escalated(store, first, ("UJORIS", first.id), ("USANNE", mine.id))
    (found,) = home.open_questions(context, "USANNE")
    assert found.question.text == "hoe hoog mag de schutting zijn"


def test_the_same_question_asked_again_is_one_line(store: SqlStore) -> None:
    context = context_of(store)
    asked(store, "Wie gaat over zwerfafval", at=ago(hours=2))
    latest = asked(store, "wie gaat over zwerfafval", at=ago(hours=1))
    assert [q.question.id for q in home.open_questions(context, "USANNE")] == [latest.id]


def test_an_answered_escalation_no_longer_waits(store: SqlStore) -> None:
    context = context_of(store)
    question = asked(store, "mag een schutting van 2 meter", outcome=None)
    escalated(store, question, state=EscalationState.ANSWERED)
    assert home.open_questions(context, "USANNE") == ()


def test_only_specialists_leads_and_owners_have_work(store: SqlStore) -> None:
    context = context_of(store)
    question = asked(store, "mag een schutting van 2 meter")
    escalated(store, question, department="taxes")
    escalated(store, question, department=None, owner="UOWNER")
    signal(store)
    acted = action(store, owner="taxes")
    action(store, owner="permits")
    action(store, owner="UOWNER")
    outdated = entry(store, "Beslag op loon", state=EntryState.OUTDATED)
    fresh = entry(store, "Aanmaning kwijt")
    entry(store, "Kapvergunning", department="permits")

    assert home.work(context, SANNE) is None
    for role in (FATIMA, HANS):
        work = home.work(context, role)
        assert work is not None
        assert [c.escalation.department for c in work.questions] == ["taxes"]
        assert [c.signal.department for c in work.signals] == ["taxes"]
        assert sorted(e.number for e in work.entries) == sorted([outdated.number, fresh.number])
        assert [c.action.id for c in work.actions] == [acted.id]
        assert work.count == 5
    owned = home.work(context, OWNER)
    assert owned is not None and [c.escalation.owner for c in owned.questions] == ["UOWNER"]
    assert [c.action.owner for c in owned.actions] == ["UOWNER"]
    assert owned.entries == (), "he decides who answers; he checks no entries"


def test_what_is_new_comes_from_others_and_is_offered(store: SqlStore) -> None:
    context = context_of(store)
    oldest = entry(store, "Kapvergunning", author="UBRAM")
    entry(store, "Mijn eigen tip", author="USANNE")
    entry(store, "Niet meer waar", author="UBRAM", state=EntryState.OUTDATED)
    mistake = entry(store, "Verkeerd formulier", kind=Kind.MISTAKE)
    found = home.overview(context, SANNE, MOMENT).latest
    assert [s.entry.number for s in found] == [mistake.number, oldest.number]


def test_at_most_three_are_new(store: SqlStore) -> None:
    context = context_of(store)
    numbers = [entry(store, f"Tip {n}", author="UBRAM").number for n in range(6)]
    assert [s.entry.number for s in home.overview(context, SANNE, MOMENT).latest] == numbers[:2:-1]


def test_the_board_counts_a_leads_own_department_only(store: SqlStore) -> None:
    context = context_of(store)
    signal(store, state=SignalState.OPEN, relapsed=True)
    signal(store, state=SignalState.SEEN)
    signal(store, state=SignalState.RESOLVED, changed_at=ago(days=3))
    signal(store, state=SignalState.RESOLVED, changed_at=ago(days=40))
    signal(store, state=SignalState.OPEN, department="permits")
    entry(store, "Beslag op loon", state=EntryState.OUTDATED)
    entry(store, "Aanmaning kwijt")
    entry(store, "Kapvergunning", department="permits")

    (board,) = home.overview(context, HANS, MOMENT).boards
    columns = {Column.BACK: 1, Column.SEEN: 1, Column.RESOLVED: 1}
    assert board == Board("department:taxes", "Taxes", columns, outdated=1, unchecked=1)
    assert home.overview(context, FATIMA, MOMENT).boards == ()


def test_mine_lists_tips_but_never_a_mistake(store: SqlStore) -> None:
    context = context_of(store)
    entry(store, "Verkeerd formulier", kind=Kind.MISTAKE)
    tip = entry(store, "Grofvuil op zaterdag", author="USANNE")
    entry(store, "Van een ander", author="UBRAM")
    assert [s.entry.number for s in home.mine(context, "USANNE").shared] == [tip.number]


def test_a_question_is_open_while_it_waits_or_nothing_answered_it() -> None:
    states = {outcome: MyQuestion(making.question(outcome=outcome), None, None).open for outcome in (*Outcome, None)}
    assert [o for o, open in states.items() if open] == [Outcome.NOT_HELPED, Outcome.NO_ANSWER]


def test_an_empty_base_says_so(store: SqlStore) -> None:
    context = context_of(store)
    assert home.overview(context, SANNE, MOMENT).empty
    entry(store, "Mijn eigen tip", author="USANNE")
    found = home.overview(context, SANNE, MOMENT)
    assert not found.empty and found.latest == ()


def asked(store: SqlStore, text: str, *, at=MOMENT - timedelta(minutes=5), asker: str | None = "USANNE",  # type: ignore[no-untyped-def]
          outcome: Outcome | None = Outcome.NO_ANSWER, **more: object) -> Question:  # fmt: skip
    with store.writing() as unit:
        return unit.add_question(Question(text=text, asked_at=at, asker=asker, outcome=outcome, **more))  # type: ignore[arg-type]


def escalated(store: SqlStore, question: Question, *waiters: tuple[str, int], **more: object) -> Escalation:
    answered = more.get("state") is EscalationState.ANSWERED
    usual = {"department": "permits", "text": question.text} | more
    waiting = () if answered else waiters or ((question.asker or "USANNE", question.id),)
    with store.writing() as unit:
        return unit.add_escalation(making.escalation(question.id, *waiting, **usual))


def signal(store: SqlStore, **more: object) -> None:
    usual = {"department": "taxes", "opened_at": ago(days=50), "changed_at": ago(days=1)} | more
    with store.writing() as unit:
        topic = unit.add_topic(making.topic())
        unit.add_signal(making.signal(topic.id, **usual))


def entry(store: SqlStore, title: str, **more: object) -> Entry:
    with store.writing() as unit:
        return unit.add_entry(making.entry(title=title, **{"department": "taxes"} | more))


def action(store: SqlStore, **more: object) -> Action:
    with store.writing() as unit:
        return unit.add_action(making.action(**more))
