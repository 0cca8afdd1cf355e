"""Announcing: the command, the form, what stands under a posted announcement, and the list that comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.announcements import Announced
from bot.domain.text import has_words, title_of
from bot.errors import BadInput, NotAllowed
from bot.model import Announcement, Entry, Kind, Question
from bot.services import announced, announcement_lists, announcing
from bot.services.announcement_drafts import EXPECTED_MOST, Draft
from bot.services.announcing import Posted, local_day
from bot.slack.blocks import announcement_forms as forms
from bot.slack.blocks import announcements as blocks
from bot.slack.listeners.asking import ask, entry_message
from bot.slack.responses import Open, Response, Say, Update
from bot.slack.turn import Turn, meta_number, modal_meta, read_meta, say_line


def command(turn: Turn, text: str) -> Sequence[Response]:
    """`/kb announcement`: the form. With words behind it: who may announce gets them in the form, and to anybody else
    it was a question that begins with that word."""
    if not text:
        return open_new(turn)
    if not announcing.departments_of(turn.context, turn.role):
        return ask(turn, turn.did.said.strip())
    title, body = title_of(text)
    return open_new(turn, title=title, body=body if body.strip() != title else "")


def open_new(turn: Turn, *, title: str = "", body: str = "") -> Sequence[Response]:
    """The empty form; the button in Home says for which department."""
    departments = announcing.departments_of(turn.context, turn.role)
    if not departments:
        raise NotAllowed("error-announcement-not-yours", text=body)
    if turn.did.kind == "mention" or turn.did.kind == "message":
        return say_line(turn, "announcement-mention")
    wanted = turn.part(0) if turn.did.kind == "action" else ""
    fields = forms.new_fields(local_day(turn.context, turn.now), wanted or None, title, body)
    meta = modal_meta(turn, pairs=forms.PAIRS_AT_FIRST)
    return (Open(forms.form(turn.lens, departments, fields, forms.PAIRS_AT_FIRST, meta=meta)),)


def one_more(turn: Turn) -> Sequence[Response]:
    """A place for one more expected question; what was typed stays."""
    meta = read_meta(turn)
    pairs = min(_pairs(turn) + 1, EXPECTED_MOST)
    number = meta_number(turn, "entry") or None
    departments = () if number else announcing.departments_of(turn.context, turn.role)
    kept = modal_meta(turn, pairs=pairs, entry=number, question=meta.get("question"))
    return (Update(forms.form(turn.lens, departments, _typed(turn), pairs, meta=kept, number=number)),)


def preview(turn: Turn) -> Sequence[Response]:
    """How it will look, on top of the form. Nothing is stored."""
    with turn.context.store.reading() as data:
        organisation = data.organisation()
        number = meta_number(turn, "entry")
        known = announced.find(data, number) if number else None
    typed = _draft(turn, lenient=True)
    draft = typed.masked(organisation)
    key = known.announcement.department if known else _department(turn)
    one = _as_if(draft, key, known, turn)
    problems = typed.problems(local_day(turn.context, turn.now))
    return (Open(forms.shown_first(turn.lens, one, organisation.department(key), problems)),)


def submit(turn: Turn) -> Sequence[Response]:
    """Stores what the form holds: a new announcement, or the changes of one."""
    number = meta_number(turn, "entry")
    draft = _draft(turn)
    if number:
        question = meta_number(turn, "question")
        if question:
            with turn.context.store.reading() as data:
                question = announcement_lists.question_of(data, number, question).id
        done = announcing.edit(turn.context, turn.role, number, draft, turn.now, answering=question or None)
        return say_line(turn, "announcement-edited", number=done.one.entry.number)
    done = announcing.announce(turn.context, turn.role, _department(turn), draft, turn.now, origin=turn.did.key)
    return say_line(
        turn,
        "announcement-posted",
        number=done.one.entry.number,
        where="posted" if done.channels else "nowhere",
        channels=_channels(done),
    )


def more(turn: Turn) -> Sequence[Response]:
    """The "..." menu of an announcement: what was chosen stands in front of its number."""
    choice, _, key = turn.did.value.partition(":")
    number = int(key) if key.isdecimal() else 0
    if choice == "open":
        return (Say(entry_message(turn, number)),)
    return ask_withdraw(turn, number) if choice == "withdraw" else open_edit(turn, number)


def open_edit(turn: Turn, number: int, add: Question | None = None) -> Sequence[Response]:
    """The form with the announcement in it. `add`: a question it is to answer as well."""
    with turn.context.store.reading() as data:
        one = announcing.require_editable(data, turn.role, number)
    fields, pairs = forms.fields_of(one, add)
    meta = modal_meta(turn, entry=number, pairs=pairs, question=add.id if add else None)
    return (Open(forms.form(turn.lens, (), fields, pairs, meta=meta, number=number)),)


def add(turn: Turn) -> Sequence[Response]:
    """ "Answer", beside a question in the list that came back."""
    number = turn.number(0) or 0
    with turn.context.store.reading() as data:
        announcing.require_editable(data, turn.role, number)
        question = announcement_lists.question_of(data, number, turn.number(1) or 0)
    return open_edit(turn, number, question)


def ask_withdraw(turn: Turn, number: int) -> Sequence[Response]:
    """Asks once more."""
    with turn.context.store.reading() as data:
        one = announcing.require_editable(data, turn.role, number)
    return (Say(blocks.withdraw_confirm(turn.lens, one)),)


def withdraw(turn: Turn) -> Sequence[Response]:
    """Taken back; its messages say so."""
    number = turn.number(0) or 0
    done = announcing.withdraw(turn.context, turn.role, number, turn.now)
    return say_line(turn, "announcement-withdrawn-now" if done else "announcement-withdrawn-before", number=number)


def read(turn: Turn) -> Sequence[Response]:
    """Counted, once a person."""
    done = announcing.read(turn.context, turn.user, turn.number(0) or 0, turn.now)
    return say_line(turn, "announcement-read-now" if done else "announcement-read-before")


def _typed(turn: Turn) -> dict[str, str]:
    """What stands in the form; after a crash only what was masked is left."""
    return dict(turn.did.typed_fields or turn.did.fields)


def _department(turn: Turn) -> str:
    """The one that was chosen; whether it is theirs is looked up when it is used."""
    return turn.did.fields.get("department", "")


def _pairs(turn: Turn) -> int:
    return meta_number(turn, "pairs") or forms.PAIRS_AT_FIRST


def _draft(turn: Turn, *, lenient: bool = False) -> Draft:
    """The form's content. `lenient`: what is missing or wrong is filled in, to look at it. Errors: BadInput."""
    fields = _typed(turn)
    today = local_day(turn.context, turn.now) if lenient else None
    starts = _day(fields, "starts", today)
    return Draft(
        title=fields.get("title", "") or ("…" if lenient else ""),
        body=fields.get("body", ""),
        starts=starts,
        ends=_day(fields, "ends", starts if lenient else None),
        audience=fields.get("audience", ""),
        customers=_customers(fields, lenient),
        expected=tuple(
            (fields.get(f"question_{place}", ""), fields.get(f"answer_{place}", "")) for place in range(_pairs(turn))
        ),
    )


