"""How a project ends: put away and brought back, deleted with all that hangs on it; and the sample."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, attempt_beside, plain, show_beside, write
from app.ui.resources import studio
from app.ui.show import when_open
from app.ui.state import here, leave_project, open_project
from app.ui.words import ago
from core.access import Action
from core.counted import counted
from core.demo.sample import put_sample_back, remove_sample
from core.labelling import ProjectView, list_projects
from core.labelling.projects import archive_project, restore_project
from core.removing import remove_project, what_hangs_on

DELETE = "delete_project"
TYPED = "delete_project_name"


def archived_project(project: ProjectView) -> None:
    """What stands in the place of an archived project's settings."""
    with st.container(border=True):
        st.markdown(
            f":material/inventory_2: **{plain(project.name)}** was archived {ago(project.archived_at)}."
        )
        st.caption("It can be read and exported. Nobody labels in it, and nothing of it changes.")
        _bring_back(project)


def ending(project: ProjectView) -> None:
    """The ways in which a project ends; the sample is simply removed."""
    if project.is_sample:
        _sample()
        return
    place = st.expander("Archive or delete", icon=":material/inventory_2:", key="ending", on_change="rerun")
    when_open(place, _ways, project)


def put_away() -> None:
    """The projects that were archived, and the sample once more, where there is none."""
    archived = ask(list_projects, archived=True)
    if person().may(Action.CREATE_PROJECT):
        _sample_again([*ask(list_projects), *archived])
    others = [one for one in archived if one.id != here()]
    if others:
        _archived(others)


def _archived(found: list[ProjectView]) -> None:
    with st.expander(f"Archived projects: {len(found)}", icon=":material/inventory_2:"):
        for one in found:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{plain(one.name)} · :gray[archived {ago(one.archived_at)}]", width=420)
                st.button(
                    "Look at it",
                    key=f"open_archived_{one.id}",
                    icon=":material/visibility:",
                    on_click=open_project,
                    args=(one.id,),
                )
                _bring_back(one)


def _sample_again(everything: list[ProjectView]) -> None:
    if not any(one.is_sample for one in everything):
        st.button(
            "Put the sample project back",
            key="put_sample_back",
            icon=":material/science:",
            help="Posts with two summaries each and some judgments, to try the studio on.",
            on_click=_put_back,
        )


def _ways(project: ProjectView) -> None:
    st.markdown("**Archive**")
    st.caption(
        "It leaves the choice of projects and can be read only, until a lead brings it back. Runs that are "
        "going on go on; links for outside annotators take nobody in."
    )
    st.button(
        "Archive this project",
        key="archive_project",
        icon=":material/inventory_2:",
        on_click=_archive,
        args=(project,),
    )
    _deletion(project)


def _deletion(project: ProjectView) -> None:
    st.markdown("**Delete**")
    hanging = ask(what_hangs_on, project.id)
    goes = ", ".join(counted(one.count, one.noun) for one in hanging) or "nothing but its settings"
    st.markdown(f"With it goes for good: {goes}.")
    if any(one.noun == "outside annotator" for one in hanging):
        st.warning(
            "The figures that outside annotators are paid by go too: download them first, on the page "
            "“Outside annotators”.",
            icon=":material/payments:",
        )
    st.caption("Exported sets stay where they were sent. The audit log stays, and so do people.")
    st.text_input("Its name, to be sure", key=TYPED, placeholder=project.name, width=400)
    show_beside(DELETE)
    st.button(
        "Delete this project", key=DELETE, icon=":material/delete_forever:", on_click=_delete, args=(project,)
    )


def _sample() -> None:
    with st.expander("Remove the sample project", icon=":material/delete:"):
        st.write(
            "This removes the sample's pairs, judgments, data sets, runs and verdicts for good. "
            "Your own projects stay as they are, and the sample can be put back."
        )
        st.button(
            "Remove the sample project", key="remove_sample", icon=":material/delete:", on_click=_remove
        )


def _bring_back(project: ProjectView) -> None:
    if person().may(Action.ARCHIVE_PROJECT, project.id):
        st.button(
            "Bring it back",
            key=f"restore_project_{project.id}",
            icon=":material/unarchive:",
            on_click=_restore,
            args=(project,),
        )


def _archive(project: ProjectView) -> None:
    if attempt(lambda: write(archive_project, project.id), done=f"“{project.name}” is archived.") is not None:
        leave_project()


def _restore(project: ProjectView) -> None:
    if attempt(lambda: write(restore_project, project.id), done=f"“{project.name}” is back.") is not None:
        open_project(project.id)


def _delete(project: ProjectView) -> None:
    opened = studio()
    typed: str = st.session_state[TYPED]

    def delete() -> bool:
        folder = opened.settings.runs_folder
        remove_project(opened.db, opened.store, person(), project.id, name=typed, runs_folder=folder)
        return True

    if attempt_beside(DELETE, delete, done=f"“{project.name}” is deleted."):
        leave_project()


def _remove() -> None:
    opened = studio()
    attempt(
        lambda: remove_sample(opened.db, opened.store, person(), runs_folder=opened.settings.runs_folder),
        done="The sample project is gone.",
    )


def _put_back() -> None:
    made = attempt(lambda: write(put_sample_back), done="The sample project is back.")
    if made is not None:
        open_project(made.id)
