"""The inbox of the quality page: read a pair, decide it, return an answer, take a decision back."""

import logging
from time import monotonic

import pytest
from streamlit.elements.lib import policies

from core.access import Role
from core.labelling import Decision, Judgment, Outcome, Pair, Pool, Project, Return
from core.labelling.adjudication import Ruling, decide
from tests.core.builders import rows_of
from tests.pages.made_team import FLAG, WHY, record
from tests.pages.visit import Home, Visit, unescaped

LISTS = ("Disputed", "Flagged", "Settled")


@pytest.fixture
def team(open_team) -> Home:
    """66 pairs, ten of them gold, each judged by three people or more; some are disputed, some flagged."""
    return open_team(pairs=66, gold=10)


def inbox(home: Home, role: Role = Role.REVIEWER, show: str = "Disputed") -> Visit:
    visit = home.visit(role)
    visit.at.session_state["quality_tab"] = "Inbox"
    visit.at.session_state["quality_inbox"] = show
    return visit.go("quality")


def number_shown(visit: Visit) -> int:
    (key,) = (one.key for one in visit.at.button if (one.key or "").startswith("quality_decide_tie_"))
    return int(key.removeprefix("quality_decide_tie_"))


def stored(home: Home, pair: int) -> Pair:
    return next(one for one in rows_of(home.studio, Pair) if one.id == pair)


def texts(visit: Visit) -> list[str]:
    return [one.value for one in visit.at.text]


def first_return(visit: Visit) -> str:
    """The number of the first judgment that can be returned."""
    keys = [one.key for one in visit.at.button if (one.key or "").startswith("quality_return_")]
    return keys[0].removeprefix("quality_return_")


def test_a_disputed_pair_is_shown_with_who_said_what(team):
    """Its texts as text, the votes at each candidate, how sure everybody was, and why."""
    visit = inbox(team)
    pair = stored(team, number_shown(visit))
    assert texts(visit)[:3] == [pair.input_text, pair.candidate_0, pair.candidate_1]
    assert pair.minority == max(one.minority for one in rows_of(team.studio, Pair) if one.pool != Pool.GOLD)
    assert " votes: " in visit.words
    assert "fairly sure" in visit.words
    while WHY not in texts(visit):
        visit.click("quality_next")
    assert "stood on the left, as summary 1." in visit.words


@pytest.mark.parametrize("show", LISTS)
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ENGINEER, Role.LEAD])
def test_nothing_tells_who_wrote_a_candidate(team, role, show):
    """Whoever decides does so blind: no source is sent."""
    click_decision(inbox(team), Outcome.TIE)
    sent = "".join(text for _, text in inbox(team, role, show).sent())
    assert "drums at night" in sent
    assert record(0).source_0 not in sent
    assert record(0).source_1 not in sent


def click_decision(visit: Visit, outcome: Outcome) -> int:
    pair = number_shown(visit)
    visit.click(f"quality_decide_{outcome}_{pair}")
    return pair


@pytest.mark.parametrize("outcome", [Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE])
def test_a_decision_settles_the_pair_and_the_next_one_comes(team, outcome):
    """With its note; the judgments stay."""
    visit = inbox(team)
    pair, judgments = number_shown(visit), rows_of(team.studio, Judgment)
    visit.at.text_area(key=f"quality_note_{pair}").set_value("It invents a landlord.")
    assert click_decision(visit, outcome) == pair
    (decision,) = rows_of(team.studio, Decision)
    assert (decision.pair_id, decision.outcome, decision.note) == (pair, outcome, "It invents a landlord.")
    assert decision.person_id == team.person(Role.REVIEWER).id
    assert stored(team, pair).settled == outcome
    assert rows_of(team.studio, Judgment) == judgments
    assert number_shown(visit) != pair


def test_the_keys_are_the_label_pages_and_the_votes_are_shown(team):
    """1 and 2 for the first and the second, T and U; how many votes each has, before and after."""
    visit = inbox(team)
    pair = stored(team, number_shown(visit))
    buttons = {one.proto.shortcut: one for one in visit.at.button if one.proto.shortcut}
    assert set(buttons) >= {"1", "2", "t"}
    assert buttons["1"].key == f"quality_decide_candidate_0_{pair.id}"
    assert buttons["1"].label == f"First · {pair.votes_0} vote{'s' * (pair.votes_0 > 1)}"
    assert f"**First** :gray[candidate 0 · {pair.votes_0} vote" in visit.words
    click_decision(visit, Outcome.CANDIDATE_1)
    (said,) = (unescaped(one.value) for one in visit.at.toast)
    assert said.startswith(
        f"Pair {pair.id} is settled: candidate 1. The votes were {pair.votes_0} candidate 0, "
    )
    assert visit.at.button(key="quality_undo").proto.shortcut == "u"


