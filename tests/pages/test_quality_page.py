"""Quality: the figures and the annotators, for each who sees them and in each state of a project."""

import json

import pytest
from sqlmodel import update

from app.ui.quality.report import report_shelf
from core.access import Person, Role
from core.labelling import Judgment, Outcome, Pair, Project
from core.labelling.adjudication import Ruling, decide
from tests.core.builders import rows_of
from tests.pages.made_team import BO
from tests.pages.test_hostile_names import HOSTILE, read_as_markdown
from tests.pages.visit import Home, Visit

SEERS = (Role.REVIEWER, Role.ENGINEER, Role.LEAD)
MANY = 3_000
STAMP = 7
STATEMENTS = {"Figures": 25, "Annotators": 25, "Inbox": 7, "Gold": 5, "Models": 3}


@pytest.fixture(autouse=True)
def _forget_reports():
    """A report is kept for a project's state, and copies of a home are one project in two states."""
    report_shelf().kept.clear()


@pytest.fixture
def team(open_team) -> Home:
    """66 pairs, ten of them gold, each judged by three people or more."""
    return open_team(pairs=66, gold=10)


def see(home: Home, tab: str = "Figures", role: Role = Role.LEAD, **state: object) -> Visit:
    visit = home.visit(role)
    for key, value in {"quality_tab": tab, **state}.items():
        visit.at.session_state[key] = value
    return visit.go("quality")


def turn_to(visit: Visit, tab: str) -> Visit:
    visit.at.session_state["quality_tab"] = tab
    return visit.run()


def charts(visit: Visit) -> list[dict]:
    return [json.loads(one.proto.spec) for one in visit.at.get("plotly_chart")]


@pytest.mark.parametrize("role", SEERS)
@pytest.mark.parametrize("kind", ["no pairs", "sample", "many pairs", "sample, gone round"])
def test_every_tab_for_everybody_who_sees_it(open_home, kind, role):
    """Nothing unexpected happens and nothing is refused."""
    visit = see(open_home(kind), role=role)
    for tab in STATEMENTS:
        assert not turn_to(visit, tab).errors, tab


def test_the_figures_say_how_far_people_agree(open_home):
    """With intervals, what alpha means, and what a reward model can reach."""
    visit = see(open_home("sample"))
    shown = {one.label: (one.value, one.delta) for one in visit.at.metric}
    assert shown["Agreement of two people"] == ("74 %", "64–83 %")
    assert shown["Krippendorff's alpha"] == ("0.52", "0.34 to 0.67")
    assert shown["Noise floor of the loss"] == ("0.25 to 0.33", "0.15 to 0.46")
    assert "Moderate: 1 is full agreement, 0 what chance gives." in visit.words
    assert "Where two people both choose, they agree on 82 %: expect a loss of 0.25" in visit.words
    assert "17 open disputes" in visit.words


def test_everybody_is_a_dot_with_whiskers(team):
    """Bo, who chooses the left text, stands apart; a line says what to compare with."""
    agreement, gold, side, length, pace, confidence = charts(see(team))
    assert side["layout"]["yaxis"]["ticktext"] == ["Ada", "Bo", "Chidi", "Dora", "Emeka", "Fay", "Goran"]
    (dots,) = side["data"]
    assert [row for row, symbol in enumerate(dots["marker"]["symbol"]) if symbol == "diamond"] == [1]
    assert dots["hovertemplate"][1].startswith("Bo: 100 % (")
    assert len(set(dots["marker"]["color"])) == 7, "each in their own colour"
    assert agreement["layout"]["annotations"][0]["text"].startswith("mean: ")
    assert gold["layout"]["annotations"][0]["text"] == "asked for: 70 %"
    assert length["layout"]["annotations"][0]["text"].startswith("mean: ")
    assert len(pace["data"]) == 2
    assert sum(confidence["data"][0]["y"]) > 50


def test_each_method_of_consensus_has_its_histogram(team):
    """Weighing is offered where gold was answered."""
    visit = see(team)
    control = visit.at.segmented_control(key="quality_method")
    assert control.options == ["Majority", "Weighted by gold", "Dawid–Skene"]
    before = charts(visit)[-1]["data"][0]["y"]
    control.set_value("weighted")
    assert charts(visit.run())[-1]["data"][0]["y"] != before


def test_flags_come_first_as_sentences(team):
    """The name, what was found, and that it is no verdict."""
    words = see(team, "Annotators").words
    assert f"**{BO}**: chose the left text in 100 % of" in words
    assert words.index(f"**{BO}**: chose") < words.index("not a verdict")


def test_a_flag_shows_the_answers_that_it_rests_on(team, statements):
    """Behind an expander, and read when it is opened: Bo's choices of the left text."""
    key = f"quality_flag_{number_of(team, BO)}_side"
    visit = see(team, "Annotators")
    assert not [one for one in visit.at.dataframe if "Said" in one.value]
    visit.at.session_state[key] = True
    shown = next(one.value for one in visit.run().at.dataframe if "Said" in one.value)
    assert len(shown) > 50
    assert set(shown["Side"]) == {"left"}
    assert shown["Post"][0].startswith("Post 0. My neighbour")
    assert f"The {len(shown)} answers it rests on" in visit.words


