"""Two names that are one person: everything of the one becomes the other's, so that nobody counts twice."""

from collections import Counter
from uuid import uuid4

from sqlalchemy import bindparam, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, delete, select, update

from core.access import (
    Action,
    AuditEntry,
    Person,
    PersonKind,
    PersonView,
    ProjectRole,
    ensure_may,
    folded,
    permit,
    refuse_last_admin,
    views_of,
)
from core.datasets.importing import judgment_id
from core.db import insert_or_add, numbered
from core.errors import Conflict
from core.labelling import Judgment, Member, Pair, Purpose, Tally, get_project
from core.labelling.judgments import standing
from core.labelling.progress import FIGURES, add_coverage, covered, tally_judgments
from core.labelling.queue import PairMove, move_pairs, revoke_leases
from core.review import ABOUT_PEOPLE, withdraw_doubles
from core.sign_in import forget_account


def people_to_merge(session: Session) -> list[PersonView]:
    """Everybody who can sign in or came with a file, by name."""
    kinds = (PersonKind.HUMAN, PersonKind.IMPORTED)
    ensure_may(session, Action.MANAGE_PEOPLE)
    query = select(Person).where(col(Person.kind).in_(kinds), col(Person.merged_into).is_(None))
    return views_of(session, session.exec(query.order_by(Person.name)).all())


def look_alike(people: list[PersonView]) -> list[tuple[PersonView, PersonView]]:
    """Each two whose names differ in how they are written only, the one who came first before the other."""
    first: dict[str, PersonView] = {}
    pairs = []
    for one in sorted(people, key=lambda person: person.id or 0):
        earlier = first.setdefault(folded(one.name), one)
        if earlier is not one:
            pairs.append((earlier, one))
    return pairs


def merge_people(session: Session, actor: PersonView, kept_id: int, other_id: int) -> None:
    """Make one person of two: what the other did and gave is the kept one's from now on.

    Where both have answered the same pair or comparison, the kept one's answer stands and the other's is
    withdrawn, with every count that rested on it. The audit log stays as it was written, under both names,
    and so do data sets that are frozen already. The other can no longer be picked; who types that name, or
    comes with it in a file, is the kept one.

    Args:
        session: A unit of work that writes.
        actor: Who merges.
        kept_id: Whose name, role and answers stand.
        other_id: Who is the same person.

    Raises:
        NotAllowed: The actor may not manage people.
        NotFound: There is no such person.
        Conflict: They cannot be one person, or nobody would be left to lead; the sentence says which.
    """
    kept, other = (numbered(session, Person, number, called="person") for number in (kept_id, other_id))
    permit(session, actor, Action.MANAGE_PEOPLE, f"person {kept.name}", merged=other.name)
    _refuse_different(kept, other)
    refuse_last_admin(session, other)
    forget_account(session, other_id)
    _leave_places(session, other_id)
    withdraw_doubles(session, kept_id, other_id)
    _withdraw_judgments(session, kept_id, other_id)
    _add_tallies(session, kept_id, other_id)
    once: dict[type[SQLModel], str] = {ProjectRole: "project_id", Member: "project_id"}
    for table, key in (once | dict(ABOUT_PEOPLE)).items():
        _forget_doubles(session, table, key, kept_id, other_id)
    imported = _imported(session, other_id) if kept.kind == PersonKind.IMPORTED else []
    _hand_over(session, kept_id, other_id)
    _renumber(session, imported, kept_id)
    found = (col(Person.id) == other_id) | (col(Person.merged_into) == other_id)
    session.connection().execute(update(Person).where(found).values(merged_into=kept_id))
    session.expire_all()


def _refuse_different(kept: Person, other: Person) -> None:
    if kept.id == other.id:
        raise Conflict(f"{kept.name} is one person already; choose two names.")
    for one in (kept, other):
        if one.merged_into is not None:
            raise Conflict(f"{one.name} has been merged into somebody else already; choose another name.")
    if kept.kind != other.kind:
        raise Conflict(
            f"{kept.name} and {other.name} cannot be one person: annotators that came with a file "
            "stand apart from people who sign in."
        )


def _leave_places(session: Session, other_id: int) -> None:
    """What the other holds of any queue goes back there."""
    projects = session.exec(select(Member.project_id).where(Member.person_id == other_id).with_for_update())
    for project_id in sorted(projects):
        revoke_leases(session, get_project(session, project_id), other_id)


