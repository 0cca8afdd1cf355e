"""The organisation and people's choices, on every database."""

from datetime import date, time

from bot.model import Department, DigestChoice, Masking, Organisation, Person, TopTask
from storage import SqlStore

PERMITS = Department(
    key="vergunningen", name="Vergunningen", channel="C2", members=("U1", "S2"), signal_times=(time(8, 30),)
)
COLLECTIONS = Department(
    key="invordering",
    name="Invordering",
    lead="U9",
    language="en",
    digest_time=time(16, 45),
    digest_day=4,
    working_days=(0, 1, 5),
    opens=time(7, 30),
    closes=time(20),
    country="BE",
    closed=(date(2026, 7, 21),),
    signals_a_day=1,
)
MOVING = TopTask(key="verhuizen", name="Verhuizen", owner="U3", departments=("vergunningen",), channel="C8")
WHOLE = Organisation(
    departments=(PERMITS, COLLECTIONS),
    top_tasks=(MOVING,),
    admins=("U7", "U8"),
    digest_channel="C9",
    announcement_channels=("C4", "C5"),
    effort={"phone": 6.5, "counter": 12},
    mask=Masking(keep=("14 010", "gemeente.nl"), case_number=r"Z-\d{6}"),
)


def test_before_anything_is_configured_the_organisation_is_empty(any_store: SqlStore) -> None:
    with any_store.reading() as data:
        assert data.organisation() == Organisation()


def test_the_organisation_comes_back_as_it_was_in_its_order(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.save_organisation(WHOLE)
        unit.save_organisation(WHOLE)
    with any_store.reading() as data:
        assert data.organisation() == WHOLE


def test_what_is_absent_becomes_archived_and_comes_back_when_named_again(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        unit.save_organisation(WHOLE)
        unit.save_organisation(Organisation(departments=(COLLECTIONS,)))
        left = unit.organisation()
        assert left.departments == (COLLECTIONS, PERMITS.but(archived=True))
        assert left.top_tasks == (MOVING.but(archived=True),)
        assert (left.admins, left.digest_channel, left.mask) == ((), None, Masking())
        unit.save_organisation(WHOLE)
        assert unit.organisation() == WHOLE


def test_a_persons_choices_are_remembered_and_replaced(any_store: SqlStore) -> None:
    with any_store.writing() as unit:
        assert unit.person("U1") is None
        unit.save_person(Person(id="U1", language="en"))
        unit.save_person(Person(id="U2"))
        unit.save_person(Person(id="U1", language="en", named=True))
    with any_store.reading() as data:
        assert data.person("U1") == Person(id="U1", language="en", named=True)
        assert data.person("U2") == Person(id="U2")


def test_all_who_made_a_choice_are_listed(any_store: SqlStore) -> None:
    friday = Person(id="U2", digest=DigestChoice(day=4, without=("shared",)))
    with any_store.writing() as unit:
        unit.save_person(friday)
        unit.save_person(Person(id="U1"))
        assert unit.people() == (Person(id="U1"), friday)
