"""A quarter of a town to count in: departments, colleagues who ask, and weeks that have passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model import (
    Cause,
    Contact,
    Department,
    Entry,
    EntryState,
    Kind,
    Organisation,
    OutboxMessage,
    OutboxState,
    Outcome,
    Question,
    Resolution,
    Signal,
    SignalState,
    Tally,
    Topic,
    TopTask,
)
from bot.services import signalling
from bot.services.context import Context
from bot.services.knowledge import Knowledge
from bot.services.people import Role
from bot.services.signal_messages import step
from storage import SqlStore

ZONE = ZoneInfo("Europe/Amsterdam")
MOMENT = datetime(2026, 5, 12, 7, 0, tzinfo=UTC)  #: Tuesday 09:00 in Amsterdam
LATER = MOMENT + timedelta(days=6)  #: Monday; Thursday was Ascension Day, so three working days have passed
TAXES = Department(key="taxes", name="Taxes", channel="C0TAXES", members=("UFATIMA", "UJEROEN"), lead="UHANS")
PERMITS = Department(key="permits", name="Permits", channel="C0PERMITS", members=("UBRAM",), lead="UINGRID")
ORGANISATION = Organisation(
    departments=(TAXES, PERMITS),
    top_tasks=(TopTask(key="pay", name="Pay", owner="UOWNER", departments=("taxes", "permits")),),
    admins=("UADMIN",),
    digest_channel="C0DIGEST",
)

#: Questions about unlike things: what is asked in much the same words is one burst, whatever topics it is in.
SUBJECTS = (
    "wanneer wordt de groene container geleegd",
    "hoe vraag je een nieuw paspoort aan",
    "mag mijn schutting twee meter hoog zijn",
    "is het zwembad dicht vanwege de storing",
    "kapvergunning voor een dode boom",
)


class NobodyKnown:
    """A directory in which Slack says nothing about anybody."""

    def locale(self, user: str) -> str | None:
        return None

    def group_members(self, group: str) -> tuple[str, ...]:
        return ()


def context_of(store: SqlStore, organisation: Organisation = ORGANISATION) -> Context:
    with store.writing() as unit:
        unit.save_organisation(organisation)
    return Context(store, Knowledge(store, None), NobodyKnown(), b"secret", ZONE, "nl")


def role(user: str, *departments: Department, admin: bool = False) -> Role:
    return Role(user, "nl", False, departments, (), admin)


FATIMA = role("UFATIMA", TAXES)
BRAM = role("UBRAM", PERMITS)


def ago(now: datetime = MOMENT, **span: float) -> datetime:
    return now - timedelta(**span)


def a_topic(
    context: Context, title: str = "nieuwe aanmaningsbrief", department: str | None = "taxes", entry: int | None = None
) -> int:
    with context.store.writing() as unit:
        placed = department is not None  # or grouping again would go by its questions
        topic = Topic(title=title, department=department, placed=placed, entry=entry, created_at=ago(days=60))
        return unit.add_topic(topic).id


def an_entry(context: Context, title: str = "Aanmaningsbrief", **more: object) -> Entry:
    values: dict[str, object] = {
        "kind": Kind.ANSWER, "title": title, "body": "Zo zit het.", "department": "taxes",
        "state": EntryState.CHECKED, "checked_by": "taxes", "checked_at": ago(days=90), "created_at": ago(days=90),
        "updated_at": ago(days=90),
    } | more  # fmt: skip
    with context.store.writing() as unit:
        return unit.add_entry(Entry(**values))  # type: ignore[arg-type]


def asked(
    context: Context,
    topic: int | None,
    people: Sequence[str],
    at: datetime,
    *,
    outcome: Outcome | None = Outcome.NO_ANSWER,
    entry: int | None = None,
    text: str = "klopt de datum op de nieuwe aanmaning",
    department: str | None = "taxes",
    no_mandate: bool = False,
) -> list[int]:
    """Each of these colleagues asked, a minute apart; the last one at `at`."""
    with context.store.writing() as unit:
        return [
            unit.add_question(
                Question(
                    text=f"{text} ({place})",
                    asked_at=at - timedelta(minutes=len(people) - 1 - place),
                    pseudonym=person,
                    topic=topic,
                    department=department,
                    entry=entry,
                    outcome=outcome,
                    no_mandate=no_mandate,
                )
            ).id
            for place, person in enumerate(people)
        ]


def colleagues(count: int, start: int = 0) -> list[str]:
    return [f"p{number}" for number in range(start, start + count)]


def weeks_of_calm(
    context: Context, topic: int | None = None, department: str = "taxes", now: datetime = MOMENT
) -> None:
    """Eight weeks in which somebody asks something every working day, about subjects of no interest."""
    calm = a_topic(context, "iets heel anders", department)
    for days in range(56, 3, -1):
        at = ago(now, days=days)
        if at.weekday() < 5:
            asked(
                context, calm, [f"c{days % 12}"], at, outcome=Outcome.HELPED, text="iets anders", department=department
            )
    if topic is not None:
        asked(context, topic, ["p90"], ago(now, days=20), outcome=Outcome.HELPED)


def tallied(context: Context, topic: int, count: int, at: datetime) -> None:
    with context.store.writing() as unit:
        for _ in range(count):
            unit.add_tally(Tally(at=at, contact=Contact.PHONE, topic=topic))


def signals(context: Context) -> tuple[Signal, ...]:
    with context.store.reading() as data:
        return data.signals()


def outbox(context: Context, *keys: str) -> list[OutboxMessage | None]:
    with context.store.reading() as data:
        return [data.outbox(key) for key in keys]


def message(context: Context, key: str) -> OutboxMessage:
    (found,) = outbox(context, key)
    assert found is not None, f"nothing is to be said under {key}"
    return found


def delivered(context: Context) -> None:
    """Slack takes all that is due."""
    with context.store.writing() as unit:
        for row in unit.outbox_due(MOMENT + timedelta(days=400), MOMENT, limit=1000):
            unit.save_outbox(
                row.but(
                    state=OutboxState.SENT, sent_revision=row.revision, channel=row.to, ts=f"{row.id}.0", sent_at=MOMENT
                )
            )


def refused(context: Context, key: str) -> None:
    """Slack takes the bot for a stranger there."""
    with context.store.writing() as unit:
        row = unit.outbox(key)
        assert row is not None
        unit.save_outbox(row.but(state=OutboxState.FAILED, error="not_in_channel"))


def came_back(context: Context, signal: int) -> None:
    """What the signal is about was resolved before, and is asked again."""
    with context.store.writing() as unit:
        found = unit.signal(signal)
        assert found is not None
        unit.save_signal(found.but(relapsed=True))


def burst(
    context: Context,
    topic: int,
    count: int = 9,
    at: datetime = MOMENT - timedelta(hours=1),
    start: int = 0,
    text: str = "klopt de datum op de nieuwe aanmaning",
) -> None:
    """So many colleagues ask about it within minutes."""
    asked(context, topic, colleagues(count, start), at, text=text)


def resolved(
    context: Context,
    id: int,
    at: datetime,
    *,
    cause: Cause = Cause.KNOWLEDGE,
    since: date | None = None,
    confirmed_at: datetime | None = None,
) -> None:
    """Somebody of the department resolved it: the cause, and from when it is so."""
    with context.store.writing() as unit:
        signal = unit.signal(id)
        assert signal is not None
        named = Resolution(
            cause=cause, done="aangepast", since=since or at.date(), owner="taxes", by="UFATIMA", at=at,
            confirmed_at=confirmed_at or at,
        )  # fmt: skip
        step(unit, signal, "resolved", at, by="UFATIMA", state=SignalState.RESOLVED, resolution=named)


def check(context: Context, now: datetime = MOMENT, department: str = "taxes") -> str:
    """The signal check of a department, at its moment."""
    return signalling.check(context, department, now)


def a_rising_topic(context: Context) -> int:
    """A topic that nine colleagues asked about this morning, and hardly anybody before."""
    topic = a_topic(context)
    weeks_of_calm(context, topic)
    burst(context, topic)
    return topic
