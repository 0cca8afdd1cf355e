"""Synonyms: who may, what is refused, and that an entry is found by its other name at once, in every process."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from bot.domain.matching import SAID
from bot.domain.wide import WIDE_FROM, WideIndex
from bot.errors import BadInput, NotAllowed
from bot.model import Entry, EntryState, Kind, Organisation, Phrasing, Synonym
from bot.services import configuring, naming
from bot.services.context import Context
from bot.services.following import synonyms_of
from bot.services.knowledge import Knowledge
from storage import SqlStore
from tests.services.quarter import FATIMA, MOMENT, ORGANISATION, context_of, role

SANNE = role("USANNE")
ADMIN = role("UADMIN", admin=True)
PAIR = "BTR = betalingsregeling"


class WordEncoder:
    """Each word has a direction of its own; a text is the sum of its words. Remembers what it was asked."""

    name, dimensions = "words", 64

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.seen += texts
        return np.array([sum(map(self._word, text.lower().split()), np.zeros(64)) for text in texts], dtype=np.float32)

    def _word(self, word: str) -> np.ndarray:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
        return np.random.default_rng(seed).normal(size=64)


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def context(store: SqlStore, encoder: WordEncoder) -> Context:
    return replace(context_of(store), knowledge=Knowledge(store, encoder))


def entry(context: Context, title: str, *phrasings: str, state: EntryState = EntryState.CHECKED) -> int:
    with context.store.writing() as unit:
        added = unit.add_entry(
            Entry(kind=Kind.TIP, title=title, body="", state=state, created_at=MOMENT, updated_at=MOMENT)
        )
        for text in (title, *phrasings):
            unit.add_phrasing(Phrasing(entry=added.number, text=text, created_at=MOMENT))
    context.knowledge.fill()
    return added.number


def town(context: Context) -> int:
    for title in ("Paspoort kwijt op vakantie", "Grofvuil laten ophalen", "Afspraak verzetten aan de balie"):
        entry(context, title)
    return entry(context, "Hoe vraag ik een betalingsregeling aan?")


def probability(context: Context, question: str, number: int) -> float:
    matches = context.knowledge.find(question, context.knowledge.encode_question(question))
    return next((match.probability for match in matches if match.entry == number), 0.0)


def configure(context: Context, **synonyms: str) -> tuple[configuring.Change, ...]:
    """What `kb configure` does, in a process that encodes nothing."""
    pairs = tuple(Synonym(term=term, means=means) for term, means in synonyms.items())
    with context.store.writing() as unit:
        return configuring.apply(unit, ORGANISATION.but(synonyms=pairs), MOMENT)


def test_by_its_other_name_an_entry_is_found_as_by_its_own_until_that_is_taken_away(context: Context) -> None:
    number = town(context)
    before = probability(context, "btr", number)
    added = naming.add(context, FATIMA, PAIR, MOMENT)
    assert added.group == ("BTR", "betalingsregeling")
    assert probability(context, "btr", number) == probability(context, "betalingsregeling", number) > before
    assert naming.remove(context, FATIMA, added.synonym.id, MOMENT) == added.synonym
    assert probability(context, "btr", number) == before
    assert naming.remove(context, FATIMA, added.synonym.id, MOMENT) is None, "taking it away twice is once"


def test_an_entry_written_with_the_abbreviation_is_encoded_again_and_only_that_one(
    context: Context, encoder: WordEncoder
) -> None:
    town(context)
    number = entry(context, "BTR intrekken")
    retired = entry(context, "Oude btr", state=EntryState.RETIRED)
    encoder.seen.clear()
    naming.add(context, FATIMA, PAIR, MOMENT)
    assert set(encoder.seen) == {"Oude betalingsregeling", "betalingsregeling intrekken"}
    with context.store.reading() as data:
        stored = [p.vector for n in (number, retired) for p in data.phrasings(n)]
    expected = [
        context.knowledge.pack(v)[1] for v in encoder.encode(["betalingsregeling intrekken", "oude betalingsregeling"])
    ]
    assert stored == expected
    assert probability(context, "betalingsregeling intrekken", number) > 0.9


def test_another_process_reads_alike_at_its_next_question(context: Context, store: SqlStore) -> None:
    number = town(context)
    other = replace(context, knowledge=Knowledge(store, WordEncoder()))
    before = probability(other, "btr intrekken", number)
    added = naming.add(context, FATIMA, PAIR, MOMENT)
    after = probability(other, "btr intrekken", number)
    assert after == probability(context, "btr intrekken", number) > before
    naming.remove(other, FATIMA, added.synonym.id, MOMENT)
    assert probability(context, "btr intrekken", number) == before


def test_in_a_large_base_they_count_at_once_as_well(context: Context, store: SqlStore) -> None:
    with store.writing() as unit:
        for n in range(WIDE_FROM):
            made = unit.add_entry(Entry(kind=Kind.TIP, title=f"Regel {n}", created_at=MOMENT, updated_at=MOMENT))
            unit.add_phrasing(Phrasing(entry=made.number, text=f"regel {n} over zaak {n * 7}", created_at=MOMENT))
    number = town(context)
    abbreviated = entry(context, "BTR intrekken")
    other = replace(context, knowledge=Knowledge(store, WordEncoder()))
    assert isinstance(other.knowledge.index(), WideIndex)
    naming.add(context, FATIMA, PAIR, MOMENT)
    for one in (context, other):
        assert probability(one, "btr", number) == probability(one, "betalingsregeling", number) > 0
        assert probability(one, "betalingsregeling intrekken", abbreviated) >= SAID


def test_a_new_entry_is_stored_with_the_vector_of_what_it_means(context: Context, encoder: WordEncoder) -> None:
    naming.add(context, FATIMA, PAIR, MOMENT)
    made = context.knowledge.encode("BTR stoppen")
    assert made is not None
    assert np.array_equal(made, encoder.encode(["betalingsregeling stoppen"])[0])


def test_those_of_the_file_count_beside_those_of_slack(context: Context) -> None:
    number = town(context)
    before = probability(context, "btr", number)
    naming.add(context, FATIMA, "GV = grofvuil", MOMENT)
    changes = configure(context, BTR="betalingsregeling")
    assert [change.detail for change in changes] == ["means: (none) -> betalingsregeling"]
    assert configure(context, BTR="betalingsregeling") == (), "the second time nothing changes"
    assert probability(context, "btr", number) == probability(context, "betalingsregeling", number) > before
    assert [change.detail for change in configure(context)] == ["means: betalingsregeling -> (none)"]
    assert probability(context, "btr", number) == before
    with context.store.reading() as data:
        assert [one.term for one in data.synonyms()] == ["GV"], "the file takes away only its own"


def test_settings_changed_in_slack_leave_those_of_the_file(context: Context) -> None:
    configure(context, BTR="betalingsregeling")
    configuring.save_general(context, ADMIN, {"admins": ["UADMIN"]}, MOMENT)
    with context.store.reading() as data:
        assert data.organisation().synonyms == (Synonym(term="BTR", means="betalingsregeling"),)


def test_where_they_differ_the_file_counts_and_the_list_says_so(context: Context) -> None:
    added = naming.add(context, FATIMA, "BTR = bouwtoezicht", MOMENT).synonym
    assert naming.listed(context, SANNE).shadowed == frozenset()
    configure(context, btr="betalingsregeling")
    found = naming.listed(context, SANNE)
    assert (found.slack, found.shadowed, found.may_change) == ((added,), {added.id}, False)
    with context.store.reading() as data:
        assert synonyms_of(data).expand("btr") == "betalingsregeling"


def test_looked_up_by_either_side(context: Context) -> None:
    configure(context, WMO="Wet maatschappelijke ondersteuning")
    naming.add(context, ADMIN, PAIR, MOMENT)
    assert [s.term for s in naming.listed(context, FATIMA, "BETALING").slack] == ["BTR"]
    assert [s.term for s in naming.listed(context, FATIMA, "wmo").file] == ["WMO"]
    found = naming.listed(context, FATIMA, "paspoort")
    assert (found.file, found.slack) == ((), ())


@pytest.mark.parametrize(
    ("typed", "key", "values"),
    [
        ("BTR", "error-synonym-form", {}),
        ("BTR = a = b", "error-synonym-form", {}),
        ("de = het", "error-synonym-ordinary", {"side": "de"}),
        ("btr = Betalingsregeling", "error-synonym-there", {"term": "btr", "means": "Betalingsregeling"}),
        ("betalingsregeling = BTR", "error-synonym-there", {"term": "betalingsregeling", "means": "BTR"}),
        ("Btr = bouwtoezicht", "error-synonym-taken", {"term": "Btr", "means": "betalingsregeling"}),
        ("Jansen = 111222333", "error-synonym-masked", {}),
    ],
)
def test_what_cannot_be_is_refused_with_the_text_given_back(
    context: Context, typed: str, key: str, values: dict[str, str]
) -> None:
    naming.add(context, FATIMA, PAIR, MOMENT)
    with pytest.raises(BadInput) as refused:
        naming.add(context, FATIMA, typed, MOMENT)
    assert (refused.value.key, refused.value.text) == (key, typed)
    assert values.items() <= refused.value.values.items()
    with context.store.reading() as data:
        assert len(data.synonyms()) == 1


def test_only_specialists_and_admins_add_and_remove(context: Context) -> None:
    with pytest.raises(NotAllowed) as refused:
        naming.add(context, SANNE, PAIR, MOMENT)
    assert refused.value.text == PAIR
    added = naming.add(context, ADMIN, PAIR, MOMENT).synonym
    with pytest.raises(NotAllowed):
        naming.remove(context, SANNE, added.id, MOMENT)
    with context.store.reading() as data:
        assert data.synonyms() == (added,)


def test_who_did_it_is_in_the_audit(context: Context) -> None:
    added = naming.add(context, FATIMA, PAIR, MOMENT).synonym
    naming.remove(context, ADMIN, added.id, MOMENT)
    with context.store.reading() as data:
        rows = [(row.what, row.by, row.detail) for row in data.audit("synonyms")]
    assert rows == [("added", "UFATIMA", PAIR), ("removed", "UADMIN", PAIR)]


def test_a_full_list_takes_no_more(context: Context) -> None:
    with context.store.writing() as unit:
        for n in range(naming.SYNONYMS_MAX):
            unit.add_synonym(Synonym(term=f"code{n}", means=f"onderwerp {n}"), MOMENT)
    with pytest.raises(BadInput, match="error-synonym-many"):
        naming.add(context, FATIMA, PAIR, MOMENT)


def test_an_organisation_without_synonyms_is_as_before() -> None:
    assert Organisation().synonyms == ()
