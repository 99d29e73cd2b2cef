"""The pages, in the order of the loop, and who sees them: a page is a file in `pages/` and an entry here."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from app.ui.resources import studio
from core.access import STUDIO_WIDE, Action, PersonView, may
from core.sign_in_settings import SignIn

PAGES = Path(__file__).parents[2] / "pages"


@dataclass(frozen=True)
class Route:
    """A page: its file's name is its URL; ``action`` is what one must be allowed to see it.

    Pages of the group “The loop” are its stages or belong to one; ``only`` is the way to sign in that has it.
    """

    name: str
    title: str
    icon: str
    help: str
    group: str = ""
    action: Action | None = None
    needs_project: bool = True
    only: SignIn | None = None


ROUTES = (
    Route("home", "Home", "home", "Where the project stands, and your next step.", needs_project=False),
    Route("label", "Label", "thumbs_up_down", "Choose between two answers.", "The loop", Action.LABEL),
    Route(
        "answers", "Answers", "fact_check", "What you said, to look at and change.", "The loop", Action.LABEL
    ),
    Route(
        "quality",
        "Quality",
        "verified",
        "How far people agree, how each works, and what waits for a decision.",
        "The loop",
        Action.SEE_QUALITY,
    ),
    Route(
        "pairs",
        "Pairs",
        "search",
        "Find any pair, read what happened to it, act on one or on many.",
        "The loop",
        Action.SEE_QUALITY,
    ),
    Route(
        "datasets", "Data sets", "dataset", "Import, freeze and export data sets.", "The loop", Action.IMPORT
    ),
    Route(
        "rewards",
        "Rewards",
        "award_star",
        "What scores answers, learned from people's choices and measured on them.",
        "The loop",
        Action.SEE_RUNS,
    ),
    Route("launch", "Launch", "rocket_launch", "Start a tuning run.", "The loop", Action.LAUNCH),
    Route("runs", "Runs", "list_alt", "What is running and what has run.", "The loop", Action.SEE_RUNS),
    Route("curves", "Curves", "show_chart", "Whether a run learned.", "The loop", Action.SEE_RUNS),
    Route("compare", "Compare", "balance", "Models’ answers, judged blind.", "The loop", Action.COMPARE),
    Route(
        "project",
        "Project",
        "tune",
        "Instruction, guidelines and the sample.",
        "Lead",
        Action.MANAGE_PROJECT,
        needs_project=False,
    ),
    Route(
        "enrolment",
        "Outside annotators",
        "person_add",
        "Links for people from outside, how far they are, and the figures they are paid by.",
        "Lead",
        Action.MANAGE_PROJECT,
    ),
    Route(
        "people", "People", "group", "Who is here, and what they did.", "Lead", Action.MANAGE_MEMBERS,
        needs_project=False,
    ),
    Route(
        "audit", "Audit log", "history", "What was done, by whom and when.", "Lead", Action.SEE_AUDIT,
        needs_project=False,
    ),
    Route(
        "tokens", "Tokens", "key", "What programs show that work in your name.", "You", needs_project=False
    ),
    Route(
        "account", "Your account", "person", "Where you are signed in, and your password.", "You",
        needs_project=False, only=SignIn.ACCOUNTS,
    ),
)  # fmt: skip


def page(route: Route) -> StreamlitPage:
    """Streamlit's page of a route."""
    return st.Page(
        PAGES / f"{route.name}.py",
        title=route.title,
        icon=f":material/{route.icon}:",
        help=route.help,
        default=route.name == "home",
    )


def pages_for(person: PersonView, project_id: int | None) -> dict[str, list[StreamlitPage]]:
    """The pages a person sees who works on this project, by group; None where there is no project."""
    groups: dict[str, list[StreamlitPage]] = {}
    for route in ROUTES:
        if _allows(route, person, project_id) and (project_id is not None or not route.needs_project):
            groups.setdefault(route.group, []).append(page(route))
    return groups


def path_of(name: str) -> str:
    """Where ``st.switch_page`` and ``st.page_link`` find a page."""
    return str(PAGES / f"{name}.py")


def route_of(name: str) -> Route:
    """What is known of a page."""
    return next(route for route in ROUTES if route.name == name)


def can_see(person: PersonView, name: str, project_id: int | None) -> bool:
    """Whether a person has this page in this project."""
    return _allows(route_of(name), person, project_id)


def _allows(route: Route, person: PersonView, project_id: int | None) -> bool:
    """An action of the whole studio takes a role in every project; so do all before there is a project."""
    if route.only is not None and route.only is not studio().settings.sign_in:
        return False
    where = None if route.action in STUDIO_WIDE else project_id
    return route.action is None or (not person.paused and may(person.role_in(where), route.action))
