"""Making a reward on the page: the form of each kind, what the check takes, what is refused."""

import re

import pytest

from app.ui.rewards.labels import CHOSEN
from core.access import Role
from core.labelling import Project
from core.rewards import Reward
from tests.core.builders import rows_of
from tests.doubles.google_cloud import running_cloud
from tests.pages.test_hostile_names import HOSTILE, read_as_markdown
from tests.pages.test_rewards_page import AFTER
from tests.pages.visit import Home, Visit

MODEL, JUDGE, SERVER, LENGTH, FORMAT = "model", "autorater", "cloud-run", "length", "format"
PROMPT = "reward_prompt_1"
GO = "reward_go"


def making(home: Home, *kinds: str, role: Role = Role.ENGINEER) -> Visit:
    """The form, with these kinds chosen."""
    visit = home.visit(role)
    visit.at.default_timeout = 60  # fitting loads scikit-learn in a process of its own
    visit.at.session_state["rewards_tab"] = "Make a reward"
    visit.go("rewards")
    if kinds:
        group = visit.at.button_group(key="reward_kinds")
        group.set_value([one for one in group.options if one in {*map(str, kinds)}] or list(kinds))
        visit.run()
    return visit


def type_in(visit: Visit, key: str, text: str) -> Visit:
    visit.at.text_input(key=key).set_value(text)
    return visit.run()


def test_without_a_preference_set_one_is_frozen_first(open_home):
    """The page says what is missing, and leads there."""
    visit = open_home("sample").visit(Role.ENGINEER).go("rewards")
    assert "freeze a preference set first." in visit.words
    assert visit.click("reward_freeze").at.title[0].value == "Data sets"


def test_who_may_not_make_one_sees_no_form(open_home):
    visit = open_home(AFTER).visit(Role.REVIEWER)
    visit.at.session_state["rewards_tab"] = "Make a reward"
    assert "Preference set" not in visit.go("rewards").words
    assert not visit.at.tabs


def test_a_reward_model_is_made_and_shown(open_home):
    """Fitted, joined by a length with a weight, measured, kept; the page opens it."""
    home = open_home(AFTER)
    visit = type_in(making(home, MODEL, LENGTH), "reward_name", "Mine")
    visit.at.number_input(key="reward_weight_length").set_value(0.25)
    assert "It is checked on 9 pairs whose prompts it has not seen" in visit.run().words
    visit.click(GO)
    assert visit.at.selectbox(key=CHOSEN).value == 2
    assert visit.at.subheader[0].value == "Mine"
    made = rows_of(home.studio, Reward)[-1]
    parts = [(one["kind"], one["weight"]) for one in made.specification["parts"]]
    assert (made.name, parts) == ("Mine", [("model", 1), ("length", 0.25)])


def test_parts_have_weights_once_there_are_several(open_home):
    """How they come to one number is said before it is made."""
    home = open_home(AFTER)
    assert "Weight" not in making(home).words
    visit = making(home, MODEL, LENGTH, FORMAT)
    assert visit.at.button(key=GO).disabled
    type_in(visit, "reward_format", r"\.$")
    visit.at.number_input(key="reward_weight_length").set_value(0.25)
    assert "(1 · people + 0.25 · length + 1 · format) / 2.25." in visit.run().words
    assert not visit.at.button(key=GO).disabled


def test_length_alone_is_no_reward(open_home):
    visit = making(open_home(AFTER), LENGTH)
    assert "length and format alone say nothing of what people prefer" in visit.words
    assert visit.at.button(key=GO).disabled


