"""The policy through the running app: each page by each role, with numbers and addresses of another project.

A browser decides what stands in widgets, in cookies and in its address, so all of these hold what belongs to
another project here; and every page's script is run for those as well whose navigation has not got it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from streamlit.runtime.scriptrunner import RerunData
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.util import patch_config_options

from app.ui.access import PICKED
from app.ui.resources import studio
from app.ui.routes import ROUTES, can_see
from app.ui.state import CHOSEN, PROJECT
from core.access import SYSTEM, NewPerson, PersonView, Role, add_person, pause_person, set_project_role
from core.labelling import Decision
from core.services import Studio
from tests.core.builders import rows_of
from tests.pages.marked_projects import MINE, THEIRS, Marked, mark_project
from tests.pages.visit import ROOT, texts_of, unescaped

OF_NO_PROJECT = frozenset({"account", "audit", "people", "tokens"})
PAGES = [route.name for route in ROUTES]
TYPED = "/typed"
"""Ends the addresses that are typed: a page may say them again."""
REFUSALS = ("There is no ", "does not include", "has no role")


@dataclass(frozen=True)
class Both:
    """My project, and the one whose people I am not among."""

    mine: Marked
    theirs: Marked
    outside: dict[str, PersonView | None]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """Set once; the pages change nothing of it but who holds which pair."""
    home = tmp_path_factory.mktemp("policy") / "home"
    shown = {"client.showErrorDetails": "full"}  # so that a refusal is told from a fault
    with pytest.MonkeyPatch.context() as patch, patch_config_options(shown):
        patch.chdir(ROOT)  # where .streamlit/config.toml is
        patch.setenv("PREFSTUDIO_HOME", str(home))
        studio.clear()
        opened = studio()
        mine, theirs = mark_project(opened, MINE), mark_project(opened, THEIRS)
        yield Both(mine, theirs, _outside(opened, mine))
        studio().close()
        studio.clear()


def _outside(opened: Studio, mine: Marked) -> dict[str, PersonView | None]:
    """Who is let into nothing: nobody, somebody without any project, somebody who is paused."""
    with opened.db.write() as session:
        alone = add_person(session, SYSTEM, NewPerson("Alone", None))
        paused = add_person(session, SYSTEM, NewPerson("Paused", None))
        set_project_role(session, SYSTEM, paused.id or 0, mine.project.id, Role.LEAD)
        paused = pause_person(session, SYSTEM, paused.id or 0, paused=True)
    return {"signed out": None, "in no project": alone, "paused": paused}


TABS: tuple[dict[str, str], ...] = (
    {},
    {"datasets_tab": "Import", "quality_tab": "Annotators", "rewards_tab": "Make a reward"},
    {"datasets_tab": "Frozen sets", "quality_tab": "Inbox", "whose": "Everybody’s"},
    {"quality_tab": "Gold"},
)
"""Which tabs are open."""


def chosen(of: Marked) -> dict[str, Any]:
    """What a browser may say that it has chosen: numbers of this project."""
    return {
        CHOSEN: of.project.id,
        "chosen_run": of.run_id,
        "next_run": of.run_id,
        "chosen_reward": of.reward_id,
        "next_reward": of.reward_id,
        "review": of.review.id,
        "quality_place": 2,
    }


def typed(of: Marked) -> dict[str, Any]:
    """Addresses of this project in the fields that take some."""
    address = f"{of.root}{TYPED}"
    return {"curves_address": address, "import_address": address}


def opened_by(person: PersonView | None, script: str, **said: Any) -> AppTest:
    """The app, or a page's script alone, as somebody whose browser says these things."""
    at = AppTest.from_file(ROOT / script, default_timeout=30)
    at.session_state[PICKED] = person.id if person else 0
    for name, value in said.items():
        at.session_state[name] = value
    for name in ("project", "run", "set", "pair", "comparison", "review", "dataset", "reward"):
        at.query_params[name] = str(said.get(CHOSEN, 1))
    return at.run()


def sent(at: AppTest) -> str:
    """Everything that went to the browser, in small letters, without the addresses that came from there."""
    nodes = [node.proto for node in at if getattr(node, "proto", None) is not None]
    text = "\n".join(unescaped(text) for node in nodes for _, text in texts_of(node)).lower()
    return re.sub(rf"gs://\w+bucket/run{TYPED}", "", text)


def visits(at: AppTest) -> Iterator[tuple[str, str]]:
    """What each page of the person's navigation sends; a refusal is no fault of the page."""
    for page in PAGES:
        try:
            at.switch_page(str(ROOT / "pages" / f"{page}.py"))
        except ValueError:
            continue  # not in the navigation
        text = sent(at.run())
        assert len(refusals(at)) >= len(at.exception), (page, [one.message for one in at.exception])
        yield page, text


@pytest.mark.parametrize("role", Role)
def test_nothing_of_another_project_is_sent(both, role):
    """Whatever numbers and addresses the browser names, on each page, with every tab open in turn."""
    who = both.mine.people[role]
    seen = []
    for tabs in TABS:
        at = opened_by(who, "app/main.py", **chosen(both.theirs), **typed(both.theirs), **tabs)
        for page, text in visits(at):
            assert THEIRS.lower() not in text, (page, tabs)
            assert MINE.lower() in text or page in OF_NO_PROJECT | {"project"}, page
            seen.append(page)
    assert set(seen) == {route.name for route in ROUTES if _sees(who, route, both.mine)}


