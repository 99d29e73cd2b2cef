"""The items of a review, a page at a time; how many there are costs a page nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func
from sqlmodel import Session, col, select

from core.access import Person
from core.errors import Conflict
from core.labelling.judgments import standing
from core.review.explore.copied import parts_of
from core.review.explore.wanted import KEYS, Place, Wanted, behind, rows_wanted, sums_wanted
from core.review.models import Comparison, OpenLook, ReviewAnswer, ReviewItem
from core.review.reviewing import Reviewing
from core.review.verdict_models import Verdict

PAGE = 50
MOST_COUNTED = 1000
"""So many items are counted; beyond, a page says "or more"."""
SHOWN_CHARACTERS = 160
READ_CHARACTERS = 2000
"""Of a prompt, to find where its instruction ends."""


@dataclass(frozen=True)
class Sight:
    """What a person may see of a review: whose answers are whose, and what verdicts said."""

    models: bool
    verdicts: bool


@dataclass(frozen=True)
class Told:
    """What verdicts said of an item.

    Attributes:
        won: For each model how often its answer was found better.
        disagreement: The share of pairs of verdicts on the same two answers that say different things, a tie
            and "both bad" being the same; None without pairs.
        newest: When the last verdict came that stands.
    """

    won: Mapping[int, int]
    ties: int
    both_bad: int
    skipped: int
    flags: int
    disagreement: float | None
    newest: datetime | None


@dataclass(frozen=True)
class ItemRow:
    """An item in the table.

    Attributes:
        prompt: Its beginning.
        shortest: Words of the shortest answer.
        words: Words of each model's answer; None where it is not told whose answers are whose.
        told: None while the review is open.
    """

    id: int
    prompt: str
    stratum: str
    shortest: int
    longest: int
    words: Mapping[int, int] | None
    told: Told | None


@dataclass(frozen=True)
class ItemPage:
    """A page of the table.

    Attributes:
        further: Where the next page begins; None on the last one.
        found: How many items there are, up to `MOST_COUNTED`; counted for the first page only.
    """

    rows: list[ItemRow]
    further: Place | None
    found: int | None


def sight_of(session: Session, reviewing: Reviewing) -> Sight:
    """What this person may see: all of a closed review; of an open one models, if they took an open look."""
    reviewing.ensure_theirs(session)
    if not reviewing.review.is_open:
        return Sight(models=True, verdicts=True)
    looked = session.get(OpenLook, (reviewing.review.id, reviewing.person_id)) is not None
    return Sight(models=looked, verdicts=False)


def read_items(
    session: Session, reviewing: Reviewing, wanted: Wanted, *, after: Place | None = None, page: int = PAGE
) -> ItemPage:
    """A page of the items that are wanted.

    Args:
        session: A unit of work that reads.
        reviewing: Who looks at which review.
        wanted: Which, and in which order.
        after: Where the page before ended.
        page: How many.

    Raises:
        Conflict: What is wanted tells verdicts, and the review is open.
    """
    sight = sight_of(session, reviewing)
    if wanted.tells_verdicts and not sight.verdicts:
        raise Conflict(
            "What verdicts say is shown when the review closes: search and sort by something else."
        )
    first = after is None
    places = places_wanted(
        session, reviewing, wanted, after, limit=max(MOST_COUNTED, page + 1) if first else page + 1
    )
    shown = places[:page]
    return ItemPage(
        rows=_rows(session, [one.id for one in shown], sight),
        further=shown[-1] if len(places) > page else None,
        found=min(len(places), MOST_COUNTED) if first else None,
    )


def strata_of(session: Session, reviewing: Reviewing) -> list[str]:
    """The parts of the prompts that are told apart, in order; they never change."""
    reviewing.ensure_theirs(session)
    query = select(ReviewItem.stratum).where(ReviewItem.review_id == reviewing.review.id)
    return [one for one in session.exec(query.distinct().order_by(ReviewItem.stratum)) if one]


def reviewers_in(session: Session, reviewing: Reviewing) -> dict[int, str]:
    """Who has given verdicts that stand, by number, in the order of names; nobody while it is open."""
    if not sight_of(session, reviewing).verdicts:
        return {}
    gave = exists().where(
        col(Verdict.review_id) == reviewing.review.id, col(Verdict.person_id) == Person.id, *standing(Verdict)
    )
    query = select(Person.id, Person.name).where(gave).order_by(Person.name)
    return {number or 0: name for number, name in session.exec(query)}


def starts_of(prompts: Mapping[int, str]) -> dict[int, str]:
    """How each of these prompts begins behind the instruction, on one line."""
    others = list(prompts.values())[:3]
    bodies = {
        number: parts_of(prompt, [one for one in others if one != prompt]).body
        for number, prompt in prompts.items()
    }
    return {number: " ".join(body.split())[:SHOWN_CHARACTERS] for number, body in bodies.items()}


def places_wanted(
    session: Session, reviewing: Reviewing, wanted: Wanted, after: Place | None, *, limit: int
) -> list[Place]:
    """Where the items that are wanted stand, in their order."""
    key = KEYS[wanted.order]() if wanted.order in KEYS else None
    # By its name, else SQLite works it out once more for the order.
    named = key.label("key") if key is not None else None
    columns = [col(Comparison.item_id), *([named] if named is not None else [])]
    query = (
        select(*columns)
        .where(Comparison.review_id == reviewing.review.id, *rows_wanted(wanted))
        .group_by(col(Comparison.item_id))
        .having(*sums_wanted(wanted))
    )
    if after is not None:
        query = query.having(behind(after, key)) if key is not None else query.where(behind(after, key))
    order = [*([named.desc()] if named is not None else []), col(Comparison.item_id)]
    return [Place(*row) for row in session.connection().execute(query.order_by(*order).limit(limit))]


def _rows(session: Session, ids: Sequence[int], sight: Sight) -> list[ItemRow]:
    found = select(
        col(ReviewItem.id),
        func.substr(ReviewItem.prompt, 1, READ_CHARACTERS),
        ReviewItem.stratum,
        ReviewItem.skipped,
    ).where(col(ReviewItem.id).in_(ids))
    items = {row[0] or 0: row for row in session.exec(found)}
    words: dict[int, dict[int, int]] = {number: {} for number in ids}
    lengths = select(ReviewAnswer.item_id, ReviewAnswer.model, ReviewAnswer.words)
    for number, model, count in session.exec(lengths.where(col(ReviewAnswer.item_id).in_(ids))):
        words[number][model] = count
    starts = starts_of({number: items[number][1] for number in ids})
    told = _told(session, {number: items[number][3] for number in ids}) if sight.verdicts else {}
    return [
        ItemRow(
            id=number,
            prompt=starts[number],
            stratum=items[number][2],
            shortest=min(words[number].values()),
            longest=max(words[number].values()),
            words=words[number] if sight.models else None,
            told=told.get(number),
        )
        for number in ids
    ]


def _told(session: Session, skipped: Mapping[int, int]) -> dict[int, Told]:
    compared: dict[int, list[Comparison]] = {number: [] for number in skipped}
    of_items = col(Comparison.item_id).in_(skipped)
    for one in session.exec(select(Comparison).where(of_items)):
        compared[one.item_id].append(one)
    newest = select(Verdict.item_id, func.max(Verdict.received_at)).where(
        col(Verdict.item_id).in_(skipped), *standing(Verdict)
    )
    moments = dict(session.exec(newest.group_by(col(Verdict.item_id))).all())
    return {
        number: _told_of(compared[number], skipped=count, newest=moments.get(number))
        for number, count in skipped.items()
    }


def _told_of(compared: Sequence[Comparison], *, skipped: int, newest: datetime | None) -> Told:
    won: dict[int, int] = {}
    apart = pairs = 0
    for one in compared:
        for model, count in ((one.first, one.first_won), (one.second, one.second_won)):
            won[model] = won.get(model, 0) + count
        said = (one.first_won, one.second_won, one.ties + one.both_bad)
        votes = sum(said)
        apart += votes * votes - sum(count * count for count in said)
        pairs += votes * (votes - 1)
    return Told(
        won=dict(sorted(won.items())),
        ties=sum(one.ties for one in compared),
        both_bad=sum(one.both_bad for one in compared),
        skipped=skipped,
        flags=sum(one.flags for one in compared),
        disagreement=apart / pairs if pairs else None,
        newest=newest,
    )
