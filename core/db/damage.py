"""Whether SQLite finds its own file sound."""

from core.db.database import Database
from core.db.faults import damage
from core.db.unusable import unusable
from core.errors import Unavailable


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
