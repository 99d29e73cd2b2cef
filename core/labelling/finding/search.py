"""Pairs by words of their texts: how each database is asked, and how it learns the words of new pairs.

Words are learned behind an import, not within it: SQLite has one writer, and making them takes longer than
inserting the pairs, so labellers would wait. How far they are is known by the highest number: pairs come in
the order of their numbers, which are never reused.
"""

from collections.abc import Sequence
from threading import Event
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, column, false, text
from sqlalchemy import select as columns_of
from sqlmodel import Session, col, func, select

from core.access import Action, ensure_may
from core.db import Database, dialect_of
from core.errors import StudioError
from core.labelling.finding.words import Term, terms_of, words_of
from core.labelling.models import Pair
from core.labelling.project_view import ProjectView
from core.logs import get_logger

log = get_logger("labelling")

AT_ONCE = 200
"""Pairs a unit of work: some 50 ms, for which others who write wait."""
PAUSE_S, REST_S = 2.0, 0.05
MOST_WAITING = 1000
_COLUMNS = (
    col(Pair.id),
    col(Pair.project_id),
    col(Pair.input_text),
    col(Pair.candidate_0),
    col(Pair.candidate_1),
)
_FOUND = {
    "sqlite": "SELECT rowid FROM pair_search WHERE pair_search MATCH :searched",
    "postgresql": "SELECT pair_id FROM pair_search "
    # The offset has it read as one set along the index of words, whatever the order of the list.
    "WHERE project_id = :of_project AND words @@ CAST(:searched AS tsquery) OFFSET 0",
}
_LAST = {
    "sqlite": "SELECT rowid FROM pair_search ORDER BY rowid DESC LIMIT 1",
    "postgresql": "SELECT max(pair_id) FROM pair_search",
}
_LEARN = {
    "sqlite": "INSERT INTO pair_search (rowid, prompt, one, other) VALUES (:pair, :prompt, :one, :other)",
    "postgresql": "INSERT INTO pair_search (pair_id, project_id, words) "
    "VALUES (:pair, :project, CAST(:words AS tsvector)) ON CONFLICT DO NOTHING",
}


def having_words(session: Session, project: ProjectView, search: str) -> list[ColumnElement[bool]]:
    """What must hold of a pair so that its texts together have all that is looked for.

    Nothing is asked of an empty search, and no pair has what has no word in it.
    """
    if not search.strip():
        return []
    terms = terms_of(search)
    if not terms:
        return [false()]
    dialect = dialect_of(session)
    given: dict[str, Any] = {"searched": (_match if dialect == "sqlite" else _tsquery)(terms)}
    if dialect == "postgresql":
        given["of_project"] = project.id
    found = text(_FOUND[dialect]).bindparams(**given).columns(column("pair_id", Integer))
    return [among(session, found)]


def among(session: Session, pairs: Any) -> ColumnElement[bool]:
    """Whether a pair is in a set; of the bare number SQLite would read the row of each in the set."""
    number = col(Pair.id)
    return (number + 0 if dialect_of(session) == "sqlite" else number).in_(pairs)


def learn_words(session: Session, *, most: int = AT_ONCE) -> int:
    """Have pairs that came since found by their words, at most so many; how many they were.

    Args:
        session: A unit of work that writes.
        most: How many pairs.
    """
    dialect = dialect_of(session)
    after = _last(session)
    query = columns_of(*_COLUMNS).where(col(Pair.id) > after).order_by(col(Pair.id)).limit(most)
    rows: list[Any] = list(session.connection().execute(query))
    if rows:
        made = _sqlite_row if dialect == "sqlite" else _postgresql_row
        session.connection().execute(text(_LEARN[dialect]), [made(row) for row in rows])
    return len(rows)


def learn_all(db: Database, *, ended: Event | None = None) -> int:
    """Have all pairs found by their words, a few at a time so that others can write; how many were learned.

    Args:
        db: The database.
        ended: Set when no more is wanted; who gives it works behind others, and leaves them time between.
    """
    learned = 0
    while not (ended and ended.wait(REST_S)) and db.ask(_is_behind):
        # Not alone: two servers that learn the same words make them once, and who labels need not wait.
        with db.write(alone=False) as session:
            learned += learn_words(session)
    return learned


def keep_searchable(db: Database, ended: Event) -> None:
    """Learn the words of pairs as they come, until ``ended`` is set; of several servers any may do it."""
    while not ended.wait(PAUSE_S):
        try:
            learn_all(db, ended=ended)
        except StudioError as error:  # the database is away: searches find what was learned, the rest follows
            log.warning("words_not_learned reason=%s", error)
        except Exception:  # whoever works behind others has more to do than this
            log.exception("words_not_learned")


def _is_behind(session: Session) -> bool:
    query = columns_of(func.max(col(Pair.id)))
    return (session.connection().execute(query).scalar() or 0) > _last(session)


def waiting_for_search(session: Session, project: ProjectView) -> int:
    """How many pairs of a project a search does not find yet, `MOST_WAITING` at most; soon there are none."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    fresh = select(col(Pair.id)).where(Pair.project_id == project.id, col(Pair.id) > _last(session))
    return session.exec(select(func.count()).select_from(fresh.limit(MOST_WAITING).subquery())).one()


def _last(session: Session) -> int:
    return session.connection().execute(text(_LAST[dialect_of(session)])).scalar() or 0


def _match(terms: Sequence[Term]) -> str:
    """For FTS5; words are letters and digits, so no quotation mark can end one of its strings."""
    return " AND ".join(f'"{" ".join(one.words)}"{"*" if one.begins else ""}' for one in terms)


def _tsquery(terms: Sequence[Term]) -> str:
    return " & ".join(f"({' <-> '.join(one.words)}{':*' if one.begins else ''})" for one in terms)


def _sqlite_row(row: Row[Any]) -> dict[str, Any]:
    texts = {"prompt": row.input_text, "one": row.candidate_0, "other": row.candidate_1}
    return {"pair": row.id} | {name: " ".join(words_of(text)) for name, text in texts.items()}


def _postgresql_row(row: Row[Any]) -> dict[str, Any]:
    return {"pair": row.id, "project": row.project_id, "words": _tsvector(row[2:])}


def _tsvector(texts: Sequence[str]) -> str:
    """Words with their places; PostgreSQL's own parser takes some for addresses and cuts others in two."""
    places: dict[str, list[str]] = {}
    place = 0
    for one in texts:
        for word in words_of(one):
            place += 1
            places.setdefault(word, []).append(str(place))
        place += 1  # no phrase reaches into the next text
    return " ".join(f"{word}:{','.join(at)}" for word, at in places.items())
