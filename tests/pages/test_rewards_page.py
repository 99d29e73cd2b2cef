"""The rewards page: a reward in pictures and words, its parts as they are, nothing read as Markdown."""

import json

import pytest

from app.ui.rewards.labels import CHOSEN
from core.access import SYSTEM, Role
from core.datasets import DatasetView, list_datasets
from core.rewards import (
    AutoraterPart,
    CrossValidation,
    FormatPart,
    LengthPart,
    ModelPart,
    RankLossPoint,
    RewardSpec,
    RewardView,
    keep_reward,
)
from tests.core.rewards.made_rewards import CODE, kept, report, share
from tests.pages.test_hostile_names import HOSTILE, read_as_markdown
from tests.pages.visit import Home, Visit

AFTER = "sample, gone round"
FAILS_ON_NOTHING = """
def evaluate(example, response):
    return 0.5 / len(response["parts"][0]["text"].split()) * 2
"""
LEARNED = {
    "rank_loss": (
        RankLossPoint(step=0, training=0.69, held_out=0.69),
        RankLossPoint(step=1, training=0.4, held_out=0.5),
    ),
    "cross_validation": CrossValidation(folds=5, measures=share(0.6), text=share(0.7), strength=1.0),
}  # fmt: skip


def preferences(home: Home) -> DatasetView:
    with home.studio.db.read() as session:
        sets = list_datasets(session, home.project.id)
    return next(one for one in sets if one.kind.value == "preference")


def judged(home: Home, text: str = "Judge {{response}}.") -> RewardView:
    """A reward of three parts."""
    parts = (
        AutoraterPart(name="judge", model="gemini-3.5-flash", prompt=f"{text} {{{{response}}}}",
                      expression="<score>(.*?)</score>", samples=4),
        LengthPart(name="short", most_words=40, weight=0.5),
        FormatPart(name="whole", expression=r"\.$", weight=0.5),
    )  # fmt: skip
    with home.studio.db.write() as session:
        return keep_reward(session, SYSTEM, preferences(home), "Judged", RewardSpec(parts=parts), report())


def figures(visit: Visit) -> dict[str, str]:
    return {one.label: one.value for one in visit.at.metric}


def charts(visit: Visit) -> list[str]:
    """What is said of each chart to those who do not see it."""
    return [chart.proto.alt for chart in visit.at.get("plotly_chart")]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ENGINEER])
def test_without_a_reward_the_page_says_what_one_is_for(open_home, role):
    """Whoever may make one is led on."""
    visit = open_home("sample").visit(role).go("rewards")
    assert "learns to earn more of it" in visit.words


def test_a_reward_is_a_picture_first(open_home):
    """Between a coin, the longer answer and what people agree on; then how it was learned."""
    home = open_home(AFTER)
    kept(home.studio, preferences(home), name="Learned", **LEARNED)
    visit = home.visit(Role.REVIEWER).go("rewards")
    accuracy, spread, loss, folds = charts(visit)
    assert accuracy == (
        "Of 100 held-out pairs: this reward on 75 % (65–85 %), the longer wins on 60 % (50–70 %); "
        "a coin is right on 50 %; of all pairs judged twice two people agree on 80 % (70–90 %)"
    )
    assert spread == "Rewards of 100 preferred answers and of as many others; 2 % stand at -1 or 1"
    assert loss == "rank_loss from 0.690 to 0.400 in 2 iterations"
    assert "with words and letters of the text: right on 70 % (60–80 %)" in folds
    assert figures(visit)["Goes with length"] == "+0.30"
    drawn = json.loads(visit.at.get("plotly_chart")[0].proto.spec)["layout"]["yaxis"]["ticktext"]
    assert drawn == ["This reward", "The longer wins", "Two people agree"]


def test_what_nobody_knows_is_not_drawn(open_home):
    """A judge fits nothing, and without a pair that was judged twice there is no ceiling."""
    home = open_home(AFTER)
    kept(home.studio, preferences(home), agreement=None, length_correlation=None, training_pairs=0)
    visit = home.visit(Role.REVIEWER).go("rewards")
    assert len(charts(visit)) == 2
    assert "two people agree" not in charts(visit)[0]
    assert (figures(visit)["Goes with length"], figures(visit)["Learned from"]) == ("–", "–")


