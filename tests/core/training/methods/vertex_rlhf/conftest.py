"""A made-up Google Cloud that the real clients talk to, and runs on it."""

import pytest

from core.training.methods.vertex_rlhf.method import VertexRlhf
from tests.core.training.methods.vertex_rlhf.vertex_runs import Runs
from tests.loop_helpers import set_scene


@pytest.fixture
def sets(tmp_path):
    """Frozen sets by role, on this machine."""
    with set_scene(tmp_path) as scene:
        yield scene.sets


@pytest.fixture
def runs(cloud, sets):
    """Ways to make a run and to look at it."""
    return Runs(VertexRlhf(), cloud, sets)
