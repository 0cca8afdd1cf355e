"""`kb digest`: any week's digest again, as Markdown with its chart."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.charts import draw
from bot.cli.common import note, opened, result, settings_for, usage
from bot.domain.digest_figures import Digest
from bot.domain.digest_weeks import earlier, key_of, week_asked_for
from bot.domain.setup import nearest
from bot.errors import BadSettings
from bot.model import Organisation
from bot.services import digesting
from bot.services.digest_facts import ALL
from bot.slack.blocks import digest as blocks
from bot.slack.blocks.common import Lens
from bot.slack.blocks.digest_chart import chart

EXAMPLES = """\
  kb digest --department invordering --week 2026-W09
  kb digest --task betalen --week 2026-W09 --out digests/
  kb digest --all --week 2026-W09
"""


def digest(
    department: Annotated[str | None, typer.Option(metavar="KEY", help="Of this department.")] = None,
    task: Annotated[str | None, typer.Option(metavar="KEY", help="Of this top task's departments.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Of all departments together.")] = False,
    week: Annotated[str | None, typer.Option(metavar="WEEK", help="An ISO week that is over, e.g. 2026-W09; last "
                                             "week if absent.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Write it there, with its chart as PNG.",
                                             file_okay=False)] = None,
) -> None:  # fmt: skip
    """Write the digest of a week again.

    It says the same each time: a week's facts are kept, without anybody's name, when its first digest is made. A week
    that had none yet is counted from what there is now, and kept. Without --out it is printed, without the chart.
    """
    settings = settings_for()
    with opened(settings) as store:
        with store.reading() as data:
            organisation = data.organisation()
        scope = _scope(organisation, department, task, everything)
        now = datetime.now(UTC)
        last = earlier(key_of(now.astimezone(settings.zone).date()), 1)
        with usage():
            found = digesting.facts_of(store, settings.zone, scope, week_asked_for(week or last, settings.zone), now)
    lens = Lens(found.language or settings.kb_language, found.made_at, settings.zone)
    if out is None:
        print(blocks.document(lens, found), end="")
        return
    for path in _write(lens, found, out):
        result(str(path))


def _scope(organisation: Organisation, department: str | None, task: str | None, everything: bool) -> str:
    """Which digest is meant. Errors: BadSettings in plain words."""
    if [department is not None, task is not None, everything].count(True) != 1:
        raise BadSettings(("say which digest: one of --department KEY, --task KEY and --all",))
    if department is not None:
        if organisation.department(department) is None:
            raise BadSettings((_unknown("department", department, [d.key for d in organisation.active]),))
        return f"department:{department}"
    if task is not None:
        known = [t.key for t in organisation.top_tasks if t.departments and not t.archived]
        if task not in known:
            raise BadSettings((_unknown("task", task, known),))
        return f"task:{task}"
    return ALL


def _unknown(kind: str, given: str, known: list[str]) -> str:
    meant = nearest(given, known)
    hint = f"did you mean {meant}?" if meant else f"there are: {', '.join(known) or 'none yet; see kb configure'}"
    return f"--{kind} {given} is not known; {hint}"


def _write(lens: Lens, found: Digest, folder: Path) -> list[Path]:
    """The document and its chart, each whole or not at all. Neither when the chart cannot be drawn."""
    name = f"{found.week}-{found.scope.removeprefix('department:').replace(':', '-')}"
    shown = None if found.quiet else chart(lens, found)
    picture = folder / f"{name}.png"
    text = blocks.document(lens, found, picture.name if shown else None)
    drawn = draw(shown) if shown else None
    folder.mkdir(parents=True, exist_ok=True)
    written = [_put(folder / f"{name}.md", text.encode())]
    if drawn is not None:
        written.append(_put(picture, drawn))
    else:
        note("too quiet a week for a chart")
    return written


def _put(path: Path, content: bytes) -> Path:
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)
    return path
