"""`kb agenda`: the agenda of a service meeting, as Markdown."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import note, opened, result, settings_for, usage
from bot.domain.agenda import month_of
from bot.domain.setup_shape import nearest
from bot.errors import BadSettings
from bot.model import Organisation, TopTask
from bot.services import agenda as services
from bot.slack.blocks.agenda import markdown
from bot.slack.blocks.common import Lens

EXAMPLES = """\
  kb agenda --task paying
  kb agenda --task paying --month 2026-05 --out agendas
"""


def agenda(
    task: Annotated[str, typer.Option("--task", metavar="KEY", help="Which top task.")],
    month: Annotated[
        str, typer.Option("--month", metavar="MONTH", help="The month it is held in, as 2026-05; this month if absent.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FOLDER", help="Write a file there.", file_okay=False)
    ] = None,
) -> None:
    """Write the agenda of a service meeting as Markdown.

    It looks back on the month before: what customers came for most, which signals and causes are open, which decisions
    are needed and by whom, and what came of what was agreed. Its facts are frozen when it is first written (by kb
    serve on the first working day, or by this command), so that it can be written again, the same.
    """
    settings, now = settings_for(), datetime.now(UTC)
    zone = settings.zone
    with opened(settings) as store:
        with store.reading() as data:
            organisation = data.organisation()
        found = _task(organisation, task)
        with usage():
            made = services.written(store, zone, found.key, month or month_of(now, zone), now)
    language = services.language_of_task(organisation, found, settings.kb_language)
    text = markdown(Lens(language, now, zone), made)
    if out is None:
        result(text.rstrip("\n"))
        return
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"agenda-{found.key}-{made.month}.md"
    path.write_text(text, encoding="utf-8")
    note(f"wrote {path}")


def _task(organisation: Organisation, key: str) -> TopTask:
    """Errors: BadSettings for one that is not there."""
    known = {task.key: task for task in organisation.top_tasks if not task.archived}
    if key not in known:
        meant = nearest(key, known)
        there = f"did you mean {meant}?" if meant else f"there are: {', '.join(known) or 'none'}"
        raise BadSettings((f"--task: there is no top task {key}; {there}",))
    return known[key]
