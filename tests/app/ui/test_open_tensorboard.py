"""Open in TensorBoard: a button, a link and a way to stop it; elsewhere the command to type."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from app.ui.curves import tensorboard
from core.errors import Unavailable
from core.training.tensorboard import TensorBoards

URL = "http://127.0.0.1:1/abc/"


def script():
    """The control for run 3."""
    import streamlit as st  # noqa: PLC0415 - a script of its own

    from app.ui.curves.tensorboard import show_tensorboard  # noqa: PLC0415 - a script of its own

    logs = {"": ["a file"]} if st.session_state.get("some", True) else {"": []}
    show_tensorboard("run 3", lambda: logs, command="prefstudio tensorboard 3")


class Opened:
    """A TensorBoard that only says it runs."""

    url, port, alive = URL, 1, True

    def end(self):
        """End it."""
        self.alive = False


@pytest.fixture
def started(monkeypatch):
    """What was started; the person, project and studio of the control are given."""
    made = []

    def start(_logs, *, cache, tell):
        tell("TensorBoard starts.")
        made.append((Opened(), cache))
        return made[-1][0]

    boards = TensorBoards(start=start)
    settings = SimpleNamespace(is_local=True, cache_folder=Path("cache"))
    monkeypatch.setattr(tensorboard, "OPENED", boards)
    monkeypatch.setattr(tensorboard, "person", lambda: SimpleNamespace(id=7))
    monkeypatch.setattr(tensorboard, "project", lambda: SimpleNamespace(id=1))
    monkeypatch.setattr(tensorboard, "ask", lambda *_: None)
    monkeypatch.setattr(tensorboard, "studio", lambda: SimpleNamespace(settings=settings))
    yield SimpleNamespace(made=made, boards=boards, settings=settings)
    boards.end_all()


def test_it_is_opened_and_stopped(started):
    """The link leads to the one that runs, also after a reload; Stop ends it and the button is back."""
    at = AppTest.from_function(script, default_timeout=20).run()
    at.button(key="open_tensorboard").click().run()
    (link,) = at.get("link_button")
    assert (link.proto.url, link.proto.label) == (URL, "Go to TensorBoard")
    assert AppTest.from_function(script, default_timeout=20).run().get("link_button")
    at.button(key="stop_tensorboard").click().run()
    assert not started.made[0][0].alive
    assert not at.get("link_button")
    assert at.button(key="open_tensorboard")
    assert len(started.made) == 1


def test_why_it_does_not_open_is_said(started):
    """In core's sentence, with the button there to try again at the next run."""

    def refuse(*_, **__):
        raise Unavailable("TensorBoard ended as it started.")

    started.boards._start = refuse  # noqa: SLF001 - the double fails from now on
    at = AppTest.from_function(script, default_timeout=20).run()
    at.button(key="open_tensorboard").click().run()
    assert [one.value for one in at.error] == ["TensorBoard ended as it started\\."]
    assert at.run().button(key="open_tensorboard")


def test_without_event_files_nothing_is_opened(started):
    """Logs of other kinds are drawn on the page, and TensorBoard does not read them."""
    at = AppTest.from_function(script, default_timeout=20)
    at.session_state["some"] = False
    at.run().button(key="open_tensorboard").click().run()
    assert "there are none among these logs" in at.error[0].value
    assert started.made == []


def test_elsewhere_the_command_is_shown(started):
    """A browser on another machine would not reach a port of this one's loopback."""
    started.settings.is_local = False
    at = AppTest.from_function(script, default_timeout=20).run()
    assert [one.value for one in at.code] == ["prefstudio tensorboard 3"]
    assert not at.button
