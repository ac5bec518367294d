"""What watches that transactions take their locks in the one order of `workshops.commands.locking`.

Rows are locked by `SELECT … FOR NO KEY UPDATE`, `UPDATE`, `DELETE` and `INSERT … ON CONFLICT`; `watched_locks` reads
them from the statements of every transaction that the product opens.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import ForeignKey
from django.db.transaction import Atomic

from workshops.commands.locking import LOCK_ORDER

_LOCKING = re.compile(r"\bFOR (?P<how>UPDATE|NO KEY UPDATE)(?: OF (?P<of>[\w\", ]+?))?(?: SKIP LOCKED| NOWAIT)?(?= *$)")
_WRITING = re.compile(r"(?<!FOR )(?<!KEY )(?<!DO )\b(?:UPDATE|DELETE FROM) (?:ONLY )?\"?(?P<table>\w+)\"?")
_KEEPING = re.compile(r"\bINSERT INTO \"?(?P<table>\w+)\"? .*\bON CONFLICT\b")
_READING = re.compile(r"\b(?:FROM|JOIN) \"?(?P<table>\w+)\"?(?: (?:AS )?\"?(?P<alias>\w+)\"?)?")
# Whether figures tell the constraint is turned by rounds alone.
_OF_SESSION = ("facilitation_", "maps_constraintjudging")


@dataclass(slots=True)
class Locks:
    """The tables in which one transaction has locked rows so far, in its order, and what is wrong with that."""

    taken: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    # Of a workshop that the transaction begins itself, nobody else can hold anything.
    is_in_new_workshop: bool = False

    def note(self, sql: str) -> None:
        """Take down what a statement locks."""
        statement = " ".join(sql.split())
        self.is_in_new_workshop |= statement.startswith('INSERT INTO "workshops_workshop"')
        locking = _LOCKING.search(statement)
        is_full = locking is not None and locking["how"] == "UPDATE"
        for table in locked_by(statement):
            if is_full and table in _referred_to():
                self.faults.append(f"FOR UPDATE holds up whoever refers to {table}; say no_key=True: {statement}")
            if table not in self.taken and not self.is_in_new_workshop:
                self._judge(table)
                self.taken.append(table)

    def _judge(self, table: str) -> None:
        way = " > ".join([*self.taken, table])
        if table in LOCK_ORDER:
            later = LOCK_ORDER[LOCK_ORDER.index(table) + 1 :]
            if any(held in later or held not in LOCK_ORDER for held in self.taken):
                self.faults.append(f"{table} is locked too late: {way}")
        elif self.taken and not guards_of(table) & set(self.taken):
            self.faults.append(f"{table} is written while no row that it hangs on is held: {way}")


def locked_by(statement: str) -> list[str]:
    """Return the tables in which a statement (on one line) locks rows."""
    found = [match["table"] for match in (*_WRITING.finditer(statement), *_KEEPING.finditer(statement))]
    locking = _LOCKING.search(statement)
    if locking is not None:
        named = {match["alias"] or match["table"]: match["table"] for match in _READING.finditer(statement)}
        named |= {table: table for table in named.values()}
        wanted = [name.strip(' "') for name in locking["of"].split(",")] if locking["of"] else list(named)
        found += [named[name] for name in wanted]
    return list(dict.fromkeys(found))


@cache
def _referred_to() -> frozenset[str]:
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    return frozenset(field.related_model._meta.db_table for field in fields if isinstance(field, ForeignKey))


@cache
def guards_of(table: str) -> frozenset[str]:
    """Return the tables whose held rows keep others from rows of this one: those that it hangs on, directly or through
    others, and for what belongs to the run of a session the session.
    """
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    fields = models[table]._meta.concrete_fields if table in models else ()
    parents = {field.related_model._meta.db_table for field in fields if isinstance(field, ForeignKey)} - {table}
    session = {"facilitation_session"} if table.startswith(_OF_SESSION) else set()
    return frozenset(parents | session).union(*(guards_of(parent) for parent in parents))


def _is_begun_by_test() -> bool:
    """Whether the transaction that begins is a test's own: the first that is neither Django nor a decorator says so."""
    frame = sys._getframe(2)
    while frame.f_back is not None:
        name = frame.f_globals["__name__"]
        if name == "contextlib" and "func" in frame.f_locals:
            name = frame.f_locals["func"].__module__
        if not name.startswith(("contextlib", "django.db.")):
            return bool(name.startswith(("tests.", "django.test.")))
        frame = frame.f_back
    return False


@contextmanager
def watched_locks() -> Iterator[list[Locks]]:
    """Yield what the product's transactions have locked, each when it has ended, while the block runs.

    A transaction that a test begins, or is wrapped in, is not one of the product's.
    """
    ended: list[Locks] = []
    watched: dict[Any, tuple[Locks, int]] = {}
    enter, leave = Atomic.__enter__, Atomic.__exit__

    def note(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        watched[context["connection"]][0].note(str(sql))
        return execute(sql, params, many, context)

    def begin(self: Atomic) -> None:
        enter(self)
        connection = connections[self.using or DEFAULT_DB_ALIAS]
        if connection not in watched and not _is_begun_by_test():
            watched[connection] = Locks(), len(connection.atomic_blocks)
            connection.execute_wrappers.append(note)

    def end(self: Atomic, *error: Any) -> None:
        leave(self, *error)
        connection = connections[self.using or DEFAULT_DB_ALIAS]
        locks, depth = watched.get(connection, (None, 0))
        if locks is not None and len(connection.atomic_blocks) < depth:
            connection.execute_wrappers.remove(note)
            del watched[connection]
            ended.append(locks)

    with patch.object(Atomic, "__enter__", begin), patch.object(Atomic, "__exit__", end):
        yield ended
