"""Usual names of prompts, answers, choices and what belongs to them, and how to find them among fields."""

from collections.abc import Iterable, Mapping, Sequence

from core.datasets.formats.mapping import Parts

PROMPTS = ("prompt", "instruction", "question", "query", "input_text", "input", "post", "article", "text")
CANDIDATES = (
    ("candidate_0", "candidate_1"),
    ("candidate_1", "candidate_2"),
    ("candidate_a", "candidate_b"),
    ("response_0", "response_1"),
    ("response_1", "response_2"),
    ("response_a", "response_b"),
    ("answer_0", "answer_1"),
    ("answer_1", "answer_2"),
    ("answer_a", "answer_b"),
    ("completion_0", "completion_1"),
    ("completion_1", "completion_2"),
    ("completion_a", "completion_b"),
    ("summary_0", "summary_1"),
    ("summary_1", "summary_2"),
    ("summary_a", "summary_b"),
    ("output_0", "output_1"),
    ("output_1", "output_2"),
    ("output_a", "output_b"),
    ("text_1", "text_2"),
    ("text_a", "text_b"),
    ("conversation_a", "conversation_b"),
    ("left", "right"),
    ("chosen", "rejected"),
)
CHOICES = ("choice", "label", "preference", "preferred", "winner", "better", "selected")
WORSE = ("lose", "losing", "lost", "worse", "worst", "reject", "dispreferred")
"""Words in names of fields that name the candidate which is not the better one."""
SOURCES = (
    ("source_0", "source_1"),
    ("source_1", "source_2"),
    ("source_a", "source_b"),
    ("model_0", "model_1"),
    ("model_1", "model_2"),
    ("model_a", "model_b"),
    ("policy_0", "policy_1"),
)
ANNOTATORS = ("annotator", "worker", "annotator_id", "worker_id", "user", "rater")
NOTES = ("note", "reason", "rationale", "comment")


def find(names: Sequence[str], fields: Iterable[str]) -> str | None:
    """The first field that has one of these names, however it is spelt: ``Response A`` is ``response_a``."""
    by_name = _by_plain_name(fields)
    return next((by_name[key] for name in names if (key := plain(name)) in by_name), None)


def find_both(pairs: Sequence[tuple[str, str]], fields: Iterable[str]) -> tuple[str, str] | None:
    """The first two fields that go together, however they are spelt."""
    by_name = _by_plain_name(fields)
    for first, second in pairs:
        if plain(first) in by_name and plain(second) in by_name:
            return by_name[plain(first)], by_name[plain(second)]
    return None


def _by_plain_name(fields: Iterable[str]) -> Mapping[str, str]:
    by_name: dict[str, str] = {}
    for name in fields:
        by_name.setdefault(plain(name), name)
    return by_name


def plain(name: str) -> str:
    """A name as it is compared: letters and digits, in lower case."""
    return "".join(letter for letter in name.lower() if letter.isalnum())


INPUTS = ("input",)
SYSTEMS = ("system", "system_prompt", "system_message", "system_instruction", "system_instructions")
HISTORIES = (
    "history",
    "chat_history",
    "conversation_history",
    "dialogue_history",
    "dialog_history",
)
CONTEXTS = ("context",)
CONVERSATIONS = ("conversations", "conversation", "messages", "context", "history")
"""Where a prompt stands if it stands under none of its own names."""

MEDIA = ("image", "picture", "photo", "audio", "video", "screenshot")
MEDIA_ENDS = ("url", "path", "file", "bytes", "base64", "b64", "data", "s")


def is_switched_off(name: str, said: Parts) -> bool:
    """Whether a person has said that there is no part of the kind that a field of this name usually is."""
    short = plain(name)
    usual = (
        (said.input, INPUTS),
        (said.system, SYSTEMS),
        (said.history, HISTORIES),
        (said.context, CONTEXTS),
    )
    if any(part in ("", ()) and short in map(plain, names) for part, names in usual):
        return True
    return said.media == () and is_media(name)


def is_media(name: str) -> bool:
    """Whether a field of this name holds pictures, sound or films: ``image``, ``images``, ``image_1_url``."""
    short = plain(name)
    while short not in MEDIA:
        cut = _without_end(short)
        if cut == short:
            return False
        short = cut
    return True


def _without_end(name: str) -> str:
    name = name.rstrip("0123456789")
    return next((name.removesuffix(end) for end in MEDIA_ENDS if name.endswith(end)), name)
