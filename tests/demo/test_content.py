"""The demo's organisation is complete, fits together, and is fit to be matched against."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.demo.content import FOLDER, Content, load
from bot.model import EntryState, Kind


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the demo's files that a test may spoil."""
    for file in FOLDER.glob("*.yml"):
        shutil.copy(file, tmp_path)
    return tmp_path


def change(folder: Path, name: str, edit) -> None:
    path = folder / f"{name}.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    edit(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def normal(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def test_the_organisation_has_the_promised_size(content: Content) -> None:
    assert len(content.acting) == 13
    assert len(content.background) == 60
    assert len(content.organisation.departments) == 7
    assert len(content.organisation.top_tasks) == 5
    assert sum(entry.language == "nl" for entry in content.entries) >= 66
    assert sum(entry.language == "en" for entry in content.entries) >= 22
    assert sum(not subject.written for subject in content.subjects) >= 12
    assert len(content.bursts) == 11


def test_both_languages_are_at_work_in_it(content: Content) -> None:
    assert sum(person.language == "en" for person in content.acting) >= 3
    assert {department.language for department in content.organisation.departments} == {"nl", "en"}


def test_every_department_has_a_lead_among_its_members_and_a_channel_with_the_bot(content: Content) -> None:
    with_bot = {channel.id for channel in content.workspace.channels if channel.bot}
    for department in content.organisation.departments:
        groups = [group for group in content.workspace.groups if group.id in department.members]
        members = {*department.members, *(member for group in groups for member in group.members)}
        assert department.lead in members
        assert department.channel in with_bot


def test_people_belong_to_the_departments_that_list_them(content: Content) -> None:
    groups = {group.id: group.members for group in content.workspace.groups}
    for department in content.organisation.departments:
        listed = {person for member in department.members for person in groups.get(member, (member,))}
        assert listed == {person.id for person in content.people if department.key in person.departments}


def test_every_person_acted_has_a_role_in_both_languages(content: Content) -> None:
    for person in content.acting:
        assert set(person.role) == {"nl", "en"}, person.id


def test_no_two_people_share_a_name(content: Content) -> None:
    assert len({person.name for person in content.people}) == len(content.people)


def test_all_kinds_and_states_of_entries_occur(content: Content) -> None:
    assert {entry.kind for entry in content.entries} == {Kind.TIP, Kind.MISTAKE, Kind.ANSWER}
    assert {entry.state for entry in content.entries} == {
        EntryState.CHECKED,
        EntryState.UNCHECKED,
        EntryState.OUTDATED,
    }
    assert any(entry.mandate for entry in content.entries)
    assert any(entry.wording for entry in content.entries)


def test_a_mistake_is_nameless_and_points_to_what_prevents_it(content: Content) -> None:
    entries = {entry.key: entry for entry in content.entries}
    mistakes = [entry for entry in content.entries if entry.kind is Kind.MISTAKE]
    assert len(mistakes) >= 5
    for mistake in mistakes:
        assert mistake.author is None
        assert mistake.next_time
        assert mistake.see is not None
        assert entries[mistake.see].kind is not Kind.MISTAKE


def test_every_entry_has_three_to_six_phrasings_and_six_to_fifteen_further_questions(content: Content) -> None:
    asked = {subject.key: subject for subject in content.subjects}
    for entry in content.entries:
        assert 3 <= len(entry.phrasings) <= 6, entry.key
        assert 6 <= len(asked[entry.key].questions) <= 15, entry.key


def test_every_unwritten_subject_has_five_to_twelve_questions(content: Content) -> None:
    for subject in content.subjects:
        if not subject.written:
            assert 5 <= len(subject.questions) <= 12, subject.key
            assert subject.about


def test_no_wording_occurs_twice_so_that_the_right_answer_is_clear(content: Content) -> None:
    said = [entry.title for entry in content.entries]
    said += [phrasing for entry in content.entries for phrasing in entry.phrasings]
    said += [question for subject in content.subjects for question in subject.questions]
    said += [question for questions in content.one_off.values() for question in questions]
    said += [question for burst in content.bursts for question in burst.nl + burst.en]
    assert [text for text, count in Counter(map(normal, said)).items() if count > 1] == []


def test_bodies_are_one_to_four_sentences(content: Content) -> None:
    for entry in content.entries:
        sentences = re.split(r"[.?!] (?=[A-Z0-9€\"É])", entry.body)
        assert 1 <= len(sentences) <= 5, entry.key
        assert 60 <= len(entry.body) <= 500, entry.key


def test_the_house_style_is_kept(content: Content) -> None:
    for entry in content.entries:
        for text in (entry.title, entry.body, entry.mandate, entry.wording, entry.next_time):
            assert "!" not in text, entry.key
            if entry.language == "nl":
                assert not re.search(r"\b(u|uw)\b", text, re.IGNORECASE), entry.key


def test_no_mail_address_or_web_site_outside_the_own_domain_is_named(content: Content) -> None:
    texts = [text for e in content.entries for text in (e.title, e.body, e.mandate, e.wording, *e.phrasings)]
    texts += [question for subject in content.subjects for question in subject.questions]
    for text in texts:
        assert "@" not in text
        assert set(re.findall(r"\b[\w-]+\.(?:nl|com|org|example)\b", text)) <= {"wilgerdam.example"}


def test_the_organisations_own_numbers_in_entries_are_on_its_list_to_keep(content: Content) -> None:
    kept = content.organisation.mask.keep
    for entry in content.entries:
        for number in re.findall(r"\b(?:0[89]00-\d{4}|14 0\d{3})\b", entry.body):
            assert number in kept, entry.key


def test_channel_members_can_be_named_by_group(content: Content) -> None:
    by_name = {channel.name: content.members_of(channel) for channel in content.workspace.channels}
    assert len(by_name["algemeen"]) == 73
    assert "U0SANNE" in by_name["klantcontact"]
    assert "U0FATIMA" not in by_name["klantcontact"]
    assert {"U0FATIMA", "U0JEROEN"} <= set(by_name["invordering"])
    assert "U0PRIYA" in by_name["weekoverzicht"]


def test_a_subject_that_is_not_there_is_named_when_loading(folder: Path) -> None:
    change(folder, "bursts", lambda bursts: bursts[0].update(subject="nergens"))
    with pytest.raises(ValueError, match="subject nergens is named but not there"):
        load(folder)


def test_a_mistake_with_an_author_is_refused_when_loading(folder: Path) -> None:
    def sign(entries) -> None:
        next(entry for entry in entries if entry["kind"] == "mistake")["author"] = "U0SANNE"

    change(folder, "entries_nl", sign)
    with pytest.raises(ValueError, match=r"mistake [a-z-]+ has an author"):
        load(folder)


def test_an_entry_key_used_twice_is_refused_when_loading(folder: Path) -> None:
    change(folder, "entries_en", lambda entries: entries.append(dict(entries[0])))
    with pytest.raises(ValueError, match="entry sign-in-app is there 2 times"):
        load(folder)


def test_a_burst_that_needs_more_people_than_there_are_is_refused_when_loading(folder: Path) -> None:
    change(folder, "bursts", lambda bursts: bursts[0].update(extra_askers=[50, 50]))
    with pytest.raises(ValueError, match="paspoort-voor-vakantie needs 100 people"):
        load(folder)
