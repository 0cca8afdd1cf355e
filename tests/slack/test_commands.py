"""What is typed after `/kb`, after `@kb` and in a direct message: the same words, the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

import pytest

from bot.domain import commands
from bot.errors import NotAllowed
from bot.model import LANGUAGES, Language
from bot.services.context import Context
from bot.services.people import Role
from bot.slack.interaction import Interaction
from bot.slack.listeners import command, mention
from bot.slack.responses import Open, Response, Say
from bot.slack.turn import Turn
from storage import SqlStore
from tests.services.quarter import MOMENT, TAXES, an_entry, context_of, outbox, role

ADMIN = role("UADMIN", TAXES, admin=True)
EMPLOYEE = role("USANNE")
HELP = re.compile(r"`/kb ([^`]+)`")
NOT_IN_HELP = {commands.Empty, commands.Help}  #: nothing typed; what shows the help


@pytest.fixture
def context(store: SqlStore) -> Context:
    return context_of(store)


def turn(context: Context, who: Role, **did: object) -> Turn:
    usual = {"key": "k", "user": who.user, "channel": "C0HALL", "ts": "1.2"}
    return Turn(context, Interaction(**usual | did), who, MOMENT)  # type: ignore[arg-type]


def mentions(context: Context, text: str, who: Role = ADMIN) -> Sequence[Response]:
    return mention(turn(context, who, kind="mention", text=f"<@UKB> {text}"))


def types(context: Context, text: str, who: Role = ADMIN) -> Sequence[Response]:
    return command(turn(context, who, kind="command", text=text, trigger_id="T"))


def text_of(responses: Sequence[Response]) -> str:
    return " ".join(str(one.message.blocks) for one in responses if isinstance(one, Say))


def is_question(context: Context) -> bool:
    with context.store.reading() as data:
        return bool(data.questions())


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_every_command_there_is(context: Context, language: Language) -> None:
    shown = text_of(types(context, "help", replace(ADMIN, language=language)))
    named = {type(commands.parse(typed)) for typed in HELP.findall(shown)}
    assert named | NOT_IN_HELP == {*get_args(commands.Command)}
    kinds = {one.kind for typed in HELP.findall(shown) if isinstance(one := commands.parse(typed), commands.Share)}
    assert kinds == {*get_args(commands.ShareKind)}


def test_help_shows_an_employee_what_an_employee_can_do(context: Context) -> None:
    shown = text_of(types(context, "help", EMPLOYEE))
    assert "/kb mijn" in shown
    assert not any(word in shown for word in ("beheer", "onderwerpen", "aankondiging", "synoniem", "agenda"))


@pytest.mark.parametrize(
    "typed", ["help", "open", "mijn", "agenda", "topics", "onderwerpen", "synoniem", "#1", "Agenda "]
)
def test_a_command_alone_in_a_mention_does_what_it_does_as_a_command(context: Context, typed: str) -> None:
    an_entry(context, "Betalingsregeling")
    assert text_of(mentions(context, typed)) == text_of(types(context, typed)) != ""
    assert not is_question(context)


@pytest.mark.parametrize(
    ("typed", "what_to_type"),
    [
        ("tip", "/kb tip"),
        ("leermoment", "/kb leermoment"),
        ("aankondiging", "/kb aankondiging"),
        ("beheer", "/kb beheer"),
    ],
)
def test_what_needs_a_window_says_what_to_type(context: Context, typed: str, what_to_type: str) -> None:
    assert what_to_type in text_of(mentions(context, typed))
    assert any(isinstance(one, Open) for one in types(context, typed))
    assert not is_question(context)


def test_who_may_not_is_told_so_in_a_mention_too(context: Context) -> None:
    with pytest.raises(NotAllowed):
        mentions(context, "agenda", EMPLOYEE)
    assert "<@" in text_of(mentions(context, "beheer", EMPLOYEE)), "who may"


@pytest.mark.parametrize(
    "typed",
    ["agenda van de raad?", "open dossier inzien", "onderwerpen van de cursus", "beheer van graven",
     "#1 klopt dit nog?", "aankondiging gemist, wat nu"],
)  # fmt: skip
def test_more_than_the_word_alone_is_a_question(context: Context, typed: str) -> None:
    an_entry(context, "Betalingsregeling")
    mentions(context, typed)
    assert is_question(context)
    assert outbox(context, "answer:1") != [None]
