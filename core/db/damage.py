"""Whether a database is sound, as far as it can tell itself."""

from sqlalchemy import inspect
from sqlmodel import SQLModel

from core.db.database import Database
from core.db.faults import damage, lacking
from core.db.unusable import unusable
from core.errors import Unavailable


def refuse_incomplete(db: Database) -> None:
    """Refuse a database from which another program took tables.

    Raises:
        Unavailable: Some are not there.
    """
    with db.read() as session:
        there = inspect(session.connection()).get_table_names()
    if missing := sorted(set(SQLModel.metadata.tables) - set(there)):
        fault = lacking(db.place, f"no table {', '.join(missing)}")
        raise Unavailable(f"{fault.reason}; {fault.remedy}.")


def refuse_damaged(db: Database) -> None:
    """Let SQLite look through the whole file; PostgreSQL's is its server's business.

    Raises:
        Unavailable: Something is wrong in it; the sentence has the first thing and the number of all.
    """
    if db.place.file is None:
        return
    try:
        with db.read() as session:
            found = list(session.connection().exec_driver_sql("PRAGMA quick_check").scalars())
    except Unavailable as error:  # there is so much wrong that it cannot even look
        raise Unavailable(unusable(error, db.place)) from error
    if found != ["ok"]:
        lines = [line for one in found for line in one.splitlines() if not line.startswith("***")] or found
        more = f", and {len(lines) - 1} more" if len(lines) > 1 else ""
        fault = damage(db.place.file, f"{lines[0]}{more}")
        raise Unavailable(f"{fault.reason}; {fault.remedy}.")