def test_the_findings_are_those_before_a_launch(open_home):
    home = open_home(AFTER)
    kept(home.studio, preferences(home), accuracy=share(0.55), failed=3)
    visit = home.visit(Role.REVIEWER).go("rewards")
    assert "Measured on people’s choices: 1 to mend first · 1 warning" in visit.words
    assert "The interval includes 50 %, so it may be no better than a coin." in visit.words


def test_parts_stand_with_their_weights_and_the_prompt_as_text(open_home):
    """How they come to one number is said; what the judge is asked is unfolded."""
    home = open_home(AFTER)
    judged(home)
    visit = home.visit(Role.REVIEWER).go("rewards")
    assert "(1 · judge + 0.5 · short + 0.5 · whole) / 2." in visit.words
    parts = visit.at.dataframe[1].value
    assert parts["Share"].tolist() == [50, 25, 25]
    assert parts["What it does"].tolist() == [
        "gemini-3.5-flash, asked 4 times about each answer",
        "1 up to 40 words, falling to -1 at twice as many",
        "1 where \\.$ is found, else -1",
    ]
    assert not visit.at.code
    visit.at.session_state["reward_part_2_judge"] = True
    assert [one.value for one in visit.run().at.code] == [
        "Judge {{response}}. {{response}}", "<score>(.*?)</score>",
    ]  # fmt: skip


def test_the_program_is_unfolded_as_it_stands(open_home):
    """With its hash; whoever only reads it loads it only then."""
    visit = open_home(AFTER).visit(Role.REVIEWER).go("rewards")
    assert "def evaluate" not in visit.words
    visit.at.session_state["reward_part_1_people"] = True
    assert CODE.strip() in [one.value.strip() for one in visit.run().at.code]


def test_a_reward_model_is_also_a_server_to_deploy(open_home):
    """Its folder as an archive, and the commands that deploy it and let Google ask it."""
    visit = open_home(AFTER).visit(Role.REVIEWER).go("rewards")
    visit.at.session_state["reward_part_1_people_server"] = True
    assert "gcloud run deploy reward-server" in visit.run().words
    assert "gcp-sa-vertex-tune.iam.gserviceaccount.com" in visit.words
    assert "Download the server’s folder" in visit.words


def test_another_reward_is_chosen_by_its_name(open_home):
    home = open_home(AFTER)
    judged(home)
    visit = home.visit(Role.REVIEWER).go("rewards")
    assert visit.at.subheader[0].value == "Judged"
    visit.at.selectbox(key=CHOSEN).set_value(1)
    assert visit.run().at.subheader[0].value == "First reward"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_prompt_is_text(open_home, text):
    home = open_home(AFTER)
    judged(home, text)
    visit = home.visit(Role.LEAD).go("rewards")
    visit.at.session_state["reward_part_2_judge"] = True
    assert text in visit.run().words
    assert read_as_markdown(visit, text) == []


def test_two_answers_are_scored_by_hand(open_home):
    """With the parts' own scores where there are several; a score that fails says why."""
    home = open_home(AFTER)
    parts = (
        ModelPart(name="people", code=FAILS_ON_NOTHING),
        LengthPart(name="short", most_words=2, weight=3),
    )
    with home.studio.db.write() as session:
        keep_reward(session, SYSTEM, preferences(home), "Two", RewardSpec(parts=parts), report())
    visit = home.visit(Role.ENGINEER).go("rewards")
    visit.at.session_state["reward_try_2"] = True
    for label, text in (("prompt", "What?"), ("One answer", "Just this.")):
        visit.at.session_state[f"reward_try_{label}_2"] = text
    visit.run().at.session_state["reward_try_2"] = True  # a browser would keep it open
    visit.submit("Score both")
    assert (figures(visit)["One answer"], figures(visit)["Another answer"]) == ("+0.875", "–")
    assert len(visit.errors) == 1
    assert visit.at.dataframe[-1].value["One answer"].tolist() == [0.5, 1.0]


def test_who_may_not_make_rewards_tries_none(open_home):
    visit = open_home(AFTER).visit(Role.REVIEWER).go("rewards")
    assert "Try it" not in visit.words
