"""Writes a new migration from the difference between tables.py and the newest schema: check it by hand."""

import sys

from alembic import command

from storage.engines import connect, parse
from storage.migrations import config, upgrade

if len(sys.argv) != 2:
    sys.exit('usage: python -m storage.migrations "what changes"')
database = connect(parse("sqlite://"), patience=5)
upgrade(database)
with database.writes.begin() as connection:
    command.revision(config(connection), message=sys.argv[1], autogenerate=True)
