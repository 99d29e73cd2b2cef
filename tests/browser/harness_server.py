"""What the harnesses share: the "server" that keeps answers in a file."""

import json
import os
import threading
from pathlib import Path

import streamlit as st


class Server:
    """Saves each answer once, in the order in which it came; a restart reads the file again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.Lock()
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self.saved = [json.loads(line) for line in lines]

    def save(
        self, owner: str, answers: list[dict], *, refuse: str, reason: str
    ) -> tuple[list[str], list[dict]]:
        """Return the ids saved by now, and the refusals: of this item or of this outcome."""
        with self.lock:
            known = {answer["id"] for answer in self.saved}
            good = [answer for answer in answers if refuse not in (answer["item"], answer["outcome"])]
            for answer in good:
                if answer["id"] not in known:
                    self.append({"owner": owner, **answer})
        bad = [answer["id"] for answer in answers if answer not in good]
        return [answer["id"] for answer in good], [{"id": one, "reason": reason} for one in bad]

    def append(self, answer: dict) -> None:
        """Write one answer down."""
        self.saved.append(answer)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(answer) + "\n")

    def standing(self, owner: str) -> list[dict]:
        """Return this owner's answers that have not been undone, oldest first."""
        mine = [answer for answer in self.saved if answer["owner"] == owner]
        undone = {answer["undoes"] for answer in mine}
        return [answer for answer in mine if answer["outcome"] != "undo" and answer["id"] not in undone]


@st.cache_resource
def server() -> Server:
    """Return the one server of this process."""
    return Server(Path(os.environ["HARNESS_ANSWERS"]))


def owner() -> str:
    """Return who answers."""
    return st.query_params.get("owner", "ada@example.org")
