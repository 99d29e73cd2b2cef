"""The first hour of a lead: from an empty studio to people who label, in five steps that can be left.

Whether a step is done is told from what is in the studio. What is kept is only what was skipped or put away.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import streamlit as st
from sqlmodel import Session

from app.ui.access import person
from app.ui.actions import ask, attempt, write
from app.ui.datasets.tabs import IMPORT, OPEN
from app.ui.project import PROJECT_TAB, TABS
from app.ui.quality.words import GOLD
from app.ui.quality.words import OPEN as QUALITY
from app.ui.routes import path_of
from app.ui.state import has_project, may_here, open_project
from core.access import Action, PersonView, keep_preference, preferences_of
from core.demo.sample import put_sample_back
from core.labelling import ProjectView, list_projects
from core.labelling.overview import SetUp, read_set_up
from core.labelling.progress import person_progress

KEPT = "first_steps"
PUT_AWAY, SKIPPED = "put_away", "skipped"


class Step(StrEnum):
    """What a lead does first, in this order."""

    SAMPLE = "sample"
    FILE = "file"
    PROTOCOL = "protocol"
    GOLD = "gold"
    PEOPLE = "people"


@dataclass(frozen=True)
class Way:
    """What the button of a step says and where it leads: a page, its query, and the project there."""

    label: str
    page: str
    query: dict[str, str]
    project: ProjectView | None = None


@dataclass(frozen=True)
class FirstStep:
    """One step: what it is for, whether it is done, and the way to the place where it is done."""

    step: Step
    title: str
    about: str
    done: bool
    skipped: bool
    way: Way | None

    @property
    def over(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.done or self.skipped


def first_steps() -> None:
    """The steps, until all are over or they were put away; nothing for those who set nothing up."""
    if not (person().may(Action.CREATE_PROJECT) or (has_project() and may_here(Action.MANAGE_PROJECT))):
        return
    kept = ask(preferences_of, person().id).get(KEPT, {})
    steps = ask(read_first_steps, person(), set(kept.get(SKIPPED, ())))
    if all(one.over for one in steps):
        return
    done = sum(one.over for one in steps)
    if kept.get(PUT_AWAY):
        st.button(
            f"First steps: {done} of {len(steps)}", key="first_steps_back", type="tertiary",
            icon=":material/checklist:", on_click=_keep, args=(kept | {PUT_AWAY: False},),
        )  # fmt: skip
        return
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**First steps** :gray[· {done} of {len(steps)} done]", width="stretch")
            st.button(
                "Put away", key="first_steps_away", type="tertiary", icon=":material/close:",
                help="The way back stays at this place.", on_click=_keep, args=(kept | {PUT_AWAY: True},),
            )  # fmt: skip
        for number, one in enumerate(steps, start=1):
            _row(number, one, kept)


def read_first_steps(session: Session, who: PersonView, skipped: set[str]) -> list[FirstStep]:
    """The five steps of this person's newest own project, or before there is one."""
    projects = list_projects(session)
    sample = next((one for one in projects if one.is_sample), None)
    led = [one for one in projects if not one.is_sample and who.may(Action.MANAGE_PROJECT, one.id)]
    own = max(led, key=lambda one: one.id, default=None)
    has = read_set_up(session, who, own) if own else None
    tried = sample is not None and person_progress(session, sample, who.id or 0).judged > 0
    found = (
        _sample_step(who, sample, done=tried),
        _file_step(own, has),
        _protocol_step(own, has),
        _gold_step(own, has),
        _people_step(own, has),
    )
    return [FirstStep(*one, skipped=one[0].value in skipped, way=way) for one, way in found]


Told = tuple[tuple[Step, str, str, bool], Way | None]


def _sample_step(who: PersonView, sample: ProjectView | None, *, done: bool) -> Told:
    about = "Answer a few pairs of the sample, as your annotators will."
    way: Way | None = Way("Label the sample", "label", {}, sample)
    if sample is None:
        way = Way("Put the sample back", "label", {}) if who.may(Action.CREATE_PROJECT) else None
    return (Step.SAMPLE, "Try it", about, done), way


def _file_step(own: ProjectView | None, has: SetUp | None) -> Told:
    about = "Make a project, then import a file of prompts with two answers each."
    way = (
        Way("Import a file", "datasets", {OPEN: IMPORT}, own)
        if own
        else Way("Create a project", "project", {})
    )
    return (Step.FILE, "Bring your own pairs", about, bool(has and has.pairs)), way


def _protocol_step(own: ProjectView | None, has: SetUp | None) -> Told:
    about = "Write the guidelines; choose what is asked, and how many judgments a pair needs."
    way = Way("Write guidelines", "project", {PROJECT_TAB: TABS[0]}, own) if own else None
    return (Step.PROTOCOL, "Say how to choose", about, bool(has and has.guidelines)), way


def _gold_step(own: ProjectView | None, has: SetUp | None) -> Told:
    about = "Pairs whose right answer you know show whom to trust."
    if has and has.gold_needed > 1:
        about += f" The qualification asks for {has.gold_needed:,}; there are {has.gold:,}."
    way = Way("Add gold pairs", "quality", {QUALITY: GOLD}, own) if own else None
    return (Step.GOLD, "Add gold pairs", about, bool(has and has.gold >= has.gold_needed)), way


def _people_step(own: ProjectView | None, has: SetUp | None) -> Told:
    about = "Add who labels, or give a link to people from outside."
    way = Way("Add people", "people", {}, own) if own else None
    return (Step.PEOPLE, "Let people in", about, bool(has and has.people)), way


def _row(number: int, one: FirstStep, kept: dict[str, Any]) -> None:
    icon = ":green[:material/check_circle:]" if one.done else ":gray[:material/circle:]"
    words = f"{icon} **{number}. {one.title}**" + ("" if one.over else f"  \n:gray[{one.about}]")
    if one.skipped and not one.done:
        words += " :gray[· skipped]"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(words, width="stretch")
        if one.done:
            return
        if (
            one.way
            and not one.skipped
            and st.button(one.way.label, key=f"first_{one.step}", icon=":material/arrow_forward:")
        ):
            _go(one.way)
        _skip_button(one, kept)


def _skip_button(one: FirstStep, kept: dict[str, Any]) -> None:
    others = [name for name in kept.get(SKIPPED, ()) if name != one.step.value]
    label, now = ("Take up again", others) if one.skipped else ("Skip", [*others, one.step.value])
    st.button(
        label, key=f"skip_{one.step}", type="tertiary", help=f"{label}: {one.title.lower()}",
        on_click=_keep, args=(kept | {SKIPPED: now},),
    )  # fmt: skip


def _go(way: Way) -> None:
    """To the place of a step, in the project it is about; the sample comes back first where it is gone."""
    if way.page == "label" and way.project is None:
        sample = attempt(lambda: write(put_sample_back))
        if sample is not None:
            open_project(sample.id)
        st.rerun()
    if way.project is not None:
        open_project(way.project.id)
    st.switch_page(path_of(way.page), query_params=way.query)


def _keep(kept: dict[str, Any]) -> None:
    attempt(lambda: write(keep_preference, KEPT, kept))
