"""The boards: in which column a signal stands, and whose board it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.domain.digest_figures import Digest, Knowledge, TopicFigure
from bot.errors import NotAllowed, NotFound
from bot.model import Aftermath, Cause, Change, Resolution, Signal, SignalState, Written
from bot.services import boards, home
from bot.services.boards import Column
from bot.services.people import Role
from storage import SqlStore
from tests.services.quarter import MOMENT, PERMITS, TAXES, ago, context_of
from tests.storage import making

HANS = Role("UHANS", "nl", False, (), (TAXES,), False)
INGRID = Role("UINGRID", "nl", False, (), (PERMITS,), False)
OWNER = Role("UOWNER", "nl", False, (), (), False)
NOBODY = Role("USANNE", "nl", False, (), (), False)
NAMED = Resolution(cause=Cause.LETTER, done="De brief is aangepast.", since=date(2026, 5, 20), owner="permits",
                   by="UFATIMA", at=ago(days=5), action=1)  # fmt: skip


def a_signal(**more: object) -> Signal:
    return making.signal(1, **{"id": 1, "opened_at": ago(days=9), "changed_at": ago(days=5)} | more)


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({}, Column.OPEN),
        ({"relapsed": True}, Column.BACK),
        ({"state": SignalState.SEEN, "relapsed": True}, Column.SEEN),
        ({"state": SignalState.IN_PROGRESS}, Column.IN_PROGRESS),
        ({"state": SignalState.IN_PROGRESS, "resolution": NAMED}, Column.WAITS),
        ({"state": SignalState.LATER}, Column.LATER),
        ({"state": SignalState.RESOLVED, "resolution": NAMED.but(confirmed_at=ago(days=4))}, Column.RESOLVED),
        ({"state": SignalState.RESOLVED, "changed_at": ago(days=40)}, None),
        ({"state": SignalState.NO_ACTION}, None),
        ({"expected": 7}, None),  # an announcement foresaw it
    ],
)
def test_where_a_signal_stands(changes: dict[str, object], column: Column | None) -> None:
    assert boards.column_of(a_signal(**changes), MOMENT) is column


def test_what_did_not_stop_stays_on_the_board_however_long_ago() -> None:
    same = Change(before=9, after=9, before_per_week=4, after_per_week=4, ratio=1, low=0.6, high=1.6, verdict="same")
    unknown = same.but(verdict="unknown")
    resolved = a_signal(
        state=SignalState.RESOLVED, changed_at=ago(days=40),
        resolution=NAMED.but(at=ago(days=60), confirmed_at=ago(days=59)),
        aftermath=(Aftermath(weeks=2, at=ago(days=40), asked=same, customers=unknown),),
    )  # fmt: skip
    assert boards.column_of(resolved, MOMENT) is Column.RESOLVED


def test_a_column_is_opened_by_its_lead_its_service_manager_and_admins_only(store: SqlStore) -> None:
    context = context_of(store)
    stored(store, department="taxes", title="nieuwe aanmaning", opened_at=ago(days=2))
    stored(store, department="taxes", title="betaalregeling", opened_at=ago(days=4))
    stored(store, department="permits", title="schutting")
    admin = Role("UADMIN", "nl", False, (), (), True)
    for role in (HANS, OWNER, admin):
        found = boards.opened(context, role, "department:taxes", Column.OPEN, MOMENT)
        assert [c.signal.title for c in found.cards] == ["betaalregeling", "nieuwe aanmaning"], "oldest first"
    for role in (INGRID, NOBODY):
        with pytest.raises(NotAllowed):
            boards.opened(context, role, "department:taxes", Column.OPEN, MOMENT)
    assert len(boards.opened(context, OWNER, "task:pay", Column.OPEN, MOMENT).cards) == 3
    with pytest.raises(NotAllowed):
        boards.opened(context, HANS, "task:pay", Column.OPEN, MOMENT)
    for gone in ("department:nothing", "task:nothing", "nonsense"):
        with pytest.raises(NotFound):
            boards.opened(context, admin, gone, Column.OPEN, MOMENT)


def test_a_service_manager_sees_the_top_task_across_departments(store: SqlStore) -> None:
    context = context_of(store)
    stored(store, department="taxes")
    stored(store, department="permits", state=SignalState.IN_PROGRESS, resolution=NAMED)
    digest = Digest(
        week="2026-W19",
        scope="task:pay",
        name="Pay",
        made_at=MOMENT,
        top=(TopicFigure(title="aanmaning", questions=9),),
    )
    with store.writing() as unit:
        kept = Written(
            kind="digest", scope="task:pay", period="2026-W19", facts=digest.model_dump(mode="json"), at=MOMENT
        )
        unit.keep_written(kept)
    (found,) = home.overview(context, OWNER, MOMENT).tasks
    assert found.board.signals == {Column.OPEN: 1, Column.WAITS: 1}
    assert [(b.name, dict(b.signals)) for b in found.departments] == [
        ("Taxes", {Column.OPEN: 1}),
        ("Permits", {Column.WAITS: 1}),
    ]
    assert [card.signal.department for card in found.causes] == ["permits"]
    assert [card.owner for card in found.causes] == [PERMITS]
    assert ([t.title for t in found.asked], found.asked_in) == (["aanmaning"], "2026-W19")
    assert home.overview(context, HANS, MOMENT).tasks == ()


def test_knowledge_that_one_person_holds_is_what_the_latest_digest_found(store: SqlStore) -> None:
    context = context_of(store)
    assert home.overview(context, HANS, MOMENT).boards[0].alone == 0
    for week, titles in (("2026-W18", ("oud",)), ("2026-W19", ("beslag", "uitstel"))):
        written(store, "department:taxes", week, knowledge=Knowledge(alone=len(titles), alone_titles=titles))
    (board,) = home.overview(context, HANS, MOMENT + timedelta(days=1)).boards
    assert (board.alone, board.alone_titles) == (2, ("beslag", "uitstel"))


def stored(store: SqlStore, **more: object) -> None:
    with store.writing() as unit:
        topic = unit.add_topic(making.topic())
        unit.add_signal(making.signal(topic.id, **{"changed_at": ago(days=1)} | more))


def written(store: SqlStore, scope: str, week: str, **more: object) -> None:
    facts = Digest(week=week, scope=scope, name="-", made_at=MOMENT, **more).model_dump(mode="json")  # type: ignore[arg-type]
    with store.writing() as unit:
        unit.keep_written(Written(kind="digest", scope=scope, period=week, facts=facts, at=MOMENT))
