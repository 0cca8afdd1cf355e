"""What every use case needs, gathered once by the composition root and passed in."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.privacy import MaskRules, mask, pseudonym
from bot.model import Language, Organisation
from bot.ports import Directory, Store
from bot.services.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Context:
    """The outside world as the use cases see it. `secret` keys the pseudonyms."""

    store: Store
    knowledge: Knowledge
    directory: Directory
    secret: bytes
    zone: ZoneInfo
    language: Language

    def pseudonym(self, user: str) -> str:
        """The keyed pseudonym under which this person's questions are counted."""
        return pseudonym(self.secret, user)

    def opaque(self, key: str) -> str:
        """The key of an interaction as it is stored: Slack's own may hold a direct message's channel, and so a name."""
        return hmac.new(self.secret, key.encode(), hashlib.sha256).hexdigest()[:32]


def mask_question(text: str, organisation: Organisation) -> str:
    """Customer data out of a question: everything goes, the organisation's own numbers too."""
    return mask(text, _rules(organisation), keep_own=False)


def mask_entry(text: str, organisation: Organisation) -> str:
    """Customer data out of an entry: the organisation's own numbers and domains stay."""
    return mask(text, _rules(organisation), keep_own=True)


def _rules(organisation: Organisation) -> MaskRules:
    return MaskRules(keep=organisation.mask.keep, case_number=organisation.mask.case_number)
