"""Every page once the loop has been gone round: it runs for each role, and costs what is written here."""

import pytest
import streamlit as st

from app.ui.routes import ROUTES
from core.access import Role
from tests.pages.homes import AFTER_THE_LOOP
from tests.pages.test_every_page import ANNOTATOR, LEAD, PAGES_OF

# SQL statements of one run, as in test_every_page, but with sets, a run and comparisons to show.
STATEMENTS = {
    "home": {"sample, gone round": 31, "many pairs, gone round": 33},  # only one's own is set up
    "datasets": 5,
    "rewards": 5,
    "launch": 7,
    "runs": 9,
    "curves": 13,
    "compare": 10,
    "project": 9,
    "people": 12,
    "label": 27,  # the last one: whoever goes on from there gives back the pairs they hold
}


@pytest.mark.parametrize("kind", AFTER_THE_LOOP)
@pytest.mark.parametrize("role", Role)
def test_every_page_of_a_role_shows_what_the_loop_left(open_home, kind, role):
    """Nothing unexpected happens and nothing is refused; no other page can be opened."""
    visit = open_home(kind).visit(role)
    for page in (route.name for route in ROUTES if not route.only):
        if page in PAGES_OF[role]:
            assert not visit.go(page).errors
        else:
            with pytest.raises(ValueError, match="Could not find a navigation page"):
                visit.go(page)


@pytest.mark.parametrize("kind", AFTER_THE_LOOP)
def test_what_a_page_asks_does_not_grow_with_the_data(open_home, statements, kind):
    """The same number on 66 pairs and on 10,000."""
    st.cache_data.clear()  # what another copy of this home has looked at is no look at this one
    visit = open_home(kind).visit(Role.LEAD)
    for page, number in STATEMENTS.items():
        statements()
        visit.go(page)
        asked = statements()
        expected = number[kind] if isinstance(number, dict) else number
        assert len(asked) == expected, "\n".join((page, *asked))


def test_an_address_typed_by_hand_opens_no_page_of_others(open_home):
    """An annotator who asks for such a page gets the home page and nothing of the other."""
    home = open_home("sample, gone round")
    lead, annotator = home.visit(Role.LEAD), home.visit(Role.ANNOTATOR)
    shown = annotator.words
    for page in sorted(LEAD - ANNOTATOR):
        asked = lead.go(page).at._page_hash  # noqa: SLF001 - AppTest refuses what a browser may ask for
        annotator.at._page_hash = asked  # noqa: SLF001
        assert annotator.run().words == shown, page