@pytest.mark.parametrize("role", Role)
def test_a_page_one_has_not_got_refuses_its_data(both, role):
    """The script of each page, run around the navigation: on one's own project, and on another one."""
    who = both.mine.people[role]
    nobodys = replace(both.theirs.project, name="a name")  # the view is planted, so its own words are no leak
    for page in PAGES:
        at = opened_by(
            who, f"pages/{page}.py", **chosen(both.theirs), **typed(both.theirs), **{PROJECT: nobodys}
        )
        assert THEIRS.lower() not in sent(at), page
        assert page in OF_NO_PROJECT or refusals(at), page
        at = opened_by(who, f"pages/{page}.py", **chosen(both.mine), **{PROJECT: both.mine.project})
        if role == Role.ANNOTATOR:
            assert not {one for one in both.mine.secrets if one in sent(at)}, page
            assert page in {"home", "label", "answers", "account", "tokens"} or refusals(at), page


@pytest.mark.parametrize("whose", ["signed out", "in no project", "paused"])
def test_who_is_not_let_in_gets_nothing(both, whose):
    """Through the app: the sign-in, or a studio without a project, on every page that can be opened."""
    at = opened_by(both.outside[whose], "app/main.py", **chosen(both.mine))
    secrets = {one for one in both.mine.secrets | both.theirs.secrets if not one.endswith("other")}
    secrets |= {f"{MINE.lower()} post", f"{MINE.lower()} project"}
    for page, text in [("the first", sent(at)), *visits(at)]:
        assert not {one for one in secrets if one in text}, page


def test_an_annotator_gets_none_of_the_secrets(both):
    """They are there: the lead of the same project gets nearly all of them by the same means."""
    found = set()
    for tabs in TABS:
        for role, expected in ((Role.ANNOTATOR, set()), (Role.LEAD, None)):
            at = opened_by(both.mine.people[role], "app/main.py", **chosen(both.mine), **tabs)
            for page, text in visits(at):
                assert not refusals(at), (role, page, refusals(at))
                got = {one for one in both.mine.secrets if one in text}
                assert expected is None or got == expected, page
                found |= got
    assert len(found) > 8, found


@pytest.mark.parametrize(
    ("role", "refusal"),
    [(Role.ENGINEER, "does not include “adjudicate”"), (None, "There is no project number")],
)
def test_a_role_that_is_taken_counts_at_the_next_click(both, role, refusal):
    """Without signing in again: a button that is still on screen does nothing any more."""
    opened, mine = studio(), both.mine.project
    with opened.db.write() as session:
        number = add_person(session, SYSTEM, NewPerson(f"Rhea {role}", None)).id or 0
        rhea = set_project_role(session, SYSTEM, number, mine.id, Role.REVIEWER)
    at = opened_by(rhea, "app/main.py", quality_tab="Inbox")
    at.switch_page(str(ROOT / "pages" / "quality.py")).run()
    button = next(one for one in at.button if str(one.key).startswith("quality_decide_candidate_0"))
    decided = len(rows_of(opened, Decision))
    with opened.db.write() as session:
        set_project_role(session, SYSTEM, number, mine.id, role)
    button.click()
    assert any(refusal in one for one in refusals(at.run()))
    assert len(rows_of(opened, Decision)) == decided
    assert (MINE.lower() in sent(at)) is (role is not None)


@pytest.mark.parametrize("page", ["label", "quality", "runs", "curves", "compare"])
def test_a_role_that_is_taken_counts_in_the_next_run_of_a_fragment(both, page, monkeypatch):
    """Parts of a page that are drawn anew by themselves get nothing that the person may not see any more."""
    opened, mine = studio(), both.mine
    with opened.db.write() as session:
        number = add_person(session, SYSTEM, NewPerson(f"Fritz {page}", None)).id or 0
        fritz = set_project_role(session, SYSTEM, number, mine.project.id, Role.LEAD)
    at = opened_by(fritz, "app/main.py", **chosen(mine), quality_tab="Inbox")
    at.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
    fragments = list(at._fragment_storage._fragments)  # noqa: SLF001 - a browser knows them
    assert fragments
    with opened.db.write() as session:
        set_project_role(session, SYSTEM, number, mine.project.id, None)
    said: list[str] = []
    for fragment in fragments:
        alone = partial(RerunData, fragment_id_queue=[fragment])
        monkeypatch.setattr("streamlit.testing.v1.local_script_runner.RerunData", alone)
        said += refusals(at.run())
        assert MINE.lower() not in sent(at)
    assert said


def refusals(at: AppTest) -> list[str]:
    """What was refused, on the page or as its end."""
    said = [unescaped(one.value) for one in at.error] + [one.message for one in at.exception]
    return [one for one in said if any(mark in one for mark in REFUSALS)]


def _sees(person: PersonView, route: Any, of: Marked) -> bool:
    return can_see(person, route.name, of.project.id)
