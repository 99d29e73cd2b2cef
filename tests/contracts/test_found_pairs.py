"""Lists of pairs on both databases: each filter and each order beside what Python makes of all rows."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlmodel import col, update

from core.labelling import Judgment, Outcome, Pair, Pool
from core.labelling.consensus import consensus
from core.labelling.finding import (
    PairFilter,
    PairSort,
    PairState,
    Place,
    count_pairs,
    judged,
    list_pairs,
    offered_values,
)
from core.labelling.models import PairTag
from core.labelling.progress import begin_of
from tests.core.builders import (
    add_pairs,
    answer,
    assign_to,
    bring,
    make_gold,
    new_project,
    row,
    rows_of,
    save,
    source_of_bytes,
    statements,
    take,
    undo,
)
from tests.core.builders import jsonl as lines

SECOND = begin_of(date(2026, 3, 2))
FIRST = SECOND - timedelta(seconds=1)
OUTCOMES = ("candidate_0", "candidate_0", "candidate_1", "tie", "both_bad", "both_bad", "skip")


def judge(studio, project, person, count, first):
    """Answer pairs one way and another, flag some, take one back."""
    shown = assign_to(studio, project, person, count).pairs[:count]
    given = [
        answer(one.id, OUTCOMES[(first + place) % len(OUTCOMES)], flag="odd" if place % 5 == first else None)
        for place, one in enumerate(shown)
    ]
    assert save(studio, person, project, *given).refused == ()
    save(studio, person, project, undo(given[-1]))


@pytest.fixture
def scene(any_studio, ada, ben, cleo):
    """A project in which pairs are in every state, and another one with the same texts."""
    project = new_project(
        any_studio,
        judgments_per_pair=2,
        order="shuffled",
        choices="with tie and both bad",
        flag_reasons=("odd",),
    )
    add_pairs(any_studio, new_project(any_studio, "Another"), 3)
    add_pairs(any_studio, project, 12)
    more = [
        row(20 + number, source_0="large", source_1=("small", "large")[number % 2], lang="de")
        for number in range(12)
    ]
    bring(any_studio, project, source_of_bytes("second.jsonl", lines(*more)))
    for place, (person, count) in enumerate(((ada, 19), (ben, 11), (cleo, 9))):
        judge(any_studio, project, person, count, place)
    numbers = [pair.id for pair in rows_of(any_studio, Pair) if pair.project_id == project.id]
    fresh = [pair.id for pair in rows_of(any_studio, Pair) if pair.id in numbers and not pair.judgment_count]
    make_gold(any_studio, project, fresh[:2])
    with any_studio.db.write() as session:
        for place, values in enumerate(
            (
                {"settled": Outcome.BOTH_BAD},
                {"settled": Outcome.CANDIDATE_1},
                {"left_out": "It names somebody."},
                {"more_judgments": 3},
            )
        ):
            session.exec(update(Pair).where(col(Pair.id) == numbers[place]).values(**values))
        session.exec(update(Pair).where(col(Pair.id) == fresh[-1]).values(pool=Pool.CALIBRATION))
        session.add_all(
            [PairTag(project_id=project.id, tag=tag, pair_id=numbers[5]) for tag in ("odd", "see")]
        )
        judged = session.exec(update(Judgment).values(received_at=FIRST).where(Judgment.person_id == ada.id))
        assert judged.rowcount
        session.exec(update(Judgment).values(received_at=SECOND).where(Judgment.person_id != ada.id))
    return any_studio, project, (ada, ben, cleo)


class Rows:
    """All rows, and what Python makes of them."""

    def __init__(self, studio, project):
        self.needed = project.judgments_per_pair
        self.pairs = {one.id: one for one in rows_of(studio, Pair) if one.project_id == project.id}
        self.tags = {(one.pair_id, one.tag) for one in rows_of(studio, PairTag)}
        self.standing = [
            one
            for one in rows_of(studio, Judgment)
            if one.withdrawn_by is None and one.outcome != Outcome.UNDO and not one.is_retest
        ]

    def on(self, pair):
        """The standing judgments on a pair."""
        return [one for one in self.standing if one.pair_id == pair.id]

    def state(self, pair):
        """How far it is."""
        if pair.left_out or pair.settled:
            return PairState.LEFT_OUT if pair.left_out else PairState.SETTLED
        if pair.pool == Pool.GOLD:
            return None
        done = pair.judgment_count >= self.needed + pair.more_judgments
        return PairState.COMPLETE if done else PairState.OPEN

    def choice(self, pair):
        """What its judgments come to."""
        said = [one.outcome for one in self.on(pair) if one.outcome.counts]
        if pair.settled or not said:
            return pair.settled
        found = consensus(said)
        if found.choice is None and 2 * said.count(Outcome.BOTH_BAD) > len(said):
            return Outcome.BOTH_BAD
        return (
            Outcome.TIE if found.choice is None else (Outcome.CANDIDATE_0, Outcome.CANDIDATE_1)[found.choice]
        )

    def length(self, pair):
        """Characters of its texts."""
        return len(pair.input_text) + len(pair.candidate_0) + len(pair.candidate_1)


def filters(people):
    """Filters with what they mean."""

    def both(name, holds):
        yield {name: True}, holds
        yield {name: False}, lambda rows, pair: not holds(rows, pair)

    yield {}, lambda *_: True
    yield from (
        ({"pair": 7}, lambda _, pair: pair.id == 7),
        ({"imported": 2}, lambda _, pair: pair.import_id == 2),
    )
    for state in PairState:
        yield (
            {"state": state},
            lambda rows, pair, state=state: (
                rows.state(pair) == state
                if state != PairState.UNJUDGED
                else rows.state(pair) == PairState.OPEN and not pair.judgment_count
            ),
        )
    yield from both(
        "disputed",
        lambda _, pair: pair.minority > 0 and not (pair.settled or pair.left_out or pair.pool == Pool.GOLD),
    )
    yield from both("flagged", lambda rows, pair: any(one.flag for one in rows.on(pair)))
    yield from both("gold", lambda _, pair: pair.pool == Pool.GOLD)
    yield from both("calibration", lambda _, pair: pair.pool == Pool.CALIBRATION)
    yield {"origin": "second.jsonl"}, lambda _, pair: pair.origin == "second.jsonl"
    yield {"model": "small"}, lambda _, pair: "small" in (pair.source_0, pair.source_1)
    yield {"model": "large"}, lambda _, pair: pair.source_0 == "large"
    yield {"language": "de"}, lambda _, pair: pair.origin == "second.jsonl"
    yield {"language": "und-Latn"}, lambda _, pair: pair.origin == "rows.jsonl"
    yield {"tag": "odd"}, lambda rows, pair: (pair.id, "odd") in rows.tags
    yield {"shortest": 18}, lambda rows, pair: rows.length(pair) >= 18
    yield {"longest": 17}, lambda rows, pair: rows.length(pair) <= 17
    yield from judged_filters(*people)


def judged_filters(ada, ben, _):
    """Those that judgments answer."""
    for outcome in (Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE, Outcome.BOTH_BAD):
        yield {"choice": outcome}, lambda rows, pair, outcome=outcome: rows.choice(pair) == outcome
    yield {"choice": Outcome.UNDO}, lambda *_: False
    yield (
        {"choice": Outcome.SKIP},
        lambda rows, pair: any(one.outcome == Outcome.SKIP for one in rows.on(pair)),
    )
    yield {"person": ben.id}, lambda rows, pair: any(one.person_id == ben.id for one in rows.on(pair))
    yield (
        {"person": ada.id, "choice": Outcome.TIE},
        lambda rows, pair: any(
            (one.person_id, one.outcome) == (ada.id, Outcome.TIE) for one in rows.on(pair)
        ),
    )
    day = SECOND.date()
    yield {"since": day}, lambda rows, pair: any(one.received_at == SECOND for one in rows.on(pair))
    yield {"until": FIRST.date()}, lambda rows, pair: any(one.received_at == FIRST for one in rows.on(pair))
    yield {"since": day + timedelta(days=1)}, lambda *_: False
    yield (
        {"person": ben.id, "until": day, "state": PairState.COMPLETE, "origin": "rows.jsonl"},
        lambda rows, pair: (
            any(one.person_id == ben.id for one in rows.on(pair))
            and rows.state(pair) == PairState.COMPLETE
            and pair.origin == "rows.jsonl"
        ),
    )


@pytest.mark.parametrize("many", [judged.MANY, -1], ids=["few judgments", "many judgments"])
def test_each_filter_finds_what_it_says(scene, monkeypatch, many):
    """In a project where each finds some pairs and not all, as Python does; few judgments or very many."""
    monkeypatch.setattr(judged, "MANY", many)
    studio, project, people = scene
    rows, nothing = Rows(studio, project), []
    with studio.db.read() as session:
        for asked, holds in filters(people):
            wanted = PairFilter(**asked)
            page = list_pairs(session, project, wanted)
            expected = [pair.id for pair in rows.pairs.values() if holds(rows, pair)]
            assert [one.id for one in page.rows] == sorted(expected, reverse=True), asked
            assert count_pairs(session, project, wanted) == len(expected), asked
            assert count_pairs(session, project, wanted, most=2) == min(2, len(expected))
            if len(expected) in (0, len(rows.pairs)):
                nothing.append(asked)
    assert len(nothing) == 3, nothing


KEYS = {
    PairSort.NEWEST: lambda _, pair: -pair.id,
    PairSort.OLDEST: lambda _, pair: pair.id,
    PairSort.MOST_DISPUTED: lambda _, pair: (-pair.minority, -pair.id),
    PairSort.FEWEST_JUDGMENTS: lambda _, pair: (pair.judgment_count, -pair.id),
    PairSort.MOST_JUDGMENTS: lambda _, pair: (-pair.judgment_count, -pair.id),
    PairSort.LONGEST: lambda rows, pair: (-rows.length(pair), -pair.id),
    PairSort.SHORTEST: lambda rows, pair: (rows.length(pair), -pair.id),
}


@pytest.mark.parametrize("sort", PairSort)
def test_pages_there_and_back(scene, sort):
    """Each pair comes once and in order; going back shows the same pages."""
    studio, project, _ = scene
    rows = Rows(studio, project)
    expected = sorted(rows.pairs, key=lambda number: KEYS[sort](rows, rows.pairs[number]))
    with studio.db.read() as session:
        pages = [list_pairs(session, project, PairFilter(), sort, limit=7)]
        while pages[-1].after:
            after = Place.parse(str(pages[-1].after), sort)
            pages.append(list_pairs(session, project, PairFilter(), sort, after=after, limit=7))
        assert [one.id for page in pages for one in page.rows] == expected
        assert [page.before is None for page in pages] == [True, False, False, False]
        for earlier, page in pairwise(pages):
            back = list_pairs(session, project, PairFilter(), sort, before=page.before, limit=7)
            assert back == earlier


def test_a_row_says_what_there_is_of_a_pair(any_studio, ada):
    """Texts on one line and cut; the number of queries is the same for one row and for fifty."""
    project = new_project(any_studio, flag_reasons=("odd",))
    take(any_studio, project, row(1, input_text="a\n\n  b" + "c" * 300, source_0="m"))
    (shown,) = assign_to(any_studio, project, ada, 1).pairs
    save(any_studio, ada, project, answer(shown.id, flag="odd"))
    (found,) = any_studio.db.ask(list_pairs, project, PairFilter()).rows
    assert found.prompt == "a b" + "c" * 194
    assert (found.candidate_0, found.source_0, found.source_1) == ("zero 1", "m", None)
    assert (found.state, found.flags, found.tags) == (PairState.COMPLETE, 1, ())
    assert (found.judgment_count, found.needed, found.votes_0) == (1, 1, 1)
    with statements(any_studio.db) as few:
        any_studio.db.ask(list_pairs, project, PairFilter())
    take(any_studio, project, *(row(number) for number in range(10, 80)))
    with statements(any_studio.db) as many:
        assert len(any_studio.db.ask(list_pairs, project, PairFilter()).rows) == 50
    assert len(few) == len(many)


def test_what_filters_offer(scene):
    """What occurs in this project, each once."""
    studio, project, people = scene
    offered = studio.db.ask(offered_values, project)
    assert offered.origins == ("rows.jsonl", "second.jsonl")
    assert offered.models == ("large", "small")
    assert offered.languages == ("de", "und-Latn")
    assert offered.tags == ("odd", "see")
    assert offered.people == {one.id: one.name for one in people}


def test_an_address_that_no_list_has_given():
    """It is no place; a page then begins at the beginning."""
    assert Place.parse("7", PairSort.NEWEST) == Place(7)
    assert Place.parse("7,3", PairSort.LONGEST) == Place(7, 3)
    for text in ("", "x", "7,", "7,x", "7", f"{2**70},1"):
        assert Place.parse(text, PairSort.LONGEST) is None
