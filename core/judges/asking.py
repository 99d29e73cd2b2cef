"""A judge asked about many comparisons: what it says comes as it comes, so that the caller can keep it."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from threading import Event
from typing import Any

from core.asking import HOPELESS, ask_many
from core.cloud import ask_gemini, gemini_location, genai_client
from core.errors import InvalidInput, StudioError
from core.judges.judge import Judge, JudgeKind
from core.judges.openai_endpoint import Endpoint, key_of
from core.judges.questions import Question, Said, SaidState, question_text, read_answer


def refuse_unusable(judge: Judge) -> None:
    """Nothing where the judge could be asked, as far as that is known without asking.

    Raises:
        NotAllowed: There is no key, it may not go to that address, or nobody is signed in at Google.
        InvalidInput: Google's settings are wrong.
    """
    if judge.kind is JudgeKind.GENAI:
        genai_client(gemini_location(judge.model))
    else:
        key_of(judge)


def ask_judge(
    judge: Judge, questions: Iterable[Question], *, stop: Event | None = None
) -> Iterator[list[Said]]:
    """Ask a judge; what has come since the last time, each in one of the states.

    What failed for one question (it stayed busy, took too long) has the state ``failed`` and may be asked
    again. Where an error holds for all, what is on its way still comes before it is raised.

    Args:
        judge: Who is asked.
        questions: What about, taken as there is room.
        stop: Once set, nothing more is asked, and what is on its way still comes.

    Raises:
        NotAllowed: Nobody may ask the judge: no key, a wrong one, no permission.
        NotFound: There is no such model, or no endpoint at the address.
        QuotaExceeded: It stays busy, for many questions in a row.
        Unavailable: It gives no answer, for many in a row.
        InvalidInput: It refuses all of the first questions.
    """
    endpoint = Endpoint(judge)
    if judge.kind is JudgeKind.OPENAI:
        endpoint.open()
        ask = endpoint.ask
    else:
        refuse_unusable(judge)
        ask = lambda question: _ask_google(judge, question)  # noqa: E731 - the other of two ways
    asked: list[Question] = []
    begun, refused = False, 0
    with closing(endpoint), closing(_asking(judge, _noted(questions, asked), ask, stop)) as coming:
        for came in coming:
            yield [_said(asked[place], found) for place, found in came]
            begun = begun or any(isinstance(found, Said) for _, found in came)
            refused += sum(isinstance(found, InvalidInput) for _, found in came)
            if not begun and refused >= HOPELESS:
                raise next(found for _, found in came if isinstance(found, InvalidInput))


def _asking(
    judge: Judge, questions: Iterable[Question], ask: Callable[[Question], Said], stop: Event | None
) -> Generator[list[tuple[int, Said | StudioError]], None, None]:
    return ask_many(questions, ask, at_once=judge.at_once, stop=stop, drain=True)


def _noted(questions: Iterable[Question], asked: list[Question]) -> Iterator[Question]:
    for question in questions:
        asked.append(question)
        yield question


def _said(question: Question, found: Said | StudioError) -> Said:
    if isinstance(found, Said):
        return found
    return Said(question, SaidState.FAILED, trouble=str(found))


def _ask_google(judge: Judge, question: Question) -> Said:
    answer = ask_gemini(
        judge.model,
        question_text(judge, question),
        seconds=judge.seconds,
        temperature=judge.temperature,
        max_output_tokens=judge.most_tokens,
    )
    return replace(_read_google(judge, question, answer), **_counts(answer))


def _read_google(judge: Judge, question: Question, answer: Any) -> Said:
    blocked = getattr(answer.prompt_feedback, "block_reason", None)
    ended = answer.candidates[0].finish_reason if answer.candidates else blocked
    reason = getattr(ended, "name", "")
    text = str(answer.text or "")
    if not text and reason not in {"", "STOP", "MAX_TOKENS"}:
        return Said(question, SaidState.REFUSED, trouble=f"The judge refuses to answer ({reason}).")
    return read_answer(question, text, cut=reason == "MAX_TOKENS", most_tokens=judge.most_tokens)


def _counts(answer: Any) -> dict[str, Any]:
    """Tokens as Google counts them; thoughts are part of the answer there, as in its bill."""
    counts = answer.usage_metadata
    if counts is None:
        return {}
    thoughts, written = counts.thoughts_token_count, counts.candidates_token_count
    out = None if thoughts is None and written is None else (thoughts or 0) + (written or 0)
    return {"tokens_in": counts.prompt_token_count, "tokens_out": out}