def _day(fields: dict[str, str], name: str, otherwise: date | None) -> date:
    try:
        return date.fromisoformat(fields.get(name, ""))
    except ValueError:
        if otherwise is not None:
            return otherwise
        raise BadInput("error-announcement-date", text=fields.get("body", ""), field=name) from None


def _customers(fields: dict[str, str], lenient: bool) -> int | None:
    """Also "4.000", as people write it."""
    text = fields.get("customers", "").strip().replace(".", "").replace(",", "").replace(" ", "")
    if not text or (lenient and not text.isdecimal()):
        return None
    if not text.isdecimal():
        raise BadInput("error-announcement-customers", text=fields.get("body", ""), field="customers")
    return int(text)


def _as_if(draft: Draft, department: str, known: Announced | None, turn: Turn) -> Announced:
    """The announcement that this draft would be."""
    now = turn.now
    entry = Entry(
        number=known.entry.number if known else 0,
        kind=Kind.ANNOUNCEMENT,
        title=draft.title or "…",
        body=draft.body if has_words(draft.body) else "",
        created_at=now,
        updated_at=now,
    )
    return Announced(
        entry,
        Announcement(
            entry=entry.number,
            department=department,
            starts=draft.starts,
            ends=max(draft.ends, draft.starts),
            audience=draft.audience,
            customers=draft.customers,
            expected=draft.questions,
            created_by=turn.user,
            created_at=now,
        ),
    )


def _channels(done: Posted) -> str:
    return ", ".join(f"<#{channel}>" for channel in done.channels)
