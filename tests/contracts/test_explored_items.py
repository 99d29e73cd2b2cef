"""The items of a review on both databases: searched, filtered, sorted and paged, and what stays hidden."""

import random
from dataclasses import replace

import pytest
from sqlalchemy import event
from sqlmodel import select

from core.access import SYSTEM, Role
from core.errors import Conflict, NotFound
from core.labelling.judgments import standing
from core.review import (
    Asked,
    Design,
    ModelAnswers,
    Reviewing,
    StopRule,
    Verdict,
    close_early,
    create_review,
    get_review,
    look_openly,
)
from core.review.explore import (
    Given,
    LengthBand,
    Order,
    Place,
    Wanted,
    read_item,
    read_items,
    read_not_compared,
    read_spreads,
    sight_of,
    strata_of,
)
from tests.core.builders import new_person, new_project
from tests.core.review.review_scene import judge, predictions, prepared

COUNT = 17
DESIGN = Design(per_item=None, stop=StopRule.BY_LEAD, asked=Asked(both_bad=True))


def text_of(model: int, number: int) -> str:
    """Answers that differ in length by 0, 4, 8 … words; one in five speaks of a Käse."""
    extra = " more" * (4 * number if model else 0)
    return f"{'terse' if model else 'plain'} {number}{' KÄSE' if number % 5 == 0 else ''}{extra}"


def made_review(studio, project, reviewers):
    """A review of two models; each prompt has a stratum."""
    sets = []
    for model in range(2):
        found = predictions(
            f"{model}.jsonl", *((f"prompt {n} 100%", text_of(model, n)) for n in range(COUNT))
        )
        told = [
            replace(one, stratum="odd" if int(one.prompt.split()[1]) % 2 else "even")
            for one in found.predictions
        ]
        sets.append(replace(found, predictions=told))
    models = [
        ModelAnswers(name, one, role)
        for name, one, role in zip(("M one", "M two"), sets, ("base", "tuned"), strict=True)
    ]
    return create_review(
        studio.db, SYSTEM, project, models, title="t", design=DESIGN, reviewers=[one.id for one in reviewers]
    )


@pytest.fixture
def team(any_studio):
    """A project and three reviewers."""
    project = new_project(any_studio)
    return project, [new_person(any_studio, Role.REVIEWER, name) for name in ("Rae", "Rob", "Ria")]


@pytest.fixture
def review(any_studio, team):
    """Judged by two of three reviewers."""
    project, (rae, rob, _) = team
    made = made_review(any_studio, project, team[1])
    rng = random.Random(3)  # noqa: S311 - verdicts, not secrets
    said = ["first", "second", "tie", "both_bad", "skip"]
    for person in (rae, rob):
        judge(any_studio, made, person, *rng.choices(said, k=13))
    return made


def closed(studio, review):
    """The review, closed early."""
    with studio.db.write() as session:
        return close_early(session, SYSTEM, review, "enough")


def every(studio, reviewing, wanted, page=4):
    """All rows, page after page; every page but the first is found by a place as an address has it."""
    rows, after, found = [], None, None
    while True:
        one = studio.db.ask(read_items, reviewing, wanted, after=after, page=page)
        rows += one.rows
        found = one.found if after is None else found
        if one.further is None:
            assert found == len(rows)
            return rows
        after = Place.parse(str(one.further), wanted.order)
        assert after == one.further


def test_every_order_gives_every_item_once(any_studio, review, team):
    """Whatever the order goes by, and however many are alike."""
    reviewing = Reviewing(closed(any_studio, review), team[1][0].id)
    orders = {order: every(any_studio, reviewing, Wanted(order=order)) for order in Order}
    for rows in orders.values():
        assert len({one.id for one in rows}) == len(rows) == COUNT
    numbers = [one.id for one in orders[Order.NUMBER]]
    assert numbers == sorted(numbers)
    differences = [one.longest - one.shortest for one in orders[Order.LENGTH]]
    assert differences == sorted(range(0, 4 * COUNT, 4), reverse=True)
    shares = [
        -1 if one.told.disagreement is None else one.told.disagreement for one in orders[Order.DISAGREEMENT]
    ]
    assert shares == sorted(shares, reverse=True)
    assert {*shares} == {1.0, 0.0, -1}
    moments = [one.told.newest for one in orders[Order.NEWEST]]
    known = [one for one in moments if one is not None]
    assert known == sorted(known, reverse=True)
    assert moments[len(known) :] == [None] * (COUNT - len(known))


