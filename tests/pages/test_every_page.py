"""Every page for every role on every kind of project: it runs, and asks a fixed number of times."""

from collections.abc import Callable

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from app.ui.routes import ROUTES
from core.access import Role, may

HOMES = ("no project", "no pairs", "sample", "many pairs")
ANNOTATOR = {"home", "label"}
REVIEWER = ANNOTATOR | {"quality", "rewards", "runs", "curves", "compare"}
ENGINEER = REVIEWER | {"datasets", "launch"}
LEAD = ENGINEER | {"project", "people", "audit"}
KNOWN = {Role.ANNOTATOR: ANNOTATOR, Role.REVIEWER: REVIEWER, Role.ENGINEER: ENGINEER, Role.LEAD: LEAD}
NEW = {
    route for route in ROUTES if route.name not in LEAD and not route.only
}  # pages beyond those that are known here
PAGES_OF = {
    role: known | {route.name for route in NEW if route.action is None or may(role, route.action)}
    for role, known in KNOWN.items()
}
WITHOUT_PROJECT = {"home", "project", "people", "audit"} | {
    route.name for route in NEW if not route.needs_project
}

# SQL statements of one run: 1 finds the person, 1 lists the projects, the rest is the page's own.
STATEMENTS = {
    "home": {"sample": 25, "many pairs": 27},  # how far a project is set up is asked of one's own only
    "pairs": 14,
    "datasets": 4,
    "rewards": 4,
    "launch": 4,
    "runs": 4,
    "curves": 4,
    "compare": 4,
    "project": 9,
    "people": 12,
    "audit": 7,
    "label": 27,  # the last one: whoever goes on from there gives back the pairs they hold
}


@pytest.mark.parametrize("home", HOMES)
@pytest.mark.parametrize("role", Role)
def test_every_page_of_every_role(open_app: Callable[..., AppTest], role: Role, home: str) -> None:
    """A role has exactly the pages of the policy; each of them runs, and no other can be opened."""
    app = open_app(role, home)
    for route in ROUTES:
        if route.name in PAGES_OF[role] and (home != "no project" or route.name in WITHOUT_PROJECT):
            app.switch_page(f"../pages/{route.name}.py").run()
            assert not app.exception, route.name
            assert not app.error, route.name
        else:
            with pytest.raises(ValueError, match="not"):
                app.switch_page(f"../pages/{route.name}.py")


@pytest.mark.parametrize("home", ["sample", "many pairs"])
def test_a_page_asks_the_database_a_fixed_number_of_times(
    open_app: Callable[..., AppTest], statements: Callable[[], list[str]], home: str
) -> None:
    """The same number on 66 pairs and on 10,000: what a page costs does not grow with what is stored."""
    st.cache_data.clear()  # what another copy of this home has looked at is no look at this one
    app = open_app(Role.LEAD, home)
    for page, number in STATEMENTS.items():
        statements()
        app.switch_page(f"../pages/{page}.py").run()
        asked = statements()
        expected = number[home] if isinstance(number, dict) else number
        assert len(asked) == expected, "\n".join((page, *asked))
