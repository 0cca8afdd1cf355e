"""An announcement as somebody typed it: what is wrong with it, and what of it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from bot.domain import text as words
from bot.domain.words import fold
from bot.errors import BadFields, BadInput
from bot.model import TEXT_MAX, TITLE_MAX, Expected, Organisation
from bot.services.context import mask_entry

EXPECTED_MOST = 8  #: expected questions of one announcement
CUSTOMERS_MOST = 10**8


@dataclass(frozen=True, slots=True)
class Draft:
    """What changes (title), how (body), when, for whom, and what people will ask. `expected`: pairs of question and
    answer as they stand in the form; empty ones are left out, the others keep their place for what is said of them."""

    title: str
    body: str
    starts: date
    ends: date
    audience: str = ""
    customers: int | None = None
    expected: tuple[tuple[str, str], ...] = ()

    def checked(self, today: date) -> Draft:
        """Itself. Errors: BadInput (BadFields for more than one), with the field that is wrong and the text."""
        found = self.problems(today)
        if len(found) > 1:
            raise BadFields(found)
        if found:
            raise found[0]
        return self

    def problems(self, today: date) -> tuple[BadInput, ...]:
        """All that is wrong with it, in the order of the form; at most one a field."""
        every = (*self._wrong_texts(), *self._wrong_days(today), *self._wrong_customers(), *self._wrong_pairs())
        return tuple({str(one.values["field"]): one for one in reversed(every)}.values())[::-1]

    def masked(self, organisation: Organisation) -> Draft:
        """Without customer data, within the limits, and without the pairs that were left empty."""

        def clean(text: str, limit: int) -> str:
            return mask_entry(text.strip(), organisation)[:limit]

        pairs = ((clean(q, TITLE_MAX), clean(a, TEXT_MAX)) for q, a in self.expected)
        return replace(
            self,
            title=clean(self.title, TITLE_MAX),
            body=clean(self.body, TEXT_MAX),
            audience=clean(self.audience, TITLE_MAX),
            expected=tuple((q, a) for q, a in pairs if q and a),
        )

    @property
    def questions(self) -> tuple[Expected, ...]:
        """The expected questions, of a masked draft."""
        return tuple(Expected(question=question, answer=answer) for question, answer in self.expected)

    def _wrong_texts(self) -> Iterator[BadInput]:
        for field, limit in (("title", TEXT_MAX), ("body", TEXT_MAX), ("audience", TITLE_MAX)):
            text = getattr(self, field)
            yield from self._too_long(field, text, limit)
            if field != "audience" and not words.has_words(text):
                yield self._wrong("error-announcement-empty", field)

    def _wrong_days(self, today: date) -> Iterator[BadInput]:
        if self.ends < self.starts:
            yield self._wrong("error-announcement-ends", "ends")
        elif self.ends < today:
            yield self._wrong("error-announcement-over", "ends")

    def _wrong_customers(self) -> Iterator[BadInput]:
        if self.customers is not None and not 0 <= self.customers <= CUSTOMERS_MOST:
            yield self._wrong("error-announcement-customers", "customers")

    def _wrong_pairs(self) -> Iterator[BadInput]:
        known: set[str] = set()
        for place, (question, answer) in enumerate(self.expected):
            if not question.strip() and not answer.strip():
                continue
            for name, part in (("question", question), ("answer", answer)):
                field = f"{name}_{place}"
                yield from self._too_long(field, part, TITLE_MAX if name == "question" else TEXT_MAX)
                if not words.has_words(part):
                    yield self._wrong("error-announcement-pair", field)
            if fold(question) in known:
                yield self._wrong("error-announcement-twice", f"question_{place}")
            known.add(fold(question))

    def _too_long(self, field: str, text: str, limit: int) -> Iterator[BadInput]:
        if len(text) > limit:
            yield self._wrong("error-too-long", field, limit=limit, length=len(text))

    def _wrong(self, key: str, field: str, **values: int) -> BadInput:
        return BadInput(key, text=self.body, field=field, **values)
