"""Synthetic posts and judged pairs for the tests of the local method; the same seed gives the same set."""

import json
import random

from core.training.methods.local_rlhf.rows import Preference

MARKER = " [summary]: "
OPENINGS = ("I", "My", "The", "We", "Our", "That")
FILLERS = ("to", "and", "with", "of", "about")
TOPICS = (
    *(
        "apartment",
        "bicycle",
        "brother",
        "budget",
        "camera",
        "coffee",
        "college",
        "dinner",
        "doctor",
        "engine",
    ),
    *(
        "family",
        "garden",
        "guitar",
        "holiday",
        "internet",
        "jacket",
        "kitchen",
        "landlord",
        "manager",
        "mother",
    ),
    *(
        "museum",
        "neighbour",
        "office",
        "package",
        "partner",
        "phone",
        "puppy",
        "restaurant",
        "roommate",
        "salary",
    ),
    *(
        "school",
        "sister",
        "station",
        "summer",
        "teacher",
        "ticket",
        "vacation",
        "wedding",
        "weekend",
        "winter",
    ),
)


def sentence(chance: random.Random, words: int) -> str:
    """One sentence of so many words, now and then a question."""
    chosen = [chance.choice(TOPICS if chance.random() < 0.6 else FILLERS) for _ in range(words - 1)]
    return " ".join([chance.choice(OPENINGS), *chosen]) + chance.choice("...!?")


def sentences(chance: random.Random) -> list[str]:
    """A post of 4 to 12 sentences of 4 to 20 words."""
    return [sentence(chance, chance.randint(4, 20)) for _ in range(chance.randint(4, 12))]


def prompts(count: int, *, seed: int) -> list[str]:
    """Posts that end as the public data set's prompts do."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    return [" ".join(sentences(chance)) + MARKER for _ in range(count)]


def candidate(chance: random.Random, post: list[str]) -> str:
    """An answer somebody might have written: a few sentences of the post, a fifth of their words dropped."""
    kept = chance.sample(post, chance.randint(1, 3))
    return " " + " ".join(word for part in kept for word in part.split() if chance.random() < 0.8)


def pairs(count: int, *, seed: int, prefer: str, agreement: float = 0.9) -> list[Preference]:
    """Two judged pairs on each of ``count`` posts.

    Args:
        count: How many posts.
        seed: Where chance starts from.
        prefer: What the annotators prefer: "shorter", "longer" or "random".
        agreement: How often they follow that; otherwise they toss a coin.
    """
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    rows = []
    for _ in range(count):
        post = sentences(chance)
        for _ in range(2):
            answers = (candidate(chance, post), candidate(chance, post))
            choice = _choice(chance, answers, prefer=prefer, agreement=agreement)
            rows.append(Preference(" ".join(post) + MARKER, answers, choice))
    return rows


def _choice(chance: random.Random, answers: tuple[str, str], *, prefer: str, agreement: float) -> int:
    """Which answer an annotator takes."""
    first, second = (len(answer.split()) for answer in answers)
    if prefer == "random" or first == second or chance.random() > agreement:
        return chance.randint(0, 1)
    return int((second < first) == (prefer == "shorter"))


def preference_lines(rows: list[Preference]) -> str:
    """The rows as a preference data set's file."""
    return "".join(
        json.dumps(
            {
                "input_text": row.input_text,
                "candidate_0": row.candidates[0],
                "candidate_1": row.candidates[1],
                "choice": row.choice,
            }
        )
        + "\n"
        for row in rows
    )


def prompt_lines(texts: list[str]) -> str:
    """The texts as a prompt data set's file."""
    return "".join(json.dumps({"input_text": text}) + "\n" for text in texts)
