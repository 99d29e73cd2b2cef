"""Open in TensorBoard on the curves page: on the logs that are shown, and on no others."""

import pytest

from app.ui.curves import tensorboard
from core.access import Role
from core.training.models import RunState
from core.training.tensorboard import TensorBoards
from tests.pages.made_runs import ROOT, add_run


class Opened:
    """A TensorBoard that only says it runs."""

    url, port, alive = "http://127.0.0.1:1/abc/", 1, True

    def end(self):
        """End it."""
        self.alive = False


@pytest.fixture
def started(monkeypatch):
    """What TensorBoards were started on: the names of logs by run."""
    made = []

    def start(logs, **_):
        made.append({run: sorted({file.task for file in files}) for run, files in logs.items()})
        return Opened()

    boards = TensorBoards(start=start)
    monkeypatch.setattr(tensorboard, "OPENED", boards)
    yield made
    boards.end_all()


def opened(visit):
    visit.at.button(key="open_tensorboard").click()
    return visit.run()


def test_it_opens_on_the_logs_that_are_shown(open_home, started):
    """Each run's logs lie below its name; whoever else looks at the same has one of their own to open."""
    home = open_home("sample, gone round")
    other = add_run(home, "Other", RunState.SUCCEEDED, method="gemini-preference", root=ROOT)
    visit = home.visit(Role.REVIEWER).go("curves")
    visit.at.multiselect(key="curves_runs").set_value([1, other])
    visit = opened(visit.run())
    assert started == [{"#1 First run": ["reinforcer", "reward-model-trainer"], f"#{other} Other": []}]
    assert [one.proto.url for one in visit.at.get("link_button")] == [Opened.url]
    visit = home.visit(Role.ENGINEER).go("curves")
    visit.at.multiselect(key="curves_runs").set_value([1, other])
    assert visit.run().at.button(key="open_tensorboard")
