"""A browser tab without a browser: Streamlit's own messages over its websocket, as the page sends them."""

import json
import uuid
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

PATIENCE_S = 120.0


class Visitor:
    """One session of one person, from the handshake until the tab is closed."""

    def __init__(self, port: int, person: int) -> None:
        own = f"http://127.0.0.1:{port}"
        self.socket = connect(
            f"ws://127.0.0.1:{port}/_stcore/stream",
            origin=own,  # type: ignore[arg-type] # a text will do
            subprotocols=["streamlit"],  # type: ignore[list-item] # likewise
            additional_headers={"Cookie": f"prefstudio_person={person}"},
            max_size=None,
            open_timeout=PATIENCE_S,
        )
        self.labeller = ""
        self.shown: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.socket.close()

    def open(self, page: str, **states: Any) -> None:
        """Run the app on a page, and read until the run has ended."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        for number, value in states.items():
            state = asked.rerun_script.widget_states.widgets.add()
            state.id, state.json_value = number, json.dumps(value)
        self.socket.send(asked.SerializeToString())
        while True:
            told = ForwardMsg()
            told.ParseFromString(bytes(self.socket.recv(timeout=PATIENCE_S)))  # type: ignore[arg-type]
            if told.WhichOneof("type") == "delta":
                self._note(told)
            if told.WhichOneof("type") == "script_finished":
                return

    def answer(self) -> bool:
        """Answer the first pair on the label page; whether there was one."""
        if not self.shown.get("items"):
            return False
        item = self.shown["items"][0]
        given = {
            "id": str(uuid.uuid4()),
            "item": item["id"],
            "outcome": item["left"]["token"],
            "answered_at": datetime.now(UTC).isoformat(),
            "active_ms": 4000,
        }
        outbox = {"answers": [given], "nonce": given["id"]}
        self.open("label", **{self.labeller: {"outbox": outbox}})
        return given["id"] in self.shown["acknowledged"]

    def _note(self, told: ForwardMsg) -> None:
        element = told.delta.new_element
        component = element.bidi_component
        if element.WhichOneof("type") == "bidi_component" and "labeller" in component.component_name:
            self.labeller = component.id
            self.shown = json.loads(component.json or component.mixed.json)
