"""Names from anybody: every place shows them as they are, none lets Markdown read them."""

import json

import pytest
from sqlmodel import select

from app.ui.actions import plain
from app.ui.compare.review import TABS
from app.ui.palette import chart_text
from app.ui.routes import ROUTES
from core.access import Person, Role
from core.datasets.checks import excerpt
from core.db import now
from core.labelling import Project
from core.review import Closing, Review, ReviewModel, ReviewState
from core.rewards import Reward
from core.training.models import Run, RunState
from tests.core.builders import jsonl
from tests.pages.reviews_on_screen import forget_reviews, open_review
from tests.pages.visit import Home, Visit, unescaped

HOSTILE = [
    "<script>alert(1)</script> **b** [x](javascript:1)",
    ":red[x] $\\frac{1}{2}$ `c` ~~s~~ :streamlit: a -> b",
    "\u202etxet\u202c \U0001f98a ![i](https://example.org/i.png)",
]
# The fields that Streamlit's front end shows as text, not as Markdown.
PLAIN_FIELDS = {
    "Selectbox.options",
    "Selectbox.raw_value",
    "MultiSelect.options",
    "MultiSelect.raw_values",
    "TextInput.default",
    "TextInput.value",
    "TextArea.default",
    "TextArea.value",
    "ArrowData.data",
    "Arrow.data",
    "ArrowTable.data",
    "Text.body",
    "Code.code_text",
    "BidiComponent.json",
    "PlotlyChart.spec",
    "PlotlyChart.alt",
    "FileURLs.upload_url",
}


def rename(home: Home, text: str) -> None:
    """Give a name to everything that has one."""
    with home.studio.db.write() as session:
        session.get_one(Project, home.project.id).name = text
        session.get_one(Run, 1).name = text
        session.get_one(Reward, 1).name = text
        session.get_one(Review, 1).title = text
        for role in (Role.LEAD, Role.ENGINEER):
            session.get_one(Person, home.person(role).id).name = text + role.value


def read_as_markdown(visit: Visit, text: str) -> list[tuple[str, str]]:
    """Fields that Markdown reads and that hold the text as it is, though it has something to escape."""
    if plain(text) == text:
        return []
    return [(field, one) for field, one in visit.sent() if text in one and field not in PLAIN_FIELDS]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("role", [Role.ANNOTATOR, Role.LEAD])
def test_no_page_reads_a_name_as_markdown(open_home, text, role):
    """Project, run, comparison and people; on every page of the role."""
    home = open_home("sample, gone round")
    rename(home, text)
    visit = home.visit(role)
    for route in ROUTES:
        if not route.only and (route.name in {"home", "label"} or role == Role.LEAD):
            assert read_as_markdown(visit.go(route.name), text) == [], route.name


@pytest.mark.parametrize("text", HOSTILE)
def test_names_are_shown_as_they_are(open_home, text):
    """In titles, the sidebar, choices and tables."""
    home = open_home("sample, gone round")
    rename(home, text)
    visit = home.visit(Role.LEAD)
    assert unescaped(visit.at.title[0].value) == text
    assert f"{text}{Role.LEAD.value} · :gray[admin]" in visit.words
    visit.go("runs")
    assert visit.at.selectbox(key="chosen_run").options == [f"#1 {text}"]
    assert unescaped(visit.at.subheader[0].value) == text
    assert visit.at.dataframe[0].value["Run"].tolist() == [text]
    visit.go("compare")
    assert f"**{text}** · #1" in visit.words
    assert text + Role.ENGINEER.value in visit.go("people").words


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("tab", TABS)
def test_a_review_shows_names_as_they_are(open_home, text, tab):
    """Its title, models, question, reviewers and reason to close, on every tab."""
    home = open_home("sample, gone round")
    rename(home, text)
    with home.studio.db.write() as session:
        review = session.get_one(Review, 1)
        review.design = review.design | {"question": text}
        review.state, review.closing, review.note = ReviewState.CLOSED, Closing.EARLY, text
        review.closed_at = now()
        for one in session.exec(select(ReviewModel)):
            one.name = text + one.role
    visit = open_review(home.visit(Role.LEAD), tab=tab)
    assert text in visit.words
    assert read_as_markdown(visit, text) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_signing_in_shows_names_as_they_are(open_home, text):
    """Every name is a button there, and a button's label is Markdown."""
    home = open_home("sample, gone round")
    rename(home, text)
    visit = Visit()
    assert read_as_markdown(visit, text) == []
    assert text + Role.ENGINEER.value in visit.words


@pytest.mark.parametrize("text", HOSTILE)
def test_a_run_to_compare_is_offered_under_its_name(open_home, text):
    """On the button that prepares its comparisons."""
    home = open_home("sample, gone round")
    rename(home, text)
    forget_reviews(home)
    visit = home.visit(Role.LEAD).go("compare")
    assert read_as_markdown(visit, text) == []
    assert unescaped(visit.at.button(key="plan_run_1").label) == f"Compare {text} · #1"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_refusal_shows_the_name_as_it_is(open_home, text):
    """Sentences quote names, files and values."""
    home = open_home("sample, gone round")
    rename(home, text)
    visit = home.visit(Role.LEAD).go("project")
    visit.at.text_input(key="new_name").set_value(text)
    visit.submit("Create")
    assert visit.errors == [f"There is already a project called “{text}”; choose another name."]
    assert read_as_markdown(visit, text) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_refused_row_and_its_file_are_shown_as_they_are(open_home, text):
    """The file's name in the sentence, the value in the table."""
    visit = open_home("no pairs").visit(Role.LEAD)
    visit.at.session_state["datasets_tab"] = "Import"
    rows = jsonl({"input_text": text, "candidate_0": text, "candidate_1": text, "choice": 1, text: text})
    visit.go("datasets").at.file_uploader(key="import_file").set_value([(f"{text}.jsonl", rows, "")])
    visit.run().click("import_check_go")
    assert visit.errors == ["1 rows read: 0 good (0 with a choice), 0 repeated, 1 refused."]
    assert f"{excerpt(text)}.jsonl, line 1, field candidate_1" in visit.words
    assert visit.at.dataframe[-1].value["Value"].tolist()[0].startswith('"')
    assert read_as_markdown(visit, text) == []
    visit.at.radio(key="map_how").set_value("otherwise")
    visit.run().at.selectbox(key="map_format").set_value("columns")
    assert read_as_markdown(visit.run(), text) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_failed_run_shows_its_error_as_it_is(open_home, text):
    """An error may quote anything."""
    home = open_home("sample, gone round")
    with home.studio.db.write() as session:
        run = session.get_one(Run, 1)
        run.state, run.error = RunState.FAILED, text
        session.add(run)
    visit = home.visit(Role.LEAD).go("runs")
    assert visit.errors == [text]
    assert read_as_markdown(visit, text) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_charts_escape_the_names_they_show(open_home, text):
    """Plotly reads a few tags and entities in its texts."""
    home = open_home("sample, gone round")
    rename(home, text)
    visit = home.visit(Role.LEAD)
    names = [
        line["name"]
        for chart in visit.at.get("plotly_chart")
        for line in json.loads(chart.proto.spec)["data"]
        if "name" in line
    ]
    assert chart_text(text + Role.ENGINEER.value) in names
