"""A request that is sent again finds its run: a program never launches two where it asked for one."""

from dataclasses import replace

import pytest

from core.access import Role
from core.errors import Conflict, InvalidInput
from core.training.runs import launch, list_runs
from tests.core.builders import new_person
from tests.core.threads import at_once


def ask_for(scene, request, actor=None):
    """Launch as the engineer, unless somebody else is named."""
    studio = scene.studio
    return launch(studio.db, studio.settings.runs_folder, actor or scene.engineer, scene.project, request).run


@pytest.fixture
def request_(scene, made):
    """A request with a key."""
    return replace(scene.request("made"), key="night 7")


def test_sent_again_it_finds_its_run(scene, made, request_):
    """Also when the run was asked for by somebody who never heard of it."""
    first = ask_for(scene, request_)
    assert ask_for(scene, request_) == first
    assert len(made.submitted) == 1


def test_sent_at_once_it_makes_one_run(scene, made, request_):
    """Two servers may be asked at the same moment."""
    runs = at_once(*[lambda: ask_for(scene, request_)] * 4)
    assert len({run.id for run in runs}) == len(made.submitted) == 1


def test_another_request_with_the_same_key_is_refused(scene, made, request_):
    """It would get a run that it did not ask for."""
    ask_for(scene, request_)
    with pytest.raises(Conflict, match=r"used for Run \d+, which asked for something else"):
        ask_for(scene, replace(request_, parameters={"width": 8}))
    assert len(made.submitted) == 1


def test_keys_are_of_one_person_and_requests_without_one_are_each_their_own(scene, made, request_):
    """Nobody can take another's run by guessing a key."""
    emil = new_person(scene.studio, Role.ENGINEER, "Emil")
    runs = [ask_for(scene, request_), ask_for(scene, request_, emil)]
    runs += [ask_for(scene, replace(request_, key="")) for _ in range(2)]
    assert len({run.id for run in runs}) == 4
    assert len(scene.studio.db.ask(list_runs, scene.project.id)) == 4


@pytest.mark.parametrize("key", ["a" * 201, "line\nbreak"])
def test_a_key_that_is_none(scene, made, request_, key):
    """It is refused before anything is looked at."""
    with pytest.raises(InvalidInput, match="at most 200 visible characters"):
        ask_for(scene, replace(request_, key=key))
    assert made.submitted == []
