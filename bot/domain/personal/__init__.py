"""Finding personal data in a text, one module a kind; `bot.domain.privacy` replaces what they find."""
