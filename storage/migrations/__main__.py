"""Writes a new migration from the difference between storage/tables and the newest schema: check it by hand."""

import sys

from alembic import command

from storage.engines import connect, parse
from storage.migrations import config

if len(sys.argv) != 2:
    sys.exit('usage: python -m storage.migrations "what changes"')
database = connect(parse("sqlite://"), patience=5)
with database.writes.begin() as connection:
    command.upgrade(config(connection), "head")
    command.revision(config(connection), message=sys.argv[1], autogenerate=True)
