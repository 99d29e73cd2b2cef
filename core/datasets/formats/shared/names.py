"""Usual names of prompts, answers, choices and what belongs to them, and how to find them among fields."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from core.datasets.formats.mapping import Parts

PROMPTS: tuple[str, ...] = (
    "prompt",
    "instruction",
    "question",
    "query",
    "input_text",
    "input",
    "post",
    "article",
    "text",
)
PROMPTS += ("user_input", "user_prompt")
SIDES = (("0", "1"), ("1", "2"), ("a", "b"))


def _with_sides(*words: str) -> Iterator[tuple[str, str]]:
    for word in words:
        yield from ((f"{word}_{first}", f"{word}_{second}") for first, second in SIDES)


CHOSEN, REJECTED = BOTH = ("chosen", "rejected")
DECIDED = (
    BOTH,
    ("preferred", "dispreferred"),
    ("preferred", "nonpreferred"),
    ("preferred", "unpreferred"),
    ("better", "worse"),
    ("win", "lose"),
    ("winning", "losing"),
    ("winner", "loser"),
    ("accepted", "rejected"),
    ("preferred", "rejected"),
    ("good", "bad"),
    ("pos", "neg"),
    ("positive", "negative"),
)
"""Words for the better and the worse one of two."""
ANSWERS: tuple[str, ...] = ("response", "answer", "completion", "output", "text", "candidate", "summary")
ANSWERS += ("resp", "reply", "messages", "conversation", "conversations", "dialogue")
"""What stands beside such a word, as in ``chosen_response``, and says nothing more."""


WHOLE = "text"
"""In ``text_chosen`` RewardBench writes prompt and answer in a template of turns."""


def _with_words(words: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for first, second in words:
        for noun in ANSWERS:
            yield f"{first}_{noun}", f"{second}_{noun}"
            if noun != WHOLE:
                yield f"{noun}_{first}", f"{noun}_{second}"


DECIDED_ANSWERS = tuple(_with_words(DECIDED))
DECIDED_ALONE = (
    ("preferred", "dispreferred"),
    ("preferred", "rejected"),
    ("accepted", "rejected"),
    ("win", "lose"),
    ("winner", "loser"),
    ("better", "worse"),
)
"""Fields called so hold answers, or else names and numbers that say which answer is meant."""
CANDIDATES = (
    *_with_sides("candidate", "response", "answer", "completion", "summary", "output"),
    ("text_1", "text_2"),
    ("text_a", "text_b"),
    ("conversation_a", "conversation_b"),
    ("messages_a", "messages_b"),
    ("left", "right"),
    ("chosen", "rejected"),
)
CHOICES: tuple[str, ...] = (
    "choice",
    "label",
    "preference",
    "preferred",
    "winner",
    "better",
    "selected",
    "chosen",
)
CHOICES += ("better_response", "better_answer", "preferred_response", "preferred_answer", "chosen_response")
ASKED = re.compile(
    r"which\b.{0,60}\b(better|best|prefer|preferred)\b|better (answer|response|one)\b|output:|answer\.",
    re.IGNORECASE,
)
"""How forms, sheets and crowds begin the name of the column of the choice, where it has no usual name."""
WORSE = ("lose", "losing", "lost", "worse", "worst", "reject", "dispreferred")
"""Words in names of fields that name the candidate which is not the better one."""
MAKERS = ("source", "model", "policy", "generator")
"""Words for where an answer came from."""
SOURCES = tuple(_with_sides(*MAKERS))
PEOPLE = ("annotator", "annotator_id", "worker", "worker_id", "rater", "rater_id", "labeler_id")
ANNOTATORS = ("annotator", "worker", "annotator_id", "worker_id", "user", "rater", "annotator_index")
JUDGES = ("judge", "judge_id", "labeler", "labeller", "evaluator")
"""Names of those who chose, if names stand there: others call so what a judge said."""
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


def sides_of(first: str, second: str) -> tuple[int, tuple[str, str]] | None:
    """Which of two fields holds the better one by their names, 0 or 1, and the words that say so.

    ``rejected_response`` and ``chosen_response`` are 1, and chosen and rejected; None for other names.
    """
    names = _without_nouns(first), _without_nouns(second)
    for words in DECIDED:
        if names in (words, words[::-1]):
            return int(names != words), words
    return None


def _without_nouns(name: str) -> str:
    name = plain(name)
    for noun in ANSWERS:
        name = name.removeprefix(noun).removesuffix(noun)
    return name


def _by_plain_name(fields: Iterable[str]) -> Mapping[str, str]:
    by_name: dict[str, str] = {}
    for name in fields:
        by_name.setdefault(plain(name), name)
    for name in list(by_name.values()):
        if name.startswith(OF_CROWDS):
            by_name.setdefault(plain(re.split("[.:]", name, maxsplit=1)[1]), name)
    return by_name


OF_CROWDS = ("Input.", "Answer.", "INPUT:", "OUTPUT:", "ASSIGNMENT:")
"""What Mechanical Turk and Toloka write in front of a name, to tell what was shown from what was said."""


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name as it is compared: letters and digits, in lower case."""
    lowered = name.lower()
    return lowered if lowered.isalnum() else "".join(filter(str.isalnum, lowered))


INPUTS = ("input",)
SYSTEMS = ("system", "system_prompt", "system_message", "system_instruction", "system_instructions")
HISTORIES = ("history", "chat_history", "conversation_history", "dialogue_history", "dialog_history")
CONTEXTS = ("context",)
CONVERSATIONS = ("conversations", "conversation", "messages", "context", "history", "trajectory")
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