def test_decisions_are_taken_back_one_after_the_other(team, monkeypatch):
    """The pair is where it was, and so is the list; Streamlit finds nothing to warn of in that."""
    warned: list[str] = []
    monkeypatch.setattr(policies, "_shown_default_value_warning", False)  # it warns once a process
    monkeypatch.setattr(
        logging.getLogger(policies.__name__), "warning", lambda *words, **_: warned.append(str(words))
    )
    visit = inbox(team)
    first = click_decision(visit, Outcome.TIE)
    visit.at.session_state["quality_shown"] = (number_shown(visit), 0.0)  # for a long time
    second = click_decision(visit, Outcome.CANDIDATE_0)
    visit.at.segmented_control(key="quality_inbox").set_value("Settled")
    visit.run().click("quality_undo")
    assert (stored(team, second).settled, number_shown(visit)) == (None, second)
    visit.click("quality_undo")
    assert (stored(team, first).settled, number_shown(visit)) == (None, first)
    assert "quality_undo" not in {one.key for one in visit.at.button}
    assert (visit.errors, warned) == ([], [])


def test_a_second_decision_at_once_is_not_taken(team):
    """Neither on the next pair, which nobody has seen yet, nor on the one just settled; it says so."""
    visit = inbox(team)
    settled = click_decision(visit, Outcome.TIE)
    visit.at.session_state["quality_shown"] = (number_shown(visit), monotonic() + 60)
    next_pair = click_decision(visit, Outcome.TIE)
    assert [unescaped(one.value) for one in visit.at.toast] == [
        "Too quick: not counted. This pair had only just come up."
    ]
    assert stored(team, next_pair).settled is None
    visit.at.session_state["quality_shown"] = (settled, 0.0)
    click_decision(visit, Outcome.TIE)
    assert len(rows_of(team.studio, Decision)) == 1


def test_what_somebody_else_has_decided_since_is_not_taken_back(team):
    """In a sentence, once; then there is nothing left to take back."""
    visit = inbox(team)
    pair = click_decision(visit, Outcome.TIE)
    with team.studio.db.write() as session:
        decide(session, team.person(Role.LEAD), team.project, pair, Ruling(Outcome.CANDIDATE_0))
    (error,) = visit.click("quality_undo").errors
    assert error.startswith(f"Somebody else has decided pair {pair} since")
    assert "quality_undo" not in {one.key for one in visit.at.button}


def test_a_decision_can_make_gold_or_an_example(team):
    """The guidelines quote the one; of the other everybody would know the answer if they did."""
    visit = inbox(team)
    pair = number_shown(visit)
    visit.at.text_area(key=f"quality_note_{pair}").set_value("It keeps the question.")
    visit.at.checkbox(key=f"quality_gold_{pair}").check()
    visit.at.checkbox(key=f"quality_example_{pair}").check()
    click_decision(visit, Outcome.CANDIDATE_1)
    (refusal,) = visit.errors
    assert refusal.startswith("A gold pair cannot be an example: whoever reads the guidelines")
    visit.at.checkbox(key=f"quality_gold_{pair}").uncheck()
    click_decision(visit, Outcome.CANDIDATE_1)
    assert (stored(team, pair).pool, stored(team, pair).settled) == (Pool.REGULAR, Outcome.CANDIDATE_1)
    (project,) = rows_of(team.studio, Project)
    assert f"Example (pair {pair})" in project.guidelines
    assert "Because: It keeps the question." in project.guidelines
    second = inbox(team)
    pair = number_shown(second)
    second.at.checkbox(key=f"quality_gold_{pair}").check()
    click_decision(second, Outcome.CANDIDATE_0)
    assert (stored(team, pair).pool, stored(team, pair).gold) == (Pool.GOLD, Outcome.CANDIDATE_0)


def test_an_example_without_a_reason_is_refused(team):
    """In a sentence, and nothing is decided."""
    visit = inbox(team)
    visit.at.checkbox(key=f"quality_example_{number_shown(visit)}").check()
    click_decision(visit, Outcome.TIE)
    assert visit.errors == ["An example for the guidelines needs a note that says why."]
    assert not rows_of(team.studio, Decision)