def test_filters_find_what_the_verdicts_say(any_studio, review, team):
    """Each against the verdicts as they are on record."""
    rae = team[1][0]
    reviewing = Reviewing(closed(any_studio, review), rae.id)
    with any_studio.db.read() as session:
        verdicts = session.exec(select(Verdict).where(*standing(Verdict))).all()
    all_items = {one.id for one in every(any_studio, reviewing, Wanted())}

    def having(*outcomes):
        return {one.item_id for one in verdicts if one.outcome in outcomes}

    votes = {number: [] for number in all_items}
    for one in verdicts:
        if one.outcome != "skip":
            votes[one.item_id].append("tie" if one.outcome == "both_bad" else one.outcome)
    expected = {
        Wanted(chosen=0): having("first"),
        Wanted(chosen=1): having("second"),
        Wanted(given=Given.TIE): having("tie"),
        Wanted(given=Given.BOTH_BAD): having("both_bad"),
        Wanted(given=Given.SKIP): having("skip"),
        Wanted(given=Given.NOTHING): {number for number, said in votes.items() if not said},
        Wanted(disagreed=True): {number for number, said in votes.items() if len(set(said)) > 1},
        Wanted(disagreed=False): {
            number for number, said in votes.items() if len(said) > 1 and len(set(said)) == 1
        },
        Wanted(reviewer=rae.id): {one.item_id for one in verdicts if one.person_id == rae.id},
        Wanted(reviewer=team[1][2].id): set(),
        Wanted(flagged=True): set(),
    }
    for wanted, items in expected.items():
        assert {one.id for one in every(any_studio, reviewing, wanted)} == items, wanted


def test_texts_lengths_and_strata_are_found_while_it_is_open(any_studio, review, team):
    """Capitals do not count, also outside of English; what LIKE takes for a wildcard is a character."""
    reviewing = Reviewing(review, team[1][2].id)

    def found(**wanted):
        return len(every(any_studio, reviewing, Wanted(**wanted)))

    assert found(search="käse") == found(search="KÄSE plain") == 4
    assert found(search="prompt 1 ") > found(search="PROMPT 16") == 1
    assert (found(search="100%"), found(search="1%0"), found(search="prompt_1")) == (COUNT, 0, 0)
    assert [found(length=band) for band in LengthBand] == [3, 10, 4]
    assert (found(stratum="odd"), found(stratum="even"), found(stratum="no")) == (8, 9, 0)
    assert found(stratum="odd", search="käse", length=LengthBand.SOME) == 1
    assert any_studio.db.ask(strata_of, reviewing) == ["even", "odd"]


def test_an_open_review_tells_neither_models_nor_verdicts(any_studio, review, team):
    """Rows and details have none of it, and what would tell verdicts by what is found is refused."""
    reviewing = Reviewing(review, team[1][2].id)
    assert all(one.words is None and one.told is None for one in every(any_studio, reviewing, Wanted()))
    for wanted in (Wanted(chosen=0), Wanted(flagged=True), Wanted(order=Order.NEWEST), Wanted(reviewer=1)):
        with pytest.raises(Conflict, match="shown when the review closes"):
            any_studio.db.ask(read_items, reviewing, wanted)
    items = [one.id for one in every(any_studio, reviewing, Wanted())]
    details = [any_studio.db.ask(read_item, reviewing, number) for number in items]
    assert all(one.verdicts is None for one in details)
    assert all(answer.model is None for one in details for answer in one.answers)
    first = ["".join(one.answers[0].apart).startswith("plain") for one in details]
    assert {*first} == {True, False}
    assert any_studio.db.ask(read_spreads, reviewing) is None


def test_the_order_of_hidden_answers_is_another_for_everybody(any_studio, review, team):
    """And the same whenever somebody comes back."""
    orders = []
    for person in (*team[1], team[1][0]):
        reviewing = Reviewing(review, person.id)
        items = every(any_studio, reviewing, Wanted())
        shown = [any_studio.db.ask(read_item, reviewing, one.id).answers[0].copied for one in items]
        orders.append(shown)
    assert orders[0] == orders[3]
    assert orders[0] != orders[1] != orders[2] != orders[0]


