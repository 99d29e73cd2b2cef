"""A reward from its page to a launch, on the launch page, and on the page of the run that learned from it."""

import pytest
from sqlmodel import delete

from core.access import Role
from core.rewards import Reward
from tests.core.rewards.made_rewards import kept, share
from tests.pages.launch_visits import choose
from tests.pages.made_runs import add_run
from tests.pages.test_hostile_names import HOSTILE, read_as_markdown
from tests.pages.test_rewards_page import AFTER, charts, preferences

METHOD = "gemini-rlhf"
FIELD, TERMS = f"parameter_1_{METHOD}_reward", f"parameter_1_{METHOD}_accept_preview_terms"
NOT_ACCEPTED = "The pre-GA terms of reinforcement tuning are not accepted."


def test_without_a_reward_the_launch_page_leads_to_the_rewards(open_home):
    home = open_home(AFTER)
    with home.studio.db.write() as session:
        session.exec(delete(Reward))
    visit = choose(home, METHOD)
    assert "No reward has been made yet: make one from people’s choices" in visit.words
    assert "reward is missing: it has no default." in visit.words


def test_the_newest_reward_that_tells_is_offered_first_with_its_picture(open_home):
    """One that may be a coin can be chosen too, and stops the launch in the words of its own page."""
    home = open_home(AFTER)
    coin = kept(home.studio, preferences(home), name="A coin", accuracy=share(0.52))
    visit = choose(home, METHOD)
    offered = visit.at.selectbox(key=FIELD)
    assert offered.value == 1
    assert offered.options == [
        "#2 A coin · reward model · right on 52 % (42–62 %)",
        "#1 First reward · reward model · right on 75 % (65–85 %)",
    ]
    assert "this reward on 75 % (65–85 %)" in charts(visit)[0]
    assert "Field required" not in visit.words
    offered.set_value(coin.id)
    assert "so it may be no better than a coin" in visit.run().words


def test_the_terms_are_confirmed_in_words(open_home):
    """A sentence with a box to tick; until then nothing is launched."""
    visit = choose(open_home(AFTER), METHOD)
    box = visit.at.checkbox(key=TERMS)
    assert "Nothing here is confidential" in box.label
    assert not box.value
    assert NOT_ACCEPTED in visit.words
    box.check()
    assert NOT_ACCEPTED not in visit.run().words


def test_a_reward_leads_to_a_launch_that_learns_from_it(open_home):
    """Method and reward are filled in; one that may be a coin leads nowhere."""
    home = open_home(AFTER)
    kept(home.studio, preferences(home), name="A coin", accuracy=share(0.52))
    visit = home.visit(Role.ENGINEER).go("rewards")
    assert "reward_launch_2" not in [one.key for one in visit.at.button]
    visit.at.selectbox(key="chosen_reward").set_value(1)
    visit.run().click("reward_launch_1").go("launch")  # AppTest would run the page again that led here
    assert visit.at.selectbox(key="method").value == METHOD
    assert visit.at.selectbox(key=FIELD).value == 1


def test_a_run_names_its_reward_and_leads_to_it(open_home):
    home = open_home(AFTER)
    kept(home.studio, preferences(home), name="Newer")
    number = add_run(home, "On the first", method=METHOD, parameters={"reward": 1})
    visit = home.visit(Role.REVIEWER).go("runs")
    assert "Trained on reward #1 First reward · reward model · right on 75 % (65–85 %)" in visit.words
    visit.click(f"run_reward_{number}").go("rewards")
    assert visit.at.subheader[0].value == "First reward"


def test_two_runs_are_compared_by_their_rewards(open_home):
    """By name and hash, for a number alone says nothing."""
    home = open_home(AFTER)
    newer = kept(home.studio, preferences(home), name="Newer")
    add_run(home, "Before", method=METHOD, parameters={"reward": 1})
    number = add_run(home, "After", method=METHOD, parameters={"reward": newer.id})
    visit = home.visit(Role.REVIEWER).go("runs")
    visit.at.session_state[f"differences_{number}"] = True
    lines = visit.run().at.dataframe[-1].value
    (row,) = lines[lines["Setting"] == "reward"].values.tolist()
    assert row[1].startswith(f"#{newer.id} Newer, sha256 ")
    assert row[2].startswith("#1 First reward, sha256 ")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_of_a_reward_is_text(open_home, text):
    """On the launch page and on the run's."""
    home = open_home(AFTER)
    with home.studio.db.write() as session:
        session.get_one(Reward, 1).name = text
    add_run(home, "Run", method=METHOD, parameters={"reward": 1})
    assert read_as_markdown(choose(home, METHOD), text) == []
    assert read_as_markdown(home.visit(Role.REVIEWER).go("runs"), text) == []
