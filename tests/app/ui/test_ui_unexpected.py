"""What nobody foresaw: the person gets a sentence and a reference, the log gets the rest under it."""

import errno
import logging
import re

import pytest
from streamlit.testing.v1 import AppTest

from app.ui.actions import plain


def stumble(error):
    import streamlit as st  # noqa: PLC0415 - AppTest runs the body as a script of its own

    from app.asgi import show_unexpected  # noqa: PLC0415

    st.session_state.handled = show_unexpected(error)


@pytest.fixture
def logged(caplog):
    """What the studio logs in one test."""
    caplog.set_level(logging.ERROR, logger="prefstudio.app")
    return caplog


def shown(error: Exception) -> str:
    at = AppTest.from_function(stumble, args=(error,), default_timeout=20).run()
    assert not at.exception
    assert at.session_state["handled"] is True
    (sentence,) = (one.value for one in at.error)
    return sentence


def test_the_reference_shown_is_the_one_in_the_log(logged):
    """With the error itself, of which the person is told nothing."""
    error = ZeroDivisionError("secret detail")
    sentence = shown(error)
    reference = re.search(r"\(reference ([0-9a-f]{8})\)", sentence)[1]
    (record,) = logged.records
    assert record.getMessage() == f"unexpected_error reference={reference}"
    assert record.exc_info[1] is error
    assert "secret detail" not in sentence


def test_every_error_has_a_reference_of_its_own(logged):
    """Two of the same kind can be told apart."""
    assert shown(ValueError("x")) != shown(ValueError("x"))
    assert len({record.getMessage() for record in logged.records}) == 2


def test_what_the_studio_refuses_is_shown_as_it_is(logged):
    """It is a whole sentence already, and nothing for the log."""
    from core.errors import NotAllowed  # noqa: PLC0415

    assert shown(NotAllowed("Ada may not **do** that.")) == "Ada may not \\*\\*do\\*\\* that\\."
    assert not logged.records


def test_what_the_system_refuses_is_named(logged):
    """A full disk or a folder that may not be written: the place, the reason, where to look."""
    sentence = shown(OSError(errno.ENOSPC, "No space left on device", "/srv/one"))
    assert sentence.startswith(
        plain(
            "The system does not let the studio read or write /srv/one (No space left on device); see what "
            "stands there, who may use it, and that its disk has room"
        )
    )
    assert re.search(r"\(reference [0-9a-f]{8}\)\. What you did last may not have been saved", sentence)
    assert len(logged.records) == 1


def test_what_happens_in_a_network_is_not_blamed_on_a_file(logged):
    """Libraries raise that as an error of the system's, too."""
    assert shown(ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")).startswith(
        "Something went"
    )
