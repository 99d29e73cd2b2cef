"""Judges and questions for tests."""

from threading import Event

from core.judges import Judge, Question, Said, ask_judge, both_ways, default_instruction, judge_of
from tests.doubles.openai_server import MODEL

SHORT, LONG = "Brief.", "A much longer answer."


def of_endpoint(endpoint, **changes) -> Judge:
    """A judge at the made-up endpoint."""
    fields = {"kind": "openai", "model": MODEL, "base_url": endpoint.address, "instruction": "Judge."}
    return judge_of(fields | changes)


def at_google(**changes) -> Judge:
    """A judge at the made-up Google."""
    fields = {"kind": "genai", "model": "gemini-3.5-flash", "instruction": default_instruction("Which?")}
    return judge_of(fields | changes)


def questions(number: int) -> list[Question]:
    """So many comparisons in both orders; of even ones the first answer is shorter."""
    found = []
    for key in range(number):
        texts = (SHORT, LONG) if key % 2 == 0 else (LONG, SHORT)
        found += both_ways(Question(key, f"Prompt {key}", *texts))
    return found


def said_by(judge: Judge, asked: list[Question], stop: Event | None = None) -> list[Said]:
    """What it says, in the order of the questions."""
    order = {(one.key, one.swapped): place for place, one in enumerate(asked)}
    said = [one for came in ask_judge(judge, asked, stop=stop) for one in came]
    return sorted(said, key=lambda one: order[one.question.key, one.question.swapped])
