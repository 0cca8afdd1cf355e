"""`kb configure`: the organisation from a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import note, opened, result, row, settings_for
from bot.cli.setup_file import read_setup
from bot.services import configuring

EXAMPLES = """\
  kb configure organisation.yml
  kb configure organisation.yml --json

A file looks like this (only key and name are needed; ids are Slack's):

  departments:
    - key: collections
      name: Collections
      channel: C0123456789
      members: [U0123456789, S0123456789]   # people and user groups
      lead: U0123456789
      language: en                          # nl or en
      signal_times: [09:00, 14:00]
      signals_a_day: 2                      # the rest in one line
      digest_day: mon
      digest_time: 09:00
      working_days: [mon, tue, wed, thu]    # or ma, di ...; Monday to Friday unless told otherwise
      opens: 08:00                          # outside these hours the bot keeps quiet
      closes: 18:00
      country: NL                           # of its public holidays
      closed: [2026-12-24]                  # its own free days
  top_tasks:
    - {key: paying, name: Paying, owner: U0123456789, departments: [collections],
       channel: C0123456789}                # where its agenda is posted; else to its owner
  admins: [U0123456789]
  digest_channel: C0123456789
  announcement_channels: [C0123456789]
  effort: {phone: 8, mail: 12}              # minutes a customer contact takes
  mask:
    keep: [14 010, example.org]             # the organisation's own numbers and domains
    case_number: "Z[0-9]{6,8}"
  synonyms:                                 # what the team says for the same thing
    BTR: betalingsregeling
"""


def configure(
    file: Annotated[Path, typer.Argument(metavar="FILE.yml", help="The organisation, in YAML.", exists=True,
                                         dir_okay=False, readable=True)],
    json: Annotated[bool, typer.Option("--json", help="Print the changes as JSON Lines.")] = False,
) -> None:  # fmt: skip
    """Set up the organisation from a file.

    Departments, top tasks, admins, channels, effort, masking and synonyms. Prints a line for every change. What the
    file no longer names is archived, never deleted; a synonym no longer counts. The second time nothing changes.
    Admins can do the same in Slack with /kb admin and /kb synonym; synonyms that were added there stay.
    """
    settings = settings_for()
    wanted = read_setup(file)
    with opened(settings) as store, store.writing() as unit:
        changes = configuring.apply(unit, wanted, datetime.now(UTC))
    for change in changes:
        if json:
            row(
                {"type": "change", "subject": change.subject, "what": change.what, "old": change.old, "new": change.new}
            )
        else:
            result(f"{change.subject}: {change.detail}")
    if not changes:
        if json:
            note("nothing changed")
        else:
            result("nothing changed")
