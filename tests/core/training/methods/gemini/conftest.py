"""A made-up Google Cloud, frozen sets to tune on, and both methods, for the tests of Gemini's tuning."""

import pytest

from core.training.methods.gemini.method import GeminiPreference, GeminiSupervised
from tests.core.training.methods.gemini.gemini_runs import GeminiRun
from tests.loop_helpers import set_scene


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    """A studio with frozen sets; the tests of a module share it, as none changes it."""
    with set_scene(tmp_path_factory.mktemp("gemini")) as made_scene:
        yield made_scene


@pytest.fixture(params=[GeminiPreference, GeminiSupervised], ids=lambda method: method.name)
def method(request):
    """Each of the two methods."""
    return request.param()


@pytest.fixture
def run(cloud, scene, method):
    """A run of each method that was not submitted yet."""
    return GeminiRun(cloud, scene, method)
