"""The pairs page: a list that its address narrows, one pair in full, and acts on one or on many."""

import pytest

from core.access import Person, Role
from core.labelling import Decision, Outcome, Pair, PairTag, Pool, Return
from core.labelling.acts import leave_out
from core.labelling.finding import learn_all
from tests.core.builders import assert_counts_hold, rows_of
from tests.pages.made_team import record
from tests.pages.visit import ROOT, Home, Visit, unescaped

MARKS = ["Tag", "Take a tag off", "Leave out", "Bring back"]


@pytest.fixture
def team(open_team) -> Home:
    """66 pairs, ten of them gold, each judged by three people or more; some are disputed, some flagged."""
    return open_team(pairs=66, gold=10)


def look(home: Home, role: Role = Role.LEAD, **query: str) -> Visit:
    """The page at an address."""
    visit = home.visit(role)
    visit.at.switch_page(str(ROOT / "pages" / "pairs.py"))
    visit.at.query_params.update(query)
    return visit.run()


def listed(visit: Visit) -> list[int]:
    """The numbers in the list, as they stand."""
    return [int(number) for number in visit.at.dataframe[0].value["Pair"]]


def address(visit: Visit) -> dict[str, str]:
    given = visit.at.query_params.items()
    return {name: value if isinstance(value, str) else value[0] for name, value in given}


def choose_rows(visit: Visit, *rows: int) -> Visit:
    """Choose rows, as the boxes on the left do."""
    key = visit.at.dataframe[0].proto.id.split("-", 2)[2]
    visit.at.session_state[key] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    return visit.run()


def act(visit: Visit, name: str, told: str | int | None = None) -> Visit:
    """Choose an act, say what it needs, and press its button."""
    visit.at.selectbox(key="pairs_act").select(name)
    visit.run()
    if isinstance(told, int):
        visit.at.number_input(key="pairs_act_told").set_value(told)
    elif told is not None:
        visit.at.text_input(key="pairs_act_told").set_value(told)
    return visit.click("pairs_act_go")


def stored(home: Home, *numbers: int) -> list[Pair]:
    return [one for one in rows_of(home.studio, Pair) if one.id in numbers]


def said(visit: Visit) -> list[str]:
    return [unescaped(one.value) for one in visit.at.toast]


def test_the_list_has_pages_there_and_back(team):
    """The newest first; the page stands in the address. One that pairs have left leads to the first."""
    visit = look(team)
    assert "**66** pairs" in visit.words
    first = listed(visit)
    assert (first[0], len(first)) == (66, 50)
    assert listed(visit.click("pairs_next")) == list(range(16, 0, -1))
    assert set(address(visit)) == {"after"}
    assert listed(visit.click("pairs_previous")) == first
    assert visit.at.button(key="pairs_previous").disabled
    empty = look(team, after="1", person="9" * 25)
    assert "No pair stands on this page any more" in empty.words
    assert listed(empty.click("pairs_first")) == first


def test_fields_narrow_the_list_and_stand_in_the_address(team):
    """A word, a mark and a choice; all is cleared at once. What has just come is found a little later."""
    assert "66 that have just come are not searched yet" in look(team, text="landlord").words
    learn_all(team.studio.db)
    visit = look(team)
    visit.at.text_input(key="pairs_text").set_value("  landlord ")
    visit.run()
    assert len(listed(visit)) == 50
    visit.at.pills(key="pairs_marks").set_value(["disputed"])
    visit.run()
    pairs = rows_of(team.studio, Pair)
    assert set(listed(visit)) == {one.id for one in pairs if one.minority and one.pool != Pool.GOLD}
    visit.at.selectbox(key="pairs_sort").select("most disputed")
    visit.run()
    assert address(visit) == {"text": "  landlord ", "disputed": "true", "sort": "most disputed"}
    assert len(listed(visit.click("pairs_clear"))) == 50
    assert address(visit) == {"sort": "most disputed"}


def test_an_address_fills_the_fields(team):
    """Also with what the fields do not show at once, in words; Back is another address."""
    bo = next(one.id for one in rows_of_people(team) if one.name == "Bo")
    visit = look(team, person=str(bo), choice="candidate_0", flagged="false", shortest="10")
    assert visit.at.selectbox(key="pairs_person").value == bo
    assert "Only pairs not flagged; Bo said candidate 0; 10 characters or more." in visit.words
    visit.at.query_params.clear()
    assert visit.run().at.selectbox(key="pairs_person").value is None


def rows_of_people(home: Home):
    return rows_of(home.studio, Person)


def test_a_list_without_a_pair_says_what_to_do(open_home):
    """Whether there are none or none that match."""
    home = open_home("no pairs")
    assert "There are no pairs yet." in look(home).words
    assert "No pair matches." in look(home, text="nowhere").words


def test_a_pair_opens_with_all_that_is_known(team):
    """Texts as text, who said what, history; who wrote it only once somebody asks."""
    disputed = listed(look(team, disputed="true"))
    visit = look(team, disputed="true", open=str(disputed[1]))
    (pair,) = stored(team, disputed[1])
    assert [one.value for one in visit.at.text][:3] == [pair.input_text, pair.candidate_0, pair.candidate_1]
    assert f"**Pair {pair.id}**" in visit.words
    sent = "".join(text for _, text in visit.sent())
    assert record(0).source_0 not in sent
    visit.at.session_state[f"pairs_source_{pair.id}"] = True
    assert f"Candidate 0: {pair.source_0}" in visit.run().words
    visit.click("pairs_one_next")
    assert address(visit) == {"disputed": "true", "open": str(disputed[2])}
    visit.click("pairs_one_previous").click("pairs_one_previous")
    assert visit.at.button(key="pairs_one_previous").disabled
    visit.click("pairs_back")
    assert (listed(visit), address(visit)) == (disputed, {"disputed": "true"})


