"""The header of the label page: its figures move alike with every answer and so betray no gold pair."""

from core.access import Role
from core.labelling import Pair, Pool
from core.labelling.day import set_goal
from tests.core.builders import answer, make_gold, rows_of, save
from tests.pages.test_what_annotators_get import labeller_data
from tests.pages.visit import Home, Visit


def shown(visit: Visit) -> dict[str, str]:
    """The figures by their labels, without the pace."""
    meters = labeller_data(visit)["progress"]
    return {one["label"]: one["text"].split(",")[0] for one in meters}


def test_figures_move_alike_with_gold_and_others(open_home):
    """An answer on an ordinary pair, on a gold one, a skip: each adds one, and takes one from the rest."""
    home = open_home("sample")
    mine, project = home.person(Role.ANNOTATOR), home.project
    fresh = [
        one.id for one in rows_of(home.studio, Pair) if one.pool == Pool.REGULAR and not one.judgment_count
    ]
    make_gold(home.studio, project, fresh[:1])
    visit = home.visit(Role.ANNOTATOR).go("label")
    before = numbers(visit)
    for count, given in enumerate((answer(fresh[1]), answer(fresh[0]), answer(fresh[2], "skip")), start=1):
        save(home.studio, mine, project, given)
        now = numbers(visit.run())
        assert now == {
            "Today": before["Today"] + count,
            "Left": before["Left"] - count,
            "Project": before["Project"] + count,
        }


def numbers(visit: Visit) -> dict[str, int]:
    """The figures themselves."""
    return {label: int(text.split(" of ")[0].replace(",", "")) for label, text in shown(visit).items()}


def test_a_goal_stands_beside_today(open_home):
    """One's own, and its bar."""
    home = open_home("sample")
    with home.studio.db.write() as session:
        set_goal(session, home.person(Role.ANNOTATOR), home.project, 40)
    today = next(
        one
        for one in labeller_data(home.visit(Role.ANNOTATOR).go("label"))["progress"]
        if one["label"] == "Today"
    )
    assert today["moves"]["of"] == 40
    assert today["text"].startswith("0 of 40")
    assert today["share"] == 0


def test_where_nothing_is_left_the_figures_are_those_of_now(open_home):
    """There is no pair on screen that they could tell something of."""
    home: Home = open_home("sample")
    visit = home.visit(Role.ANNOTATOR).go("label")
    needed = home.project.judgments_per_pair
    for one in rows_of(home.studio, Pair):
        if one.pool == Pool.REGULAR and one.judgment_count < needed:
            save(home.studio, home.person(Role.ANNOTATOR), home.project, answer(one.id))
    figures = shown(visit.run())
    assert figures["Left"] == "0"
