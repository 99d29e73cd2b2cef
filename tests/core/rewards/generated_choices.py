"""Choices of simulated people with a taste that is known, on generated posts; a seed gives the same again."""

import math
import random
from dataclasses import dataclass
from typing import Any

from core.rewards import JudgedPair

SYLLABLES = ("ba", "do", "fe", "gi", "ho", "ka", "lu", "me", "ni", "po", "ra", "se", "ti", "vo", "wu", "za")
WORDS = tuple(one + two + three for one in SYLLABLES for two in SYLLABLES for three in ("", "n", "rt"))
"""768 made-up words; the first ones are the commonest, as in any language."""

COMMON = tuple(1 / (10 + rank) for rank in range(len(WORDS)))
LIKED = WORDS[5:200:13]
DISLIKED = WORDS[8:200:11]


def people(seed: int = 0) -> "People":
    """Whoever judges: all of the same taste, each judgment with a chance of its own."""
    return People(random.Random(seed))  # noqa: S311 - nothing secret


@dataclass
class People:
    """They like some words and dislike others, want the question kept, and mind no length.

    Attributes:
        chance: Where their moods come from.
        sure: How much better an answer must be for one more in log-odds.
    """

    chance: random.Random
    sure: float = 1.2

    def worth(self, answer: str) -> float:
        """What an answer is worth to them."""
        words = set(answer.lower().replace("?", " ?").replace(".", "").split())
        return len(words & set(LIKED)) - len(words & set(DISLIKED)) + 0.5 * ("?" in words)

    def choose(self, first: str, second: str) -> int:
        """0 for the first answer, 1 for the second."""
        ahead = self.sure * (self.worth(second) - self.worth(first))
        return int(self.chance.random() < 1 / (1 + math.exp(-ahead)))


def sentence(chance: random.Random, words: int) -> str:
    """One sentence of so many words, now and then a question."""
    text = " ".join(chance.choices(WORDS, COMMON, k=words))
    return text.capitalize() + chance.choice("....?")


def post(chance: random.Random, sentences: int = 8) -> list[str]:
    """The sentences of a post."""
    return [sentence(chance, chance.randint(4, 14)) for _ in range(sentences)]


def answer(chance: random.Random, said: list[str]) -> str:
    """An answer somebody might have written: some sentences of the post, a fifth of their words dropped."""
    kept = " ".join(chance.sample(said, chance.randint(1, 3)))
    return " ".join(word for word in kept.split() if chance.random() < 0.8) or "Nothing."


def two_answers(chance: random.Random, said: list[str]) -> tuple[str, str]:
    """Two answers that differ."""
    first = second = answer(chance, said)
    while second == first:
        second = answer(chance, said)
    return first, second


def rows(count: int, *, seed: int, random_choices: bool = False, sentences: int = 8) -> list[dict[str, Any]]:
    """Rows of a preference file, two of each post; choices by taste, or by chance."""
    chance, judges = random.Random(seed), people(seed + 1)  # noqa: S311 - nothing secret
    made = []
    for number in range(count):
        if number % 2 == 0:
            said = post(chance, sentences)
        answers = two_answers(chance, said)
        choice = chance.randint(0, 1) if random_choices else judges.choose(*answers)
        texts = {"input_text": " ".join(said), "candidate_0": answers[0], "candidate_1": answers[1]}
        made.append(texts | {"choice": choice})
    return made


def judged(row: dict[str, Any]) -> JudgedPair:
    """A row as rewards are fitted to it."""
    example = {"contents": [{"role": "user", "parts": [{"text": row["input_text"]}]}]}
    return JudgedPair(row["input_text"], example, (row["candidate_0"], row["candidate_1"]), row["choice"])