@pytest.mark.parametrize("number", ["999", "-1", "9" * 30, "x"])
def test_a_pair_that_is_none_is_said_so(team, number):
    """In a sentence, or the list is shown."""
    words = look(team, open=number).words
    assert "There is no such pair in this project" in words or "**66** pairs" in words


def test_a_pair_is_settled_where_it_is_read(team):
    """As in the inbox; it stays on screen, says so, and can be made gold with its reason."""
    number = listed(look(team, disputed="true"))[0]
    visit = look(team, open=str(number))
    visit.at.text_area(key=f"quality_note_{number}").set_value("It keeps the question.")
    visit.at.checkbox(key=f"quality_gold_{number}").check()
    visit.click(f"quality_decide_candidate_1_{number}")
    (pair,) = stored(team, number)
    assert (pair.pool, pair.gold, pair.gold_note) == (
        Pool.GOLD,
        Outcome.CANDIDATE_1,
        "It keeps the question.",
    )
    assert "**Candidate 1**, decided by The lead" in visit.words
    visit.click("quality_undo")
    assert stored(team, number)[0].settled is None


def test_rows_are_left_out_and_brought_back(team):
    """With a reason, which the pair shows; the choice of rows is gone then."""
    visit = choose_rows(look(team), 0, 2)
    act(visit, "Leave out", "It quotes a phone number.")
    assert said(visit) == ["Leave out: 2 pairs."]
    assert [one.left_out for one in stored(team, 66, 64)] == ["It quotes a phone number."] * 2
    assert "pairs_act_go" not in {one.key for one in visit.at.button}
    out = look(team, state="left out")
    assert listed(out) == [66, 64]
    assert "Left out: It quotes a phone number." in look(team, open="66").words
    act(choose_rows(out, 0), "Bring back")
    assert [one.left_out for one in stored(team, 66, 64)] == ["It quotes a phone number.", None]
    assert_counts_hold(team.studio)


def test_all_that_are_found_are_acted_on_with_their_number_said(team):
    """More than a page; those to which it cannot be done are said too."""
    visit = look(team)
    visit.at.toggle(key="pairs_act_on_all").set_value(True)
    visit.run()
    assert visit.at.button(key="pairs_act_go").label == "Tag: 66 pairs"
    act(visit, "Tag", "seen")
    assert len(rows_of(team.studio, PairTag)) == 66
    assert len(listed(look(team, tag="seen"))) == 50
    visit.at.toggle(key="pairs_act_on_all").set_value(True)
    visit.run()
    act(visit, "Settle as most say", "As the votes.")
    assert said(visit)[0].startswith("Settle as most say: ")
    assert {one.note for one in rows_of(team.studio, Decision)} == {"As the votes."}
    assert_counts_hold(team.studio)


def test_another_filter_is_another_all(team):
    """Nothing is acted on that was found before."""
    visit = look(team)
    visit.at.toggle(key="pairs_act_on_all").set_value(True)
    visit.run()
    visit.at.pills(key="pairs_marks").set_value(["gold"])
    visit.run()
    assert not visit.at.toggle(key="pairs_act_on_all").value


def test_one_persons_answers_go_back(team):
    """Where the list is of what a person said, only theirs."""
    bo = next(one for one in rows_of_people(team) if one.name == "Bo")
    visit = choose_rows(look(team, person=str(bo.id)), 0, 1)
    act(visit, "Return the answers", "Read the post first.")
    returned = rows_of(team.studio, Return)
    assert {(one.person_id, one.note) for one in returned} <= {(bo.id, "Read the post first.")}
    assert_counts_hold(team.studio)


def test_what_is_refused_is_said(team):
    """Once, and nothing has changed."""
    visit = choose_rows(look(team), 0)
    act(visit, "Leave out", " ")
    assert visit.errors == ["Pairs are left out with a reason: say what is wrong with them."]
    act(visit, "Give to more people", 2)
    assert stored(team, 66)[0].more_judgments == 2


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.ENGINEER, MARKS),
        (
            Role.REVIEWER,
            [
                *MARKS,
                "Settle as most say",
                "Settle as one answer",
                "Return the answers",
                "Make no gold any more",
            ],
        ),
    ],
)
def test_each_is_offered_what_the_policy_allows(team, role, offered):
    """An engineer reads along."""
    visit = choose_rows(look(team, role), 0)
    assert visit.at.selectbox(key="pairs_act").options == offered
    decides = any(
        (one.key or "").startswith("quality_decide_") for one in look(team, role, open="1").at.button
    )
    assert decides == (role is Role.REVIEWER)


def test_texts_are_never_markdown(team):
    """What is in the list and in the words of a filter is shown as it is."""
    with team.studio.db.write() as session:
        leave_out(session, team.person(Role.LEAD), team.project, [5], "![x](http://evil) **so**")
    visit = look(team, open="5", tag="[a](http://evil)")
    assert "![x](http" not in "".join(one.value for one in visit.at.warning)
    assert "[a](http" not in "".join(one.value for one in look(team, tag="[a](http://evil)").at.caption)


def test_figures_lead_to_the_pairs_behind_them(team):
    """Disputes and flags of the quality page, and the charts of home."""
    quality = team.visit(Role.LEAD).go("quality")
    links = {one.proto.label: one.proto.query_string for one in quality.at.get("page_link")}
    disputes = next(query for label, query in links.items() if label.endswith(" open disputes"))
    assert disputes == "disputed=true&sort=most+disputed"
    home = {one.proto.label: one.proto.query_string for one in team.visit(Role.LEAD).at.get("page_link")}
    assert home["Those that need judgments"] == "state=open"