@pytest.mark.parametrize(
    ("kind", "key", "value", "refusal"),
    [
        (JUDGE, "reward_expression", "score: .*", "Expression that finds the score: "),
        (JUDGE, "reward_judge", "No such/ model", "Judge: "),
        (SERVER, "reward_address", "http://example.org", "must be an address that begins with https://"),
        (FORMAT, "reward_format", "(", "Regular expression: "),
        (LENGTH, "reward_words", 0, "Words, at most: "),
        (MODEL, "reward_weight_model", 0.0, "Weight: "),
    ],
)
def test_what_a_part_cannot_be_is_said_beside_it(open_home, kind, key, value, refusal):
    """The browser keeps what was typed, and nothing can be made meanwhile."""
    visit = making(open_home(AFTER), kind, LENGTH if kind != LENGTH else MODEL)
    if kind == JUDGE:
        type_in(visit, "reward_judge", "gemini-3.5-flash")
    field = visit.at.number_input if isinstance(value, int | float) else visit.at.text_input
    field(key=key).set_value(value)
    assert refusal in visit.run().words
    assert visit.at.button(key=GO).disabled


def test_a_judges_prompt_is_drafted_and_edited(open_home):
    """With the project's words and worked examples; what somebody wrote stays, until they want it anew."""
    visit = making(open_home(AFTER), JUDGE)
    area = visit.at.text_area(key=PROMPT)
    assert "Summarize in less than 50 words." in area.value
    assert len(re.findall(r"^Example \d", area.value, re.MULTILINE)) == 4
    visit.at.number_input(key="reward_examples").set_value(1)
    assert "Example 2" not in visit.run().at.text_area(key=PROMPT).value
    visit.at.text_area(key=PROMPT).set_value("Mine. {{response}}")
    visit.run().at.number_input(key="reward_examples").set_value(2)
    assert visit.run().at.text_area(key=PROMPT).value == "Mine. {{response}}"
    assert "Example 2" in visit.click("reward_redraft").at.text_area(key=PROMPT).value


def test_a_prompt_without_the_answer_is_refused(open_home):
    visit = type_in(making(open_home(AFTER), JUDGE), "reward_judge", "gemini-3.5-flash")
    visit.at.text_area(key=PROMPT).set_value("Judge it.")
    assert "so the judge would not see the answer" in visit.run().words


def test_how_often_somebody_is_asked_is_said_before(open_home):
    """Both answers of each held-out pair, as often as was chosen."""
    visit = type_in(making(open_home(AFTER), JUDGE, SERVER), "reward_judge", "gemini-3.5-flash")
    type_in(visit, "reward_address", "https://example.org")
    visit.at.number_input(key="reward_samples").set_value(3)
    assert "The check asks gemini-3.5-flash at most 54 times" in visit.run().words
    assert "The check asks the server about 18 answers at most." in visit.words
    visit.at.number_input(key="reward_pairs").set_value(2)
    assert "The check asks gemini-3.5-flash at most 12 times" in visit.run().words


def test_an_autorater_is_made_by_asking_its_judge(open_home, monkeypatch):
    """Against the made-up cloud: what it was asked and how often it stands in the reward."""
    home = open_home(AFTER)
    with running_cloud() as cloud:
        cloud.serve(monkeypatch)
        visit = type_in(making(home, JUDGE), "reward_judge", "gemini-3.5-flash").click(GO)
    assert visit.errors == []
    assert visit.at.selectbox(key=CHOSEN).value == 2
    assert rows_of(home.studio, Reward)[-1].kinds == ["autorater"]


def test_a_judge_who_cannot_be_asked_is_a_sentence(open_home, monkeypatch):
    """Nothing is kept, and what was typed stays."""
    monkeypatch.delenv("PREFSTUDIO_GOOGLE_PROJECT", raising=False)
    home = open_home(AFTER)
    visit = type_in(making(home, JUDGE), "reward_judge", "gemini-3.5-flash").click(GO)
    assert len(visit.errors) == 1
    assert visit.at.text_input(key="reward_judge").value == "gemini-3.5-flash"
    assert len(rows_of(home.studio, Reward)) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_a_projects_hostile_words_are_text_in_the_draft(open_home, text):
    home = open_home(AFTER)
    with home.studio.db.write() as session:
        session.get_one(Project, home.project.id).instruction = text
    visit = making(home, JUDGE)
    assert text in visit.at.text_area(key=PROMPT).value
    assert read_as_markdown(visit, text) == [
        found for found in read_as_markdown(visit, text) if found[0].startswith("TextArea")
    ]
