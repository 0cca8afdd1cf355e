"""Whatever the model can hold, the database gives back: every field, filled at random, on every database."""

import random
import string
import types
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from annotated_types import Ge, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bot import model
from bot.model import Action, Announcement, Entry, Escalation, Kind, Phrasing, Question, Signal, Tally, Topic
from storage import SqlStore
from storage.tables import METADATA
from tests.storage.making import NOW, entry, question, signal, topic

ALPHABET = string.ascii_letters + string.digits + " '\"\\%_\n\t;,.?!{}[]éïßœ€€😀汉ش\u200d\ufeff"
REFERENCES = {
    "entry",
    "topic",
    "question",
    "nearest",
    "see",
    "merged_into",
    "signal",
    "expected",
}  #: to rows that have number 1


def anything(hint: Any, dice: random.Random) -> Any:
    """A random value of a type as the model writes it."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return anything(parts[0], dice)
    if origin in (Union, types.UnionType):
        return anything(dice.choice(parts), dice)
    if origin is Literal:
        return dice.choice(parts)
    if origin is tuple:
        return tuple(anything(parts[0], dice) for _ in range(dice.randrange(4)))
    if origin is dict:
        return {some_text(dice): anything(parts[1], dice) for _ in range(dice.randrange(3))}
    if hint is Any:
        return dice.choice([1, 2.5, None, True, some_text(dice), [1, "a"], {"x": some_text(dice)}])
    if origin is Mapping:
        return {some_text(dice): [1, 2.5, None, True, {"x": some_text(dice)}] for _ in range(dice.randrange(3))}
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return filled(hint, dice)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return dice.choice(list(hint))
    return SIMPLE[hint](dice)


def some_text(dice: random.Random) -> str:
    return "".join(dice.choice(ALPHABET) for _ in range(dice.randint(1, 60)))


SIMPLE = {
    str: some_text,
    bool: lambda dice: dice.random() < 0.5,
    int: lambda dice: dice.randrange(2**31),
    float: lambda dice: dice.choice([0.0, 1 / 3, 1e-300, -1e300, dice.random()]),
    bytes: lambda dice: dice.randbytes(dice.randrange(50)),
    datetime: lambda dice: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=dice.randrange(10**16)),
    date: lambda dice: date(1970, 1, 1) + timedelta(days=dice.randrange(10**5)),
    time: lambda dice: time(dice.randrange(24), dice.randrange(60)),
    type(None): lambda dice: None,
}


def filled(kind: type[BaseModel], dice: random.Random, /, **fixed: Any) -> Any:
    """A valid `kind` with random values, but for those in `fixed`; what is new has no number yet."""
    values = {
        name: within(kind.model_fields[name], anything(hint, dice))
        for name, hint in get_type_hints(kind, include_extras=True).items()
        if name in kind.model_fields
    }
    values |= {name: 0 for name in ("id", "number") if isinstance(values.get(name), int)}
    if "key" in values:
        values["key"] = "".join(dice.choice(string.ascii_lowercase) for _ in range(20))
    return kind(**values | fixed)


def within(field: FieldInfo, value: Any) -> Any:
    """A number inside the bounds that its field has."""
    if isinstance(value, int) and not isinstance(value, bool):
        low = next((bound.ge for bound in field.metadata if isinstance(bound, Ge)), None)
        high = next((bound.le for bound in field.metadata if isinstance(bound, Le)), None)
        if isinstance(low, int) and isinstance(high, int):
            return low + value % (high - low + 1)
    return value


def referring(kind: type[BaseModel], dice: random.Random) -> dict[str, Any]:
    """References to the rows with number 1; None now and then, where it may be."""
    hints = get_type_hints(kind)
    optional = {name: type(None) in get_args(hints[name]) for name in REFERENCES & set(kind.model_fields)}
    return {name: None if may and dice.random() < 0.3 else 1 for name, may in optional.items()}


@pytest.fixture(params=range(3))
def dice(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.param)


@pytest.fixture
def peopled(any_store: SqlStore) -> SqlStore:
    """A store with an entry, a topic, a question and a signal to refer to."""
    with any_store.writing() as unit:
        unit.add_entry(entry())
        unit.add_topic(topic())
        unit.add_question(question())
        unit.add_signal(signal(1))
    return any_store


STORED = {
    model.Entry: "entry",
    model.Phrasing: "phrasing",
    model.Voice: "voice",
    model.Synonym: "synonym",
    model.EntryPair: "entry_pair",
    model.Question: "question",
    model.Topic: "topic",
    model.TopicPair: "topic_pair",
    model.Tally: "tally",
    model.Escalation: "escalation",
    model.Signal: "signal",
    model.Action: "action",
    model.Announcement: "announcement",
    model.Written: "written",
    model.Department: "department",
    model.TopTask: "top_task",
    model.Person: "person",
    model.InboxRow: "inbox",
    model.OutboxMessage: "outbox",
    model.Claim: "claim",
    model.AuditRow: "audit",
}
NUMBERED = {
    Entry: ("add_entry", "save_entry", "entry"),
    Topic: ("add_topic", "save_topic", "topic"),
    Question: ("add_question", "save_question", "question"),
    Escalation: ("add_escalation", "save_escalation", "escalation"),
    Signal: ("add_signal", "save_signal", "signal"),
    Action: ("add_action", "save_action", "action"),
}


@pytest.mark.parametrize("kind", NUMBERED, ids=lambda kind: kind.__name__)
def test_what_is_added_or_saved_comes_back_the_same(kind: Any, dice: random.Random, peopled: SqlStore) -> None:
    add, save, find = NUMBERED[kind]
    nameless = {"kind": Kind.MISTAKE, "author": None} if kind is Entry and dice.random() < 0.5 else {}
    if kind is Entry and not nameless:
        nameless = {"kind": Kind.TIP}
    first, second = (filled(kind, dice, **referring(kind, dice), **nameless) for _ in range(2))
    with peopled.writing() as unit:
        added = getattr(unit, add)(first)
        key = "number" if kind is Entry else "id"
        assert added == first.but(**{key: getattr(added, key)})
    with peopled.writing() as unit:
        assert getattr(unit, find)(getattr(added, key)) == added
        changed = second.but(**{key: getattr(added, key)})
        getattr(unit, save)(changed)
    with peopled.reading() as data:
        found = getattr(data, find)(getattr(added, key))
    kept = {"vector": added.vector} if kind is Question and changed.vector is None else {}
    assert found == changed.but(**kept)


def test_phrasings_and_tallies_come_back_the_same(dice: random.Random, peopled: SqlStore) -> None:
    with peopled.writing() as unit:
        phrasing = unit.add_phrasing(filled(Phrasing, dice, entry=1, question=1, source="given"))
        changed = filled(Phrasing, dice, id=phrasing.id, entry=1, question=None, source="learned")
        tally = unit.add_tally(filled(Tally, dice, entry=1, topic=1))
        assert unit.phrasings(1) == (phrasing,)
        unit.save_phrasing(changed)
    with peopled.reading() as data:
        assert data.phrasings(1) == (changed,)
        assert data.tallies() == (tally,)


def test_announcements_and_what_was_written_come_back_the_same(dice: random.Random, peopled: SqlStore) -> None:
    announced, changed = (filled(Announcement, dice, entry=1, withdrawn_at=None) for _ in range(2))
    facts = filled(model.Written, dice)
    with peopled.writing() as unit:
        unit.save_announcement(announced)
        assert unit.announcement(1) == announced
        unit.save_announcement(changed)
        assert unit.keep_written(facts) == facts
    with peopled.reading() as data:
        assert data.announcement(1) == changed.but(reads=announced.reads)
        assert data.written(facts.kind, facts.scope, facts.period) == facts


def test_organisation_people_and_delivery_come_back_the_same(dice: random.Random, any_store: SqlStore) -> None:
    organisation, person = filled(model.Organisation, dice), filled(model.Person, dice)
    interaction = filled(model.InboxRow, dice)
    message = filled(model.OutboxMessage, dice)
    audit = filled(model.AuditRow, dice)
    with any_store.writing() as unit:
        unit.save_organisation(organisation)
        unit.save_person(person)
        assert unit.receive(interaction, timedelta(0))
        message = unit.enqueue(message)
        unit.record(audit)
    with any_store.reading() as data:
        assert data.organisation() == organisation
        assert data.person(person.id) == person
        assert data.inbox(interaction.key) == interaction
        assert data.outbox(message.key) == message
        assert data.audit(audit.subject) == (audit,)


def test_a_time_in_another_zone_comes_back_as_the_same_moment_in_utc(any_store: SqlStore) -> None:
    summer = datetime.fromisoformat("2026-05-04T11:00:00.000001+02:00")
    with any_store.writing() as unit:
        added = unit.add_entry(entry(created_at=summer))
    with any_store.reading() as data:
        found = data.entry(added.number)
    assert found is not None
    assert found.created_at == NOW + timedelta(microseconds=1)
    assert found.created_at.utcoffset() == timedelta(0)


def test_a_naive_time_is_refused_as_a_condition_too(any_store: SqlStore) -> None:
    with pytest.raises(Exception, match="timezone"), any_store.reading() as data:
        data.entries(since=datetime(2026, 5, 4))  # noqa: DTZ001


def test_a_nul_in_a_text_costs_the_nul_and_not_the_text(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.add_question(question("aan\x00maning"))
        assert [one.text for one in unit.questions()] == ["aanmaning"]


@pytest.mark.parametrize("kind", STORED, ids=lambda kind: kind.__name__)
def test_every_field_of_the_model_has_a_column(kind: type[BaseModel]) -> None:
    table = METADATA.tables[STORED[kind]]
    assert set(kind.model_fields) - set(table.columns.keys()) == set()


def test_every_table_is_one_of_those_or_a_counter_or_a_setting() -> None:
    assert set(METADATA.tables) == {*STORED.values(), "counter", "setting", "index_change", "announcement_read"}
