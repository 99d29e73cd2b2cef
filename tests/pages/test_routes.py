"""A page is a file in `pages/` and an entry in the table of pages, and nothing else knows of it."""

import shutil

from streamlit.testing.v1 import AppTest

from app.ui import routes
from app.ui.routes import PAGES, ROUTES, Route, can_see
from core.access import Action, PersonView, Role

MADE_UP = Route("weather", "Weather", "sunny", "Whether it rains.", "The loop", Action.SEE_RUNS)
SCRIPT = 'import streamlit as st\n\nst.title("It rains")\n'


def test_every_file_has_its_entry():
    """And every entry its file."""
    files = {path.stem for path in PAGES.glob("*.py")} - {"__init__"}
    names = [route.name for route in ROUTES]
    assert sorted(names) == sorted(files)


def test_a_page_made_here_is_seen_by_those_whose_role_includes_it(monkeypatch, tmp_path, open_app):
    """A file and an entry: it is in the navigation of its role, runs, and nobody else can open it."""
    folder = tmp_path / "pages"
    shutil.copytree(PAGES, folder)
    (folder / "weather.py").write_text(SCRIPT, encoding="utf-8")
    monkeypatch.setattr(routes, "PAGES", folder)
    monkeypatch.setattr(routes, "ROUTES", (*ROUTES, MADE_UP))
    assert [role for role in Role if can_see(PersonView(1, "Ada", role), "weather", 1)] == [
        Role.REVIEWER,
        Role.ENGINEER,
        Role.LEAD,
    ]
    app: AppTest = open_app(Role.LEAD)
    shown = app.switch_page(str(folder / "weather.py")).run()
    assert [one.value for one in shown.title] == ["It rains"]
