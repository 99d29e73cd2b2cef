"""The compare page: what waits for whom, blind judging, the close, and what is shut until then."""

import json
import re
from itertools import product

import pytest

from core.access import Role
from core.labelling import Pair
from core.review import (
    BASE_ARTIFACT,
    TUNED_ARTIFACT,
    OpenLook,
    Review,
    ReviewAnswer,
    ReviewItem,
    ReviewState,
    Verdict,
    close_early,
    get_review,
)
from core.training.models import Artifact
from tests.core.builders import rows_of
from tests.pages.made_runs import add_run
from tests.pages.reviews_on_screen import (
    captions,
    forget_reviews,
    judge_all,
    labeller_data,
    open_review,
    two_files,
    upload,
)
from tests.pages.visit import Visit

AFTER = "sample, gone round"
TELLING = re.compile(r"\b(base|tuned|untuned)\b|kiwi|mango", re.IGNORECASE)


@pytest.fixture
def planned(open_home):
    """A home with a review of two files, one verdict an item."""
    home = open_home("no pairs")
    upload(home, *two_files()).click("plan_go")
    return home


def buttons(visit: Visit, begin: str) -> list[str]:
    return [one.key for one in visit.at.button if str(one.key).startswith(begin)]


def test_a_reviewer_is_not_told_which_answer_is_whose(open_home):
    """Neither the words base and tuned nor the key of the tokens; both sides take turns."""
    home = open_home(AFTER)
    data = labeller_data(open_review(home.visit(Role.REVIEWER)))
    (chosen,) = rows_of(home.studio, Review)
    assert "base" not in json.dumps(data)
    assert "tuned" not in json.dumps(data)
    assert chosen.blinding_key not in json.dumps(data)
    assert len({side["token"] for item in data["items"] for side in (item["left"], item["right"])}) == 16
    texts = {one.text for one in rows_of(home.studio, ReviewAnswer)}
    assert {item[side]["text"] for item in data["items"] for side in ("left", "right")} <= texts


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEAD])
def test_nothing_on_any_tab_names_a_model_while_it_is_open(planned, role):
    """No name, no role, no file; not in the list either."""
    visit = planned.visit(role).go("compare")
    seen = visit.words
    for tab in ("Judge", "Results", "Explore", "Model judges", "Design"):
        seen += open_review(planned.visit(role), tab=tab).words
    assert "Two files" in seen
    assert TELLING.findall(seen) == []


def test_the_list_says_what_waits_and_what_is_closed(planned):
    """First what waits for this person; somebody who has judged all finds it below."""
    visit = planned.visit(Role.REVIEWER).go("compare")
    assert [one.value for one in visit.at.subheader] == ["Waiting for your verdict"]
    assert "Open · 0 of 3 verdicts · 3 wait for you" in visit.words
    judge_all(planned, Role.LEAD, ahead=2)
    assert "2 of 3 verdicts · 1 wait for you" in visit.run().words
    judge_all(planned, Role.LEAD)
    assert [one.value for one in visit.run().at.subheader] == ["Closed"]
    assert "Closed by its rule just now · 3 of 3 verdicts" in visit.words


def test_every_run_with_answers_is_offered_to_whoever_plans(open_home):
    """The newest three; one button of all stands out where nothing was planned yet."""
    home = open_home(AFTER)
    forget_reviews(home)
    numbers = [1, *(add_run(home, f"Run {place}") for place in range(5))]
    with home.studio.db.write() as session:
        for number, name in product(numbers[1:], (BASE_ARTIFACT, TUNED_ARTIFACT)):
            session.add(Artifact(run_id=number, task="predict", name=name, address="gs://bucket/answers"))
    visit = home.visit(Role.ENGINEER).go("compare")
    offered = [f"plan_run_{number}" for number in reversed(numbers)][:3]
    assert buttons(visit, "plan_") == [*offered, "plan_new"]
    assert [one.key for one in visit.at.button if one.proto.type == "primary"] == [offered[0]]
    assert "Compare what a run’s base and its tuned model answered" in visit.words
    reviewer = home.visit(Role.REVIEWER).go("compare")
    assert buttons(reviewer, "plan_") == []
    assert "an engineer or a lead plans one" in reviewer.words


def test_the_last_verdict_closes_and_the_labeller_says_so(planned):
    """Whoever comes later finds the result first; who is at it reads that no more are given."""
    visit = open_review(planned.visit(Role.REVIEWER))
    assert len(labeller_data(visit)["items"]) == 1  # where little is left nobody holds more than a part
    judge_all(planned, Role.REVIEWER)
    assert "is closed: no more verdicts are given" in open_review(visit).words
    assert "Read the result" in [one.label for one in visit.at.button]
    later = open_review(planned.visit(Role.LEAD))
    assert '"items"' not in later.words
    assert [one.state for one in rows_of(planned.studio, Review)] == [ReviewState.CLOSED]
    design = open_review(planned.visit(Role.REVIEWER), tab="Design").words
    assert all(name in design for name in ("untuned-kiwi", "tuned-mango"))


