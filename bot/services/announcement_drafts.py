"""An announcement as somebody typed it: what is wrong with it, and what of it is stored."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from bot.domain import text as words
from bot.domain.words import fold
from bot.errors import BadInput
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
        """Itself. Errors: BadInput, with the field that is wrong and the text."""
        for field, limit in (("title", TEXT_MAX), ("body", TEXT_MAX), ("audience", TITLE_MAX)):
            self._fits(field, getattr(self, field), limit)
        for field in ("title", "body"):
            if not words.has_words(getattr(self, field)):
                raise BadInput("error-announcement-empty", text=self.body, field=field)
        if self.ends < self.starts:
            raise BadInput("error-announcement-ends", text=self.body, field="ends")
        if self.ends < today:
            raise BadInput("error-announcement-over", text=self.body, field="ends")
        if self.customers is not None and not 0 <= self.customers <= CUSTOMERS_MOST:
            raise BadInput("error-announcement-customers", text=self.body, field="customers")
        self._check_expected()
        return self

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

    def _check_expected(self) -> None:
        known: set[str] = set()
        for place, (question, answer) in enumerate(self.expected):
            if not question.strip() and not answer.strip():
                continue
            for name, part in (("question", question), ("answer", answer)):
                field = f"{name}_{place}"
                self._fits(field, part, TITLE_MAX if name == "question" else TEXT_MAX)
                if not words.has_words(part):
                    raise BadInput("error-announcement-pair", text=self.body, field=field)
            if fold(question) in known:
                raise BadInput("error-announcement-twice", text=self.body, field=f"question_{place}")
            known.add(fold(question))

    def _fits(self, field: str, text: str, limit: int) -> None:
        if len(text) > limit:
            raise BadInput("error-too-long", text=self.body, field=field, limit=limit, length=len(text))
