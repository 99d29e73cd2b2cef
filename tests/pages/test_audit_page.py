"""The audit page: who sees which log, what the filter leaves, and the way to older entries."""

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from app.ui.audit import page
from core.access import SYSTEM, THE_STUDIO, Action, AuditFilter, Role, audit_csv, permit, set_project_role
from core.access import audit_pages as pages_of_core
from tests.core.builders import new_person
from tests.pages.homes import only_project
from tests.pages.visit import Home, Visit

HOSTILE = "=2+2 :red[**x**] <script>"


@pytest.fixture
def home(open_home) -> Home:
    """The sample, in which five things more were done than it takes to make it."""
    home = open_home("sample")
    project = only_project(home.studio)
    for number in range(5):
        with home.studio.db.write() as session:
            permit(session, SYSTEM, Action.FREEZE, f"{HOSTILE} {number}", project.id, rows=number)
    return home


def numbers(visit: Visit) -> list[int]:
    """Which entries are on the page."""
    return [int(number) for table in visit.at.dataframe for number in table.value["Number"]]


def test_an_admin_reads_all(home):
    """Newest first, with who, what, on what and the details."""
    visit = home.visit(Role.LEAD).go("audit")
    shown = numbers(visit)
    assert shown == list(range(shown[0], 0, -1))
    first = visit.at.dataframe[0].value.iloc[0].tolist()
    assert first[2:] == [
        "the studio",
        "froze a data set",
        f"{HOSTILE} 4",
        "Sample: summarise posts",
        "rows: 4",
    ]


def test_what_the_filter_leaves(home):
    """And the way back to the newest, whatever page was open."""
    visit = home.visit(Role.LEAD).go("audit")
    visit.at.selectbox(key="audit_action").set_value(Action.FREEZE)
    visit.run()
    assert len(numbers(visit)) == 5
    visit.at.selectbox(key="audit_person").set_value(home.person(Role.LEAD).id)
    visit.run()
    assert "Nothing that was done is one of those. Choose fewer conditions above." in visit.words


def test_page_by_page(home, monkeypatch):
    """A short page says so; “Older” goes on, “Newest” goes back."""
    monkeypatch.setattr(page, "ROWS", 3)
    monkeypatch.setattr(pages_of_core, "LOOKED_THROUGH", 3)
    visit = home.visit(Role.LEAD).go("audit")
    newest = numbers(visit)
    assert len(newest) == 3
    older = numbers(click(visit, "Older"))
    assert older[0] == newest[-1] - 1
    assert numbers(click(visit, "Newest")) == newest
    visit.at.selectbox(key="audit_person").set_value(THE_STUDIO)
    visit.at.selectbox(key="audit_action").set_value(Action.CREATE_PROJECT)
    assert f"None of these {page.LOOKED_THROUGH:,} entries is one of those." in visit.run().words


def click(visit: Visit, label: str) -> Visit:
    next(one for one in visit.at.button if one.label == label).click()
    return visit.run()


def test_a_projects_lead_reads_the_projects(home):
    """Neither the studio's log nor another project's is offered."""
    mia = new_person(home.studio, None, "Mia")
    project = only_project(home.studio)
    with home.studio.db.write() as session:
        set_project_role(session, SYSTEM, mia.id or 0, project.id, Role.LEAD)
    visit = Visit(mia).go("audit")
    assert visit.at.selectbox(key="audit_project").options == ["Sample: summarise posts"]
    assert len(numbers(visit)) >= 5


@pytest.mark.parametrize("role", [Role.ANNOTATOR, Role.REVIEWER, Role.ENGINEER])
def test_others_have_no_such_page(home, role):
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        home.visit(role).go("audit")


def test_the_file(home):
    """Every entry that is wanted, and no cell that a spreadsheet computes."""
    lead = home.person(Role.LEAD)
    rows = list(
        csv.DictReader(io.StringIO(audit_csv(home.studio.db, lead, AuditFilter(action=Action.FREEZE))))
    )
    assert [one["subject"] for one in rows] == [f"'{HOSTILE} {number}" for number in (4, 3, 2, 1, 0)]
    assert rows[0]["details"] == '{"rows": 4}'
    assert len(rows[0]["hash"]) == 64


def test_the_page_runs_for_nobody_else(open_app) -> None:
    """With no project at all, an admin reads what was done in the studio."""
    app: AppTest = open_app(Role.LEAD, "no project")
    app.switch_page("../pages/audit.py").run()
    assert not app.exception
    assert not app.error
