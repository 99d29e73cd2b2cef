"""Whatever kills ``prefstudio reward make``, a reward is on record as a whole or not at all."""

from pathlib import Path

import pytest

from core.services import open_studio
from core.settings import load_settings
from tests.contracts.killed_commands import command_runner, measured
from tests.copied_home import copy_home
from tests.core.builders import everything
from tests.loop_helpers import HOME, set_scene

KILLS = range(3)


@pytest.fixture(scope="module")
def making(tmp_path_factory):
    """The making of a reward, beside a home with choices, and what it comes to when nobody kills it."""
    folder = tmp_path_factory.mktemp("before")
    with set_scene(folder):
        pass
    copy_home(folder / HOME, folder / "home")
    with command_runner("sklearn.linear_model", "scipy.sparse", "core.rewards") as runner:
        yield measured(runner, ["reward", "make", "--dataset", "1"], folder, folder.with_name("whole"))


def rows(folder: Path) -> dict:
    """All there is in a home."""
    studio = open_studio(load_settings(home=folder / "home", store="", database=""))
    found = everything(studio)
    studio.close()
    return found


def test_a_killed_making_leaves_all_or_nothing(making, tmp_path):
    """Neither a row nor a word in the audit log without the other; then the same command makes it."""
    command, whole = making
    before, after = rows(command.before), rows(whole)
    assert len(after["reward"]) == 1
    left = []
    for seed in KILLS:
        command.killed(tmp_path / str(seed), seed)
        found = rows(tmp_path / str(seed))
        left.append(len(found["reward"]))
        assert len(found["audit_entry"]) == len(before["audit_entry"]) + len(found["reward"])
        assert len(found["reward"]) <= 1
    assert 0 in left
