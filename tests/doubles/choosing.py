"""How made-up judges choose between the two answers that a prompt shows."""

import re
from collections.abc import Callable

Picks = Callable[[str, str], str]
"""From the answers as they are shown to ``1``, ``2`` or ``tie``."""

SHOWN = re.compile(r"<(answer_([12])\w*)>\n(.*?)\n</\1>", re.DOTALL)


def shorter(one: str, two: str) -> str:
    """The shorter answer is better."""
    return "tie" if len(one) == len(two) else str(1 + (len(two) < len(one)))


def the_first(_one: str, _two: str) -> str:
    """Whatever stands first is better: a judge that goes by the order alone."""
    return "1"


def is_choice(prompt: str) -> bool:
    """Whether a prompt wants a choice."""
    return "<choice>" in prompt


def choice_text(prompt: str, picks: Picks) -> str:
    """What a judge says: reasons, then its choice."""
    texts = {number: text for _, number, text in SHOWN.findall(prompt)}
    return f"Both say what matters. One is clearer.\n<choice>{picks(texts['1'], texts['2'])}</choice>"
