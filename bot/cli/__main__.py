"""`python -m bot.cli` is `kb`."""

from bot.cli import main

main()
