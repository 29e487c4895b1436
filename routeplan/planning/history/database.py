"""The history file: an SQLite database of our own, opened, made and closed again.

``PRAGMA application_id`` says that a file is a history, ``PRAGMA user_version`` which version of
the tables below it has. Every connection is closed before a function returns: Windows neither
renames nor deletes a file that is open.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from routeplan.errors import InputError, OutputError
from routeplan.i18n import _

APPLICATION_ID = 0x72706C6E  # "rpln"
VERSION = 1

# How long a connection waits for another program that is writing.
PATIENCE_S = 5.0

_TABLES = (
    """
    CREATE TABLE visits (
        area TEXT NOT NULL,
        date TEXT NOT NULL,
        shift TEXT NOT NULL,
        unit_id TEXT NOT NULL,
        hotspot_id TEXT NOT NULL,
        part_id TEXT NOT NULL,
        share REAL NOT NULL CHECK (share > 0 AND share <= 1),
        begin TEXT NOT NULL,
        "end" TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('planned', 'confirmed', 'missed'))
    )
    """,
    "CREATE INDEX visits_by_shift ON visits (area, date, shift, unit_id)",
)


@contextmanager
def reading(file: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection to a history that is there; nothing is written to it.

    Raises
    ------
    InputError
        If there is no such file, it is no history, is damaged, or comes from a newer version.
    OutputError
        If another program keeps it locked.
    """
    if not file.is_file():
        message = _("{file}: no such file. `routeplan history import` makes a history.")
        raise InputError(message.format(file=file))
    with _explaining(file), closing(_connect(file)) as connection:
        _check(connection, file)
        connection.execute("PRAGMA query_only = ON")
        yield connection


@contextmanager
def writing(file: Path) -> Iterator[sqlite3.Connection]:
    """Yield a connection within one transaction, which holds if the block ends well.

    A file that is not there is made, with its folder; and taken away again if the block raises.
    The errors are those of `reading`, and `OutputError` if it cannot be written.
    """
    is_new = not file.exists()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = _("{path} cannot be written: {error}.")
        raise OutputError(message.format(path=file, error=error.strerror)) from None
    try:
        with _explaining(file), closing(_connect(file)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                if _is_blank(connection):
                    _make_tables(connection)
                else:
                    _check(connection, file)
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()
    except BaseException:
        if is_new:
            file.unlink(missing_ok=True)
        raise


def _connect(file: Path) -> sqlite3.Connection:
    # transactions are begun and ended by hand
    return sqlite3.connect(file, timeout=PATIENCE_S, isolation_level=None)


def _is_blank(connection: sqlite3.Connection) -> bool:
    """Tell whether a database has nothing in it and no owner, as a new or empty file."""
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return not owner and not tables


def _make_tables(connection: sqlite3.Connection) -> None:
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _check(connection: sqlite3.Connection, file: Path) -> None:
    """Refuse what is no history of this version, and what is damaged."""
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if owner != APPLICATION_ID or version < 1:
        raise refuse_file(file)
    if version > VERSION:
        message = _(
            "{file} was made by a newer routeplan (history version {version}, this program reads "
            "version {known}). Update routeplan and try again."
        )
        raise InputError(message.format(file=file, version=version, known=VERSION))
    (state,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if state != "ok":
        raise refuse_damage(file, state)


def refuse_file(file: Path) -> InputError:
    """Return the error of a file that is no history."""
    message = _(
        "{file} is no history of routeplan. Name another file; `routeplan history import` makes a "
        "history where there is none."
    )
    return InputError(message.format(file=file))


def refuse_damage(file: Path, why: str) -> InputError:
    """Return the error of a history that cannot be read."""
    message = _(
        "{file} is damaged ({why}). Put back a copy, or delete it and import your plans and "
        "exported tables again."
    )
    return InputError(message.format(file=file, why=why))


@contextmanager
def _explaining(file: Path) -> Iterator[None]:
    """Turn what SQLite says into what can be done about it."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(file, error) from error


def _explain(file: Path, error: sqlite3.Error) -> InputError | OutputError:
    # the first byte of an extended code is the code: SQLITE_BUSY_SNAPSHOT is SQLITE_BUSY
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code == sqlite3.SQLITE_NOTADB:
        return refuse_file(file)
    if code == sqlite3.SQLITE_CORRUPT:
        return refuse_damage(file, str(error))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        message = _("{file} is in use by another program. Wait until it is done and try again.")
        return OutputError(message.format(file=file))
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        message = _(
            "{file} cannot be opened or written: it or its folder is protected. Choose another "
            "place with --history, or take the protection away."
        )
        return OutputError(message.format(file=file))
    return OutputError(_("{path} cannot be written: {error}.").format(path=file, error=error))
