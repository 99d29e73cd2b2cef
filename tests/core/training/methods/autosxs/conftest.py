"""A made-up Google Cloud, and runs of AutoSxS on it."""

import pytest

from tests.core.training.methods.autosxs.sxs_runs import SxsRuns


@pytest.fixture
def runs(cloud):
    """Ways to make a run and to look at it."""
    return SxsRuns(cloud)
