"""What the use cases need from outside: a store, a messenger, an encoder, a directory of people.

The store is used in two ways, and in no other:

    with store.reading() as data: ...    # one consistent snapshot
    with store.writing() as unit: ...    # one transaction; committed at the end, rolled back by any error

Writing units are serialised (BEGIN IMMEDIATE on SQLite, a transaction-scoped advisory lock on PostgreSQL): what a unit
reads is still true when it writes. So a decision, the messages it causes (`enqueue`) and the mark that the interaction
is done (`finish`) are one transaction. Nothing slow (encoding, Slack) happens inside a unit.
"""

from bot.ports.outside import Directory, Encoder, Messenger, Store
from bot.ports.reading import Reader
from bot.ports.writing import Unit

__all__ = ["Directory", "Encoder", "Messenger", "Reader", "Store", "Unit"]
