"""Frozen sets to reinforce on, and runs that were not submitted yet."""

import pytest

from core.training.methods.gemini_rlhf.method import GeminiRlhf
from tests.core.training.methods.gemini.gemini_runs import GeminiRun
from tests.core.training.methods.gemini_rlhf.rlhf_plans import GIVEN, reward
from tests.loop_helpers import set_scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """A studio with frozen sets; the tests of a module share it, as none changes it."""
    with set_scene(tmp_path_factory.mktemp("rlhf")) as made_scene:
        yield made_scene


@pytest.fixture
def run(cloud, scene):
    """A run on prompts, with a program as reward."""
    roles = ("prompt_dataset", "eval_dataset")
    return GeminiRun(cloud, scene, GeminiRlhf(), dict(GIVEN), roles, reward())