def test_a_lead_closes_early_with_a_reason(planned):
    """Nobody else may; without a verdict there is nothing to conclude; the reason is shown."""
    assert buttons(open_review(planned.visit(Role.ENGINEER), tab="Results"), "close_") == []
    assert "Nobody has given a verdict yet" in open_review(planned.visit(Role.LEAD), tab="Results").words
    judge_all(planned, Role.REVIEWER, ahead=1)
    visit = open_review(planned.visit(Role.LEAD), tab="Results")
    assert "Say why the review is closed early" in visit.click("close_1").errors[0]
    visit.at.text_input(key="close_note_1").set_value("Budget is spent")
    assert "Closed early by a lead just now: Budget is spent" in visit.click("close_1").words


def test_the_results_tab_says_when_it_opens(planned):
    """For everybody alike, with how far the review is."""
    judge_all(planned, Role.LEAD, ahead=1)
    words = open_review(planned.visit(Role.REVIEWER), tab="Results").words
    assert "Results are shown when the review closes, to everybody at once" in words
    assert "Ended now, it would tell the win rate to ± " in words
    assert "1 of 3 verdicts" in words


def test_reviewers_and_their_progress_are_seen_by_who_plans(planned):
    """And nobody else; who holds something is told, and so is what becomes of it."""
    judge_all(planned, Role.REVIEWER, ahead=2)
    visit = open_review(planned.visit(Role.ENGINEER), tab="Design")
    table = visit.at.dataframe[0].value
    told = dict(zip(table["Name"], table["Verdicts"], strict=True))
    assert told == {"The engineer": 0, "The lead": 0, "The reviewer": 2}
    assert any("ten minutes after they were last active" in one for one in captions(visit))
    assert len(open_review(planned.visit(Role.REVIEWER), tab="Design").at.dataframe) == 0


def test_a_reviewer_who_was_taken_out_gives_no_more(planned):
    """With a reason, which stays beside the plan as it was; their verdict stays."""
    judge_all(planned, Role.REVIEWER, ahead=1)
    visit = open_review(planned.visit(Role.LEAD), tab="Design")
    visit.at.session_state["change_1"] = True
    visit.run()
    visit.at.multiselect(key="change_1_0_reviewers").set_value([planned.person(Role.ENGINEER).id])
    assert "Say why the plan is changed" in visit.run().click("change_1_0_go").errors[0]
    visit.at.text_input(key="change_1_0_note").set_value("Does not come back")
    visit.click("change_1_0_go")
    assert re.search("The lead, .*, after 1 verdict: Does not come back", visit.words)
    assert "Reviewers: everybody who may → The engineer" in "\n".join(captions(visit))
    assert "**Reviewers:** Everybody who may compare" in visit.words
    assert "Other people were chosen to review this" in open_review(planned.visit(Role.REVIEWER)).words
    assert len(rows_of(planned.studio, Verdict)) == 1


def test_who_looks_gives_no_verdicts(planned):
    """The look is an act on record; afterwards the models are named to them alone."""
    visit = open_review(planned.visit(Role.REVIEWER), tab="Explore")
    assert "from then on you give no verdicts in this review" in visit.words
    visit.click("look_1")
    assert [one.person_id for one in rows_of(planned.studio, OpenLook)] == [planned.person(Role.REVIEWER).id]
    assert "Words: tuned-mango" in open_review(planned.visit(Role.REVIEWER), tab="Explore").words
    assert "You have looked at whose answers are whose" in open_review(planned.visit(Role.REVIEWER)).words
    assert "tuned-mango" in open_review(planned.visit(Role.REVIEWER), tab="Design").words
    assert "tuned-mango" not in open_review(planned.visit(Role.LEAD), tab="Design").words


def test_an_item_becomes_a_pair_to_label(planned):
    """Once the review is closed, and for those who may import."""
    visit = planned.visit(Role.LEAD)
    visit.at.query_params["item"] = "1"
    assert buttons(open_review(visit, tab="Explore"), "pair_") == []
    judge_all(planned, Role.REVIEWER)
    (button,) = buttons(open_review(visit, tab="Explore"), "pair_")
    visit.click(button).click(button)
    (pair,) = rows_of(planned.studio, Pair)
    assert pair.input_text == next(one.prompt for one in rows_of(planned.studio, ReviewItem) if one.id == 1)


def next_step(visit: Visit) -> str:
    """What the home page tells this person to do."""
    (step,) = [one.value for one in visit.go("home").at.markdown if "Your next step" in one.value]
    return step.partition("\n")[2]


def test_a_reviewer_of_two_files_is_sent_to_them_till_the_end(planned):
    """The project has nothing else: no pairs, no sets, no run."""
    visit = planned.visit(Role.REVIEWER)
    assert "3 comparisons wait for your verdict" in next_step(visit)
    judge_all(planned, Role.REVIEWER, ahead=2)
    assert "1 comparison waits for your verdict" in next_step(visit)
    judge_all(planned, Role.REVIEWER)
    assert "wait" not in next_step(visit)


def test_a_closed_review_leads_back_to_its_run(open_home):
    """With the sets that the run learned from and the judgments behind them; an open one names no run."""
    home = open_home(AFTER)
    assert "See the run" not in open_review(home.visit(Role.LEAD), tab="Design").words
    with home.studio.db.write() as session:
        close_early(session, home.person(Role.LEAD), get_review(session, 1), "Enough")
    visit = open_review(home.visit(Role.LEAD), tab="Design")
    assert "Run #1 First run" in visit.words
    assert "judgments of" in visit.words
    assert [one.label for one in visit.at.page_link if "run" in one.label] == ["See the run and its sets"]