def _withdraw_judgments(session: Session, kept_id: int, other_id: int) -> None:
    theirs = aliased(Judgment)
    doubled = exists().where(
        col(theirs.pair_id) == Judgment.pair_id,
        col(theirs.is_retest) == Judgment.is_retest,
        col(theirs.person_id) == kept_id,
        *standing(theirs),
    )
    query = (
        select(Judgment, Pair)
        .join(Pair, col(Pair.id) == Judgment.pair_id)
        .where(Judgment.person_id == other_id, *standing(Judgment), doubled)
        .order_by(col(Judgment.project_id), col(Pair.id))
        .with_for_update(key_share=True, of=Pair)
    )
    by_project: dict[int, list[tuple[Judgment, Pair]]] = {}
    for judgment, pair in session.exec(query):
        by_project.setdefault(judgment.project_id, []).append((judgment, pair))
    for project_id, doubles in by_project.items():
        _take_out(session, project_id, doubles)


def _take_out(session: Session, project_id: int, doubles: list[tuple[Judgment, Pair]]) -> None:
    withdrawal = str(uuid4())
    coverage: Counter[int] = Counter()
    for judgment, pair in doubles:
        judgment.withdrawn_by = withdrawal
        session.add(judgment)
        if judgment.outcome.counts and not judgment.is_retest and covered(pair):
            coverage[pair.judgment_count] -= 1
            coverage[pair.judgment_count - 1] += 1
    session.flush()
    counted = [one for one, _ in doubles if not one.is_retest]
    move_pairs(session, get_project(session, project_id), [PairMove.without(one) for one in counted])
    worked = [one for one, _ in doubles if one.purpose != Purpose.IMPORTED]
    told = [one for one in worked if one.ranking or not one.ranking_id]  # a ranking is one piece of work
    tally_judgments(session, [(one.model_dump(), -1) for one in told])
    add_coverage(session, project_id, coverage)


def _add_tallies(session: Session, kept_id: int, other_id: int) -> None:
    rows = session.exec(select(Tally).where(Tally.person_id == other_id)).all()
    same_day = [
        {"project_id": one.project_id, "person_id": kept_id, "day": one.day}
        | {name: getattr(one, name) for name in FIGURES}
        for one in rows
    ]
    insert_or_add(session, Tally, same_day, key=("project_id", "person_id", "day"))
    session.exec(delete(Tally).where(col(Tally.person_id) == other_id))


def _forget_doubles(session: Session, table: type[SQLModel], key: str, kept_id: int, other_id: int) -> None:
    """Of what a person has once, the kept one's is enough."""
    column, person = col(getattr(table, key)), col(getattr(table, "person_id"))  # noqa: B009 - no common type
    session.exec(delete(table).where(person == other_id, column.in_(select(column).where(person == kept_id))))


def _hand_over(session: Session, kept_id: int, other_id: int) -> None:
    """Every column of every table that names the other names the kept one; the audit log is history."""
    for table in SQLModel.metadata.sorted_tables:
        keys = set() if table.name == AuditEntry.__tablename__ else table.foreign_keys
        for column in (key.parent for key in keys if key.target_fullname == "person.id"):
            statement = table.update().where(column == other_id).values({column.name: kept_id})
            session.connection().execute(statement)


def _imported(session: Session, person_id: int) -> list[tuple[str, int, str | None]]:
    query = select(Judgment.id, Judgment.pair_id, Judgment.ranking_id).where(
        Judgment.person_id == person_id, *standing(Judgment)
    )
    return [(number, pair, ranking) for number, pair, ranking in session.exec(query)]


def _renumber(session: Session, imported: list[tuple[str, int, str | None]], kept_id: int) -> None:
    """An import knows its judgments again by pair and person."""
    new = {number: judgment_id(pair, kept_id) for number, pair, _ in imported}
    rows = [
        {"was": number, "becomes": new[number], "ranked": new.get(ranking or "", ranking)}
        for number, _, ranking in imported
    ]
    if rows:
        statement = (
            update(Judgment)
            .where(col(Judgment.id) == bindparam("was"))
            .values(id=bindparam("becomes"), ranking_id=bindparam("ranked"))
        )
        session.connection().execute(statement, rows)