def test_what_is_settled_can_be_reopened(team):
    """The list shows the decision with its note and author; reopened, the pair is disputed again."""
    visit = inbox(team)
    visit.at.text_area(key=f"quality_note_{number_shown(visit)}").set_value("Neither asks.")
    pair = click_decision(visit, Outcome.TIE)
    settled = inbox(team, show="Settled")
    assert number_shown(settled) == pair
    assert "**Tie**, decided by The reviewer" in settled.words
    assert "Neither asks." in texts(settled)
    settled.click(f"quality_reopen_{pair}")
    assert stored(team, pair).settled is None
    assert "Nothing is settled yet." in settled.words


def test_an_answer_is_returned_with_a_note(team):
    """It is withdrawn, and its author finds the note beside the pair."""
    visit = inbox(team)
    judgment = first_return(visit)
    visit.at.text_area(key=f"quality_return_note_{judgment}").set_value("Look at the question.")
    visit.click(f"quality_return_{judgment}")
    assert not visit.errors
    (returned,) = rows_of(team.studio, Return)
    assert (returned.judgment_id, returned.note) == (judgment, "Look at the question.")
    given = next(one for one in rows_of(team.studio, Judgment) if one.id == judgment)
    assert given.withdrawn_by == returned.id


def test_an_answer_is_not_returned_without_a_note(team):
    """The annotator must learn what to look at."""
    visit = inbox(team)
    visit.click(f"quality_return_{first_return(visit)}")
    (error,) = visit.errors
    assert error.startswith("A judgment is returned with a note")
    assert not rows_of(team.studio, Return)


def test_one_steps_through_the_list(team):
    """From the first to the last and back; at the ends there is nowhere to go."""
    visit = inbox(team)
    first = number_shown(visit)
    assert visit.at.button(key="quality_previous").disabled
    visit.click("quality_next")
    assert number_shown(visit) != first
    assert "2 of " in visit.words
    assert number_shown(visit.click("quality_previous")) == first
    visit.at.session_state["quality_place"] = 10_000
    assert visit.run().at.button(key="quality_next").disabled


def test_another_list_begins_at_its_beginning(team):
    """A place in one list is none in another."""
    visit = inbox(team).click("quality_next")
    visit.at.segmented_control(key="quality_inbox").set_value("Flagged")
    assert "1 of " in visit.run().words
    assert FLAG in visit.words


def test_the_history_is_read_when_it_is_opened(team):
    """Who answered, who decided, in order."""
    pair = click_decision(inbox(team), Outcome.TIE)
    visit = inbox(team, show="Settled")
    visit.at.session_state[f"quality_history_{pair}"] = True
    assert "**The reviewer** decided: tie" in visit.run().words
    assert " answered: candidate " in visit.words


@pytest.mark.parametrize("show", LISTS)
def test_an_engineer_reads_along(team, show):
    """The texts and the answers, and nothing to press that would change anything."""
    click_decision(inbox(team), Outcome.TIE)
    visit = inbox(team, Role.ENGINEER, show)
    assert "Reviewers and leads decide; you can read along." in visit.words
    assert {one.key for one in visit.at.button} <= {"sign_out", "quality_previous", "quality_next"}


@pytest.mark.parametrize("show", LISTS)
def test_an_empty_list_says_what_it_is_for(open_home, show):
    """And has nothing to press."""
    visit = inbox(open_home("no pairs"), show=show)
    assert visit.at.info[0].value.startswith("Nothing is ")
    assert "quality_next" not in {one.key for one in visit.at.button}


def test_a_pair_that_nobody_judged_can_be_settled(open_home):
    """Then there is only the decision to show."""
    home = open_home("many pairs")
    with home.studio.db.write() as session:
        decide(session, home.person(Role.LEAD), home.project, 2, Ruling(Outcome.TIE))
    visit = inbox(home, show="Settled")
    assert number_shown(visit) == 2
    assert "No answer stands" in visit.words


def test_choices_that_came_with_a_file_go_back_to_nobody(team):
    """There is nobody to ask."""
    with team.studio.db.write() as session:
        for one in rows_of(team.studio, Judgment):
            session.get_one(Judgment, one.id).purpose = "imported"
    keys = [one.key or "" for one in inbox(team).at.button]
    assert not [key for key in keys if key.startswith("quality_return_")]
