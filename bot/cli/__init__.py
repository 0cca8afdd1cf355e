"""The `kb` command: each command is a line in COMMANDS.

Exit codes: 0 done, 1 failed or found problems, 2 wrong usage or settings. Results go to stdout, the rest to stderr.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence

import typer

from bot.cli import agenda, backtesting, benching, checking, digesting, evaluating, exchanging, running, setting_up
from bot.cli.common import FAILED, complain, note
from bot.errors import KbError

COMMANDS: tuple[tuple[str, Callable[..., None], str], ...] = (
    ("demo", running.demo, running.DEMO_EXAMPLES),
    ("serve", running.serve, running.SERVE_EXAMPLES),
    ("configure", setting_up.configure, setting_up.EXAMPLES),
    ("run-due", running.run_due, running.RUN_DUE_EXAMPLES),
    ("import", exchanging.import_, exchanging.IMPORT_EXAMPLES),
    ("export", exchanging.export, exchanging.EXPORT_EXAMPLES),
    ("agenda", agenda.agenda, agenda.EXAMPLES),
    ("digest", digesting.digest, digesting.EXAMPLES),
    ("eval", evaluating.eval_, evaluating.EXAMPLES),
    ("backtest", backtesting.backtest, backtesting.EXAMPLES),
    ("bench", benching.bench, benching.EXAMPLES),
    ("doctor", checking.doctor, checking.EXAMPLES),
)

log = logging.getLogger(__name__)


def build() -> typer.Typer:
    """The command line."""
    app = typer.Typer(
        name="kb",
        help="Knowledge sharing for customer service, inside Slack. kb COMMAND --help shows examples.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    for name, command, examples in COMMANDS:
        app.command(name, epilog=_as_typed(f"Examples:\n{examples}"))(command)
    return app


def _as_typed(text: str) -> str:
    """Every paragraph with click's mark against wrapping."""
    return "\n\n".join(f"\b\n{paragraph}" for paragraph in text.strip().split("\n\n"))


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; gives its exit code. Nobody ever sees a traceback."""
    try:
        build()(arguments, prog_name="kb", standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    except KbError as error:
        return complain(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains once more at exit
        return FAILED
    except OSError as error:
        log.debug("outside", exc_info=True)
        note(f"kb: {error}")
        return FAILED
    except Exception as error:
        log.debug("unexpected", exc_info=True)
        note(f"kb: something unexpected went wrong ({type(error).__name__}); KB_LOG_LEVEL=DEBUG shows where")
        return FAILED
    return 0


def main() -> None:
    """The console script."""
    sys.exit(run())
