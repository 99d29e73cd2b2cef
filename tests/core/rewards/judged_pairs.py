"""Pairs that people judged, made up for tests of what scores answers."""

from core.rewards import JudgedPair, Sample


def judged_pair(prompt: str, first: str, second: str, choice: int = 0, **changes) -> JudgedPair:
    """A pair to a prompt of one turn."""
    example = {"contents": [{"role": "user", "parts": [{"text": prompt}]}]} | changes.pop("example", {})
    return JudgedPair(prompt=prompt, example=example, answers=(first, second), choice=choice, **changes)


def sample(answer: str = "An answer.", prompt: str = "A prompt.", **example) -> Sample:
    """An answer to a prompt of one turn."""
    return Sample.of({"contents": [{"role": "user", "parts": [{"text": prompt}]}]} | example, answer)
