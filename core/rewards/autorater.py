"""A model that judges answers: asked as Google asks it, its scores read as Google reads them.

Source: https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/tuning/reinforcement-tuning
(reward functions, autorater), and the texts of google-genai's types.
"""

import re
from collections.abc import Sequence

from core.cloud import ask_gemini, gemini_location, genai_client, generated_text, redact
from core.errors import InvalidInput
from core.progress import Tell
from core.rewards.answer_text import content_text
from core.rewards.asking import scores_of
from core.rewards.expressions import last_group
from core.rewards.parts import PLACEHOLDER, PLACEHOLDERS, REFERENCES, AutoraterPart
from core.rewards.samples import Json, Sample

SCORE_EXPRESSION = "(?s).*<score>(.*?)</score>"
"""Reads the last score a judge gives; ``(?s)`` lets the lines before and in it be several."""

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
SHOWN = 80
"""Characters of a judge's answer that are quoted."""


def calls_of(part: AutoraterPart, pairs: int) -> int:
    """How often the judge is asked about both answers of so many pairs, at most: about each answer once."""
    return 2 * pairs * part.samples


def score_by_autorater(part: AutoraterPart, samples: Sequence[Sample], tell: Tell) -> list[float | str]:
    """Have a judge score answers; for each the mean of its scores, or why there is none, as a sentence.

    The judge runs with the settings of its own, as it does at Google, where none are given with a reward.

    Raises:
        StudioError: Nobody may ask the judge, there is no such model, or it answers nobody.
    """
    genai_client(gemini_location(part.model))  # who cannot sign in need not ask
    return scores_of(
        samples, lambda sample: _judged(part, sample), tell, f"Judge {part.model}", times=part.samples
    )


def asked_of(prompt: str, sample: Sample) -> str:
    """What a judge is asked about an answer; braces in what is put in stay what they are.

    Raises:
        InvalidInput: The prompt wants a reference that the row does not have.
    """
    example = sample.example
    values = (
        turns_text(example),
        content_text(sample.response),
        content_text(example.get("systemInstruction")),
    )
    known = dict(zip(PLACEHOLDERS, values, strict=True))
    known |= {f"{REFERENCES}{key}": str(text) for key, text in (example.get("references") or {}).items()}

    def value(found: re.Match[str]) -> str:
        if found[1] in known:
            return known[found[1]]
        raise InvalidInput(
            f"The judge's prompt has {found[0]} in it, which the row does not have; take it out."
        )

    return PLACEHOLDER.sub(value, prompt)


def read_score(part: AutoraterPart, answer: str) -> float:
    """The score in a judge's answer.

    Raises:
        InvalidInput: There is none, or none between -1 and 1.
    """
    found = last_group(part.expression, answer)
    if found is None:
        raise InvalidInput(
            f"The judge's answer has nothing that {part.expression} finds; it ends “{_end(answer)}”."
        )
    if not NUMBER.fullmatch(found.strip()):
        raise InvalidInput(f"The judge's score is no number; it is “{_end(found)}”.")
    score = float(found)
    if not -1 <= score <= 1:
        raise InvalidInput(f"The judge's score is {_end(found)}, not between -1 and 1; say so in the prompt.")
    return score


def turns_text(example: Json) -> str:
    """The prompt of a row as text; where there are several turns, each with who says it."""
    turns = example.get("contents") or []
    if len(turns) == 1:
        return content_text(turns[0])
    return "\n\n".join(f"{turn.get('role', 'user')}: {content_text(turn)}" for turn in turns)


def _judged(part: AutoraterPart, sample: Sample) -> float:
    answer = ask_gemini(part.model, asked_of(part.prompt, sample))
    return read_score(part, generated_text(answer, "The judge"))


def _end(text: str) -> str:
    text = " ".join(redact(text).split())
    return text if len(text) <= SHOWN else f"…{text[-SHOWN:]}"