def test_the_table_and_the_checks_of_one(team):
    """All figures of everybody; a chosen person's checks, each with a sign."""
    visit = see(team, "Annotators")
    table = visit.at.dataframe[0].value.set_index("Annotator")
    assert table.loc[BO, "Flags"] == "side"
    ada = number_of(team, "Ada")
    given = [one for one in rows_of(team.studio, Judgment) if one.person_id == ada]
    assert table.loc["Ada", "Judgments"] == len(given)
    visit.at.selectbox(key="quality_person").set_value(number_of(team, BO))
    words = visit.run().words
    assert ":orange[:material/flag:] **Side** · Chose the left text in 100 %" in words
    assert ":gray[:material/remove:] **Consistency** · No pair shown twice yet." in words


def number_of(home: Home, name: str) -> int:
    return next(one.id for one in rows_of(home.studio, Person) if one.name == name)


@pytest.mark.parametrize("pairs", [66, MANY])
def test_what_a_tab_asks_does_not_grow_with_the_data(open_team, statements, pairs):
    """The same number on 66 pairs and on 10,000, with three judgments each."""
    home = open_team(pairs=pairs)
    visit = see(home)
    for tab, number in STATEMENTS.items():
        report_shelf().kept.clear()
        statements()
        turn_to(visit, tab)
        asked = statements()
        assert len(asked) == number, "\n".join(asked)


def test_the_figures_are_worked_out_when_something_has_changed(team, statements):
    """Who looks again costs the stamp alone; a judgment more, and everything is worked out anew."""
    visit = see(team)
    statements()
    visit.run()
    assert len(statements()) == STAMP
    before = [one.value for one in visit.at.metric]
    with team.studio.db.write() as session:
        decide(session, team.person(Role.LEAD), team.project, 40, Ruling(Outcome.TIE))
    statements()
    visit.run()
    assert len(statements()) == STATEMENTS["Figures"]
    assert [one.value for one in visit.at.metric] == before
    assert "**0** :gray[open disputes]" not in visit.words


@pytest.mark.parametrize(("role", "links"), [(Role.REVIEWER, 0), (Role.LEAD, 1)])
def test_one_judgment_a_pair_says_how_to_measure_agreement(open_team, role, links):
    """On the project page, with a link for those who have it; what one person shows is there all the same."""
    home = open_team(pairs=66, judges=1, bo=False)
    visit = see(home, role=role)
    assert visit.at.info[0].value.startswith("Every pair is judged once, so agreement cannot be measured.")
    assert len([one for one in visit.at.page_link if one.label == "Project settings"]) == links
    assert {one.value for one in visit.at.metric} == {"–"}
    assert len(charts(visit)) == 4  # sides, lengths, pace, confidence


def test_before_the_second_answer_on_a_pair_one_waits(open_team):
    """With more judgments to come there is nothing to set."""
    home = open_team(pairs=66, judges=1, bo=False)
    with home.studio.db.write() as session:
        session.get_one(Project, home.project.id).judgments_per_pair = 2
    assert see(home).at.info[0].value.startswith("No pair has been judged by two people yet")


@pytest.mark.parametrize("tab", ["Figures", "Annotators"])
@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("no pairs", "No judgment has been given yet. Once people label, this page shows"),
        ("many pairs", "All choices so far came with a file."),
    ],
)
def test_an_empty_place_says_what_it_is_for(open_home, kind, sentence, tab):
    """And leads to where it is filled."""
    visit = see(open_home(kind), tab)
    assert visit.at.info[0].value.startswith(sentence)
    assert "Label" in [one.label for one in visit.at.page_link]


def test_what_is_not_known_is_said(open_team):
    """No gold, nobody flagged."""
    home = open_team(pairs=12, bo=False)
    assert "No gold pair has been answered yet." in see(home).words
    assert "Nobody is flagged" in see(home, "Annotators").words


HOSTILE_NAMES = tuple(f"{number} {text}" for number, text in enumerate(HOSTILE * 2))


@pytest.mark.parametrize("role", SEERS)
def test_names_and_texts_are_shown_as_they_are(open_team, role):
    """Of people, of pairs, of what they wrote; Markdown reads none of it."""
    home = open_team(pairs=66, honest=HOSTILE_NAMES)
    with home.studio.db.write() as session:
        session.exec(update(Person).where(Person.name == BO).values(name=f"Bo {HOSTILE[0]}"))
        texts = {"input_text": HOSTILE[0], "candidate_0": HOSTILE[1], "candidate_1": HOSTILE[2]}
        session.exec(update(Pair).values(**texts))
        session.exec(update(Judgment).values(rationale=HOSTILE[0], flag=HOSTILE[1]))
    visit = see(home, role=role)
    for tab in STATEMENTS:
        turn_to(visit, tab)
        for text in HOSTILE:
            assert read_as_markdown(visit, text) == [], tab
        if tab == "Inbox":
            assert [one.value for one in visit.at.text][:3] == list(HOSTILE)
            assert HOSTILE[1] in visit.words