def test_an_open_look_shows_models_and_no_verdicts(any_studio, review, team):
    """To whoever took it, and to nobody else."""
    rae, rob, _ = team[1]
    with any_studio.db.write() as session:
        look_openly(session, rae, review)
    reviewing = Reviewing(any_studio.db.ask(get_review, review.id), rae.id)
    (row, *_) = every(any_studio, reviewing, Wanted())
    assert (set(row.words), row.told) == ({0, 1}, None)
    detail = any_studio.db.ask(read_item, reviewing, row.id)
    assert ([one.model for one in detail.answers], detail.verdicts) == ([0, 1], None)
    with pytest.raises(Conflict):
        any_studio.db.ask(read_items, reviewing, Wanted(disagreed=True))
    assert not any_studio.db.ask(sight_of, Reviewing(review, rob.id)).models


def test_a_closed_review_tells_all_of_an_item(any_studio, review, team):
    """Who said what, by the model that it was said of."""
    rae, rob, ria = team[1]
    reviewing = Reviewing(closed(any_studio, review), ria.id)
    rows = every(any_studio, reviewing, Wanted(disagreed=True))
    detail = any_studio.db.ask(read_item, reviewing, rows[0].id)
    assert [one.reviewer for one in detail.verdicts] == ["Rae", "Rob"]
    assert {one.person_id for one in detail.verdicts} == {rae.id, rob.id}
    assert all((one.chosen is not None) == (one.outcome in {"first", "second"}) for one in detail.verdicts)
    won = sum(rows[0].told.won.values()) + rows[0].told.ties + rows[0].told.both_bad
    assert (won, rows[0].told.disagreement) == (2, 1.0)
    with pytest.raises(NotFound, match="has no item number 999"):
        any_studio.db.ask(read_item, reviewing, 999)


def test_three_models_are_one_row_an_item(any_studio, team):
    """Its figures are those of all three pairs together."""
    project, people = team
    made = prepared(any_studio, project, 6, models=3, design=DESIGN, reviewers=people)
    for person in people:
        judge(any_studio, made, person, *["first"] * 6)
    reviewing = Reviewing(closed(any_studio, made), people[0].id)
    rows = every(any_studio, reviewing, Wanted())
    assert [sum(one.told.won.values()) for one in rows] == [3] * 6
    assert [set(one.words) for one in rows] == [{0, 1, 2}] * 6
    chosen = [{one.id for one in every(any_studio, reviewing, Wanted(chosen=model))} for model in range(3)]
    assert chosen == [{one.id for one in rows if one.told.won[model]} for model in range(3)]


def test_prompts_that_are_not_compared_are_listed_with_the_reason(any_studio, team):
    """Whose answer is missing is told with the models, not before."""
    project, (rae, *_) = team
    one = predictions(
        "a.jsonl", ("both", "x"), ("same", "s"), ("Lonely", "l"), ("twice", "t"), ("twice", "u")
    )
    two = predictions("b.jsonl", ("both", "y"), ("same", "s"), ("twice", "t"))
    models = [ModelAnswers("A", one), ModelAnswers("B", two)]
    made = create_review(any_studio.db, SYSTEM, project, models, title="t", design=DESIGN)
    found = any_studio.db.ask(read_not_compared, Reviewing(made, rae.id))
    assert {(row.prompt, row.reason.value) for row in found} >= {
        ("same", "same answer"),
        ("Lonely", "one model only"),
        ("twice", "several answers"),
    }
    assert {(row.models, row.detail) for row in found} == {((), "")}
    (lonely,) = any_studio.db.ask(read_not_compared, Reviewing(made, rae.id), search="lonely")
    with any_studio.db.write() as session:
        look_openly(session, rae, made)
    (told,) = any_studio.db.ask(read_not_compared, Reviewing(made, rae.id), reason=lonely.reason)
    assert (told.id, told.models) == (lonely.id, (0,))


@pytest.mark.parametrize("count", [8, 40])
def test_a_page_asks_as_often_whatever_there_is(any_studio, team, count):
    """Sorted, searched and filtered alike; an item as well."""
    project, people = team
    made = prepared(any_studio, project, count, design=DESIGN, reviewers=people)
    judge(any_studio, made, people[0], *["first"] * count)
    reviewing = Reviewing(closed(any_studio, made), people[0].id)
    asked = []
    engine = any_studio.db.engine

    def note(*args):
        asked.append(args[2])

    event.listen(engine, "before_cursor_execute", note)
    for wanted in (
        Wanted(),
        Wanted(order=Order.NEWEST),
        Wanted(search="prompt", chosen=0, length=LengthBand.NEAR),
    ):
        asked.clear()
        assert any_studio.db.ask(read_items, reviewing, wanted).rows
        assert len([one for one in asked if one.startswith("SELECT")]) == 5
    event.remove(engine, "before_cursor_execute", note)
