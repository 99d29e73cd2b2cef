"""What the made-up models answer: nothing clever, but the base and the tuned one differ."""

import re

SENTENCE = re.compile(r"(?<=[.!?])\s+")


def answer_to(prompt: str, *, tuned: bool) -> str:
    """The base model gives the prompt's first sentence, the tuned one its last; of a single one its start."""
    sentences = [sentence for sentence in SENTENCE.split(prompt.strip()) if sentence]
    if len(sentences) > 1:
        return sentences[-1 if tuned else 0]
    words = prompt.split()
    return " ".join(words[: (len(words) + 1) // 2] if tuned else words) or "Nothing."
