"""A closed review offers its files; an open one offers none."""

import pytest

from core.access import Role
from core.review import get_review
from tests.core.review.big_review import close
from tests.pages.reviews_on_screen import open_review, two_files, upload


@pytest.fixture
def home(open_home):
    """A home with an open review of three items, one verdict each."""
    opened = open_home("no pairs")
    upload(opened, *two_files()).click("plan_go")
    return opened


def offered(visit):
    """The labels of the download buttons."""
    return [one.proto.label for one in visit.at.get("download_button")]


def test_files_are_offered_once_the_review_is_closed(home):
    """The page to whoever may compare, tables to whoever may export."""
    assert offered(open_review(home.visit(Role.LEAD))) == []
    close(home.studio, home.studio.db.ask(get_review, 1))
    assert offered(open_review(home.visit(Role.REVIEWER))) == ["Report"]
    assert offered(open_review(home.visit(Role.ENGINEER))) == [
        "Report",
        "Verdicts, CSV",
        "Verdicts, Parquet",
        "Items, CSV",
        "Items, Parquet",
        "Left out, CSV",
        "LLM Comparator",
    ]
