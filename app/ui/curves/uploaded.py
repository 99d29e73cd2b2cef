"""Logs that a person uploads: they lie in a folder of this session, and go with it."""

import shutil
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, cast

import streamlit as st

from app.ui.actions import ask
from app.ui.resources import studio
from app.ui.state import project
from app.ui.work import once
from core.access import Action, ensure_may
from core.event_files import Received, Sent, receive_logs

LABEL = "curves_files"
FOLDER = "uploaded"


class Kept:
    """A folder that is removed when nobody looks at it any more.

    It lies in the studio's home, where no address that somebody types leads, so it is this session's alone.

    Attributes:
        folder: Where the logs lie.
        received: What became of the files.
    """

    def __init__(self, sent: Sequence[Sent], cache: Path) -> None:
        cache.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix="prefstudio-logs-", dir=cache))
        weakref.finalize(self, shutil.rmtree, place, ignore_errors=True)
        self.folder = place / FOLDER
        self.folder.mkdir()
        self.received: Received = receive_logs(sent, self.folder)


def uploaded_logs() -> str:
    """Ask for event files; gives the folder in which they lie, or nothing."""
    files = st.file_uploader(
        "Or event files from your computer",
        accept_multiple_files=True,
        key=LABEL,
        help="Event files of TensorBoard, databases of trackio (.db), what W&B prints of a run "
        "(.wandb.jsonl), or a zip of a folder of them. In a zip logs keep their folders, so that they stay "
        "apart and a resumed one stays one curve; files alone are a log each.",
    )
    if not files:
        st.session_state.pop("curves_received", None)
        return ""
    ask(ensure_may, Action.SEE_RUNS, project().id)
    about = tuple(one.file_id for one in files)
    sent = [Sent(one.name, cast("BinaryIO", one)) for one in files]
    kept = once("curves_received", about, lambda: Kept(sent, studio().settings.cache_folder))
    if kept is None:
        return ""
    passed = kept.received.passed_over
    if passed:
        st.caption(
            f"{passed:,} {'file that is' if passed == 1 else 'files that are'} no event file left out."
        )
    return str(kept.folder)
