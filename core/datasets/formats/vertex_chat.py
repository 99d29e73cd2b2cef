"""Vertex rows whose prompt is a dialogue: ``messages`` and perhaps ``context`` instead of ``input_text``."""

from typing import Any, NamedTuple

from core.datasets.formats.mapping import Row
from core.datasets.formats.shared.fields import filled, given, pair_texts, rest_of, text_in
from core.datasets.formats.shared.prompts import Prompts
from core.datasets.formats.shared.transcripts import transcript
from core.datasets.problems import Fault, Problem, Refused, shorten

USED = frozenset({"messages", "context"})
CANDIDATES = ("candidate_0", "candidate_1")


def is_chat(row: Row) -> bool:
    """Whether the row's prompt is a dialogue."""
    return "messages" in row and "input_text" not in row


class Chat(NamedTuple):
    """A row with all that can be shown of its prompt in ``messages`` and ``context``; and what cannot."""

    row: Row
    media: Row | None

    @classmethod
    def of(cls, line: int, row: Row, prompts: Prompts) -> "Chat":
        """The row with the parts of its prompt put together."""
        of_vertex = {"context"} if isinstance(row.get("context"), str) else set()
        built = prompts.build(line, row, ("messages", row["messages"]), other=of_vertex)
        return cls(rest_of(row, built.used) | {"messages": built.prompt}, built.media)

    def pair(self, line: int) -> tuple[str, str, str]:
        """Prompt and two answers, which may be messages too, as text."""
        first, second = ((name, given(line, self.row, name)) for name in CANDIDATES)
        return pair_texts(line, ("messages", self.prompt(line)), first, second)

    def prompt(self, line: int) -> str:
        """The dialogue as text that a person can read, behind its context if there is one."""
        text = transcript(self.row["messages"], line=line)
        context = self.row.get("context")
        if isinstance(text, Problem):
            raise Refused(text)
        if context is not None and not isinstance(context, str):
            raise Refused(Problem(line, "context", shorten(context), "must be text", Fault.NOT_TEXT))
        return text_in(line, ("messages", f"{context}\n\n{text}" if context else text))

    @property
    def used(self) -> frozenset[str]:
        """The fields that say what was said; a context that is null is kept as any other field."""
        return USED if self.row.get("context") is not None else USED - {"context"}

    def written(self) -> dict[str, Any]:
        """The row's dialogue as it was written, and what of it cannot be shown."""
        row = self.row
        messages = {name: row[name] for name in CANDIDATES if isinstance(row.get(name), dict | list)}
        return filled(prompt=row["messages"], context=row.get("context"), media=self.media, **messages)
