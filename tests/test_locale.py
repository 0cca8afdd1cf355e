"""Every text exists in both languages, with the same variables, in the house's tone."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Message, Pattern, Placeable, SelectExpression, TextElement, VariableReference
from fluent.syntax.visitor import Visitor

from bot.locale import bundle, say

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "bot" / "locale"
FILES = sorted(p.name for p in (LOCALE / "nl").glob("*.ftl"))


class Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:
        self.names.add(node.id.name)


def messages(language: str, file: str) -> dict[str, set[str]]:
    """Keys of a catalogue, with the variables each uses."""
    resource = FluentParser().parse((LOCALE / language / file).read_text(encoding="utf-8"))
    found: dict[str, set[str]] = {}
    for entry in resource.body:
        assert type(entry).__name__ != "Junk", f"{language}/{file}: {entry.content[:80]!r} is not understood"
        if isinstance(entry, Message):
            assert entry.id.name not in found, f"{language}/{file}: {entry.id.name} stands there twice"
            visitor = Variables()
            visitor.visit(entry)
            found[entry.id.name] = visitor.names
    return found


def test_both_languages_have_the_same_catalogues() -> None:
    assert sorted(p.name for p in (LOCALE / "en").glob("*.ftl")) == FILES


@pytest.mark.parametrize("file", FILES)
def test_both_languages_say_the_same_with_the_same_values(file: str) -> None:
    nl, en = messages("nl", file), messages("en", file)
    assert nl.keys() == en.keys()
    for key in nl:
        assert nl[key] == en[key], key


def test_no_key_stands_in_two_catalogues() -> None:
    seen: dict[str, str] = {}
    for file in FILES:
        for key in messages("nl", file):
            assert key not in seen, f"{key} stands in {file} and {seen[key]}"
            seen[key] = file


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_tone_is_calm(language: str) -> None:
    for file in FILES:
        text = (LOCALE / language / file).read_text(encoding="utf-8")
        assert "!" not in text, f"{language}/{file} shouts"
        assert "Oops" not in text and "Oeps" not in text
        if language == "nl":
            assert not re.search(r"(?<![\w-])(u|uw|Uw)(?![\w-])", re.sub(r"`[^`]*`|\"[^\"]*\"|\{[^}]*\}", "", text)), (
                f"{file} says u"
            )


def code_of_the_bot() -> str:
    """All code but the sandbox's, which has words of its own; quotes made alike."""
    paths = [p for p in (ROOT / "bot").glob("**/*.py") if "sandbox" not in p.parts]
    return "\n".join(p.read_text(encoding="utf-8") for p in paths).replace("'", '"')


def test_every_key_the_code_says_exists() -> None:
    code = code_of_the_bot()
    for key in re.findall(r"""(?:\bsay|say_line)\(\s*(?:turn, )?(?:\w+, )?"([a-z][a-z0-9-]{2,})\"""", code):
        assert bundle("nl").has_message(key), f"no text {key!r}"
    for key in re.findall(r'"(error-[a-z-]+)"', code):
        assert bundle("nl").has_message(key), f"no text {key!r}"


def test_every_text_is_used() -> None:
    code = code_of_the_bot()
    stems = re.findall(r'f"([a-z-]+-)\{', code)
    for file in FILES:
        for key in messages("nl", file):
            assert f'"{key}"' in code or any(key.startswith(s) for s in stems), f"{file}: {key} is never said"


def test_numbers_are_names_not_amounts() -> None:
    assert "#12345" in say("nl", "checked-now", number=12345)


def test_a_text_as_long_as_people_may_write_is_said_whole() -> None:
    for length in (899, 3000, 12000):
        assert say("nl", "action-note-done", text="é" * length) == "Gedaan: " + "é" * length
    both = say("en", "signal-done", asked="y" * 3000, text="x" * 3000)
    assert both == "To do: " + "y" * 3000 + " · Done: " + "x" * 3000


#: Nouns behind a bare number, which one of them would make wrong; every other count has a form for one.
PLURALS = {
    "nl": r"vragen|collega's|medewerkers|klanten|dagen|weken|uren|minuten|tips|signalen|onderwerpen|aankondigingen"
    r"|kennisitems|oorzaken|acties|paren|synoniemen|wijzigingen|woorden|contacten",
    "en": r"questions|colleagues|customers|days|weeks|hours|minutes|times|tips|signals|topics|subjects|announcements"
    r"|entries|causes|actions|pairs|synonyms|changes|words|contacts",
}
#: Said only of three and more (people, what they asked, customers), of bases of three and more, or of fixed amounts.
NEVER_ONE = frozenset(
    {
        "colleagues-asked", "confirmed-many", "way-rejected-many", "helped-of",
        "escalation-colleagues-wait", "escalation-told-many",
        "signal-people", "signal-customers", "signal-tallied", "signal-tallied-and-imported",
        "signal-tallied-or-imported", "signal-imported", "signal-did-not-help", "signal-helped",
        "signal-why-rising", "signal-why-unanswered", "signal-why-not-helping", "signal-history-doubled",
        "signal-history-doubled-customers", "signal-history-relapsed", "signal-history-relapsed-customers",
        "topics-about", "announcement-list-asked", "announcement-list-caused", "announcement-list-helped",
        "announcement-list-customers", "announcement-row-asked", "announcement-row-caused", "announcement-reads",
        "digest-quiet", "digest-asked", "digest-asked-many", "digest-outcomes-base", "digest-no-mandate",
        "digest-announcement-asked", "digest-announcement-reads", "digest-announcements", "digest-tips-by",
        "unhelpful", "unhelpful-of", "agenda-decide-undecided", "agenda-vital", "agenda-vital-contacts",
        "aftermath-verdict", "aftermath-between", "aftermath-at-least",
        "ago-weeks", "error-synonym-long", "error-synonym-many",
        "digest-stopped-asked",  # a verb: "bij 1 van 3 vragen collega's minder"
    }
)  # fmt: skip


def test_one_of_something_is_never_said_in_the_plural() -> None:
    slips = set()
    for language, file in itertools.product(("nl", "en"), FILES):
        for entry in FluentParser().parse((LOCALE / language / file).read_text(encoding="utf-8")).body:
            if isinstance(entry, Message) and entry.value is not None:
                bare = Bare(language)
                bare.visit(entry.value)
                slips |= {entry.id.name} if bare.found else set()
    assert slips <= NEVER_ONE


class Bare(Visitor):
    """Looks for a number with a plural behind it, outside of a choice by that number."""

    def __init__(self, language: str) -> None:
        self.plural = re.compile(rf" (?:{PLURALS[language]})\b")
        self.chosen: list[str] = []
        self.found = False

    def visit_SelectExpression(self, node: SelectExpression) -> None:
        self.chosen.append(node.selector.id.name if isinstance(node.selector, VariableReference) else "")
        self.generic_visit(node)
        self.chosen.pop()

    def visit_Pattern(self, node: Pattern) -> None:
        for first, second in itertools.pairwise(node.elements):
            number = first.expression if isinstance(first, Placeable) else None
            if isinstance(number, VariableReference) and number.id.name not in self.chosen:
                self.found |= isinstance(second, TextElement) and bool(self.plural.match(second.value))
        self.generic_visit(node)
