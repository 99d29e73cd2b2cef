"""Examples of LLM Comparator: two answers, a score of which the sign says who is better, and its ratings.

The fields are those of https://github.com/PAIR-code/llm-comparator (``types.py`` of its Python library). A
positive score is for A. Some ratings were made with the answers in the other order (``is_flipped``): their
scores are turned back to A and B as they stand here, their labels and rationales are not, so only scores
are read.
"""

from collections.abc import Sequence
from statistics import fmean
from typing import Any

from core.datasets.formats.format import Format, one_each
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.choice_values import written
from core.datasets.formats.shared.fields import given, pair_texts, rest_of, storing_problem
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.formats.shared.scores import better_of, finite_number, list_of
from core.datasets.problems import Fault, Problem, Refused, or_problem, refuse, shorten
from core.datasets.records import Choice, PairRecord, PromptRecord, Remark

PROMPT, ANSWERS = "input_text", ("output_text_a", "output_text_b")
SCORE, RATINGS, RATIONALES, MODELS = "score", "individual_rater_scores", "rationale_list", "models"
OF_CHOICE = (SCORE, RATINGS, RATIONALES)
SIGNS = frozenset({PROMPT, *ANSWERS})


@or_problem
def example_pair(line: int, row: Row, prompts: Prompts = GUESSED) -> PairRecord:
    """The pair with what its score says of it, or the first problem with the row."""
    answers = [(name, given(line, row, name)) for name in ANSWERS]
    built = prompts.build(line, row, (PROMPT, given(line, row, PROMPT)), other=SIGNS)
    texts = pair_texts(line, (PROMPT, built.prompt), *answers)
    choice, remarks = _choice(line, row)
    models = _models(line, row)
    about = {name: row[name] for name in OF_CHOICE if name in row} if choice is not None else {}
    used = built.used | SIGNS | about.keys() | ({MODELS} if any(models) else set())
    return PairRecord(
        line,
        *texts,
        choice,
        *models,
        extra=rest_of(row, used),
        about_choice=about,
        conversation=built.written(candidate_0=answers[0][1], candidate_1=answers[1][1]),
        remarks=remarks,
    )


@or_problem
def example_prompt(line: int, row: Row, prompts: Prompts = GUESSED) -> PromptRecord:
    """The prompt of an example."""
    return prompts.record(line, row, (PROMPT, given(line, row, PROMPT)), other=SIGNS)


def _choice(line: int, row: Row) -> tuple[Choice | None, tuple[Remark, ...]]:
    """What the score says; where there is none, what the ratings say on average."""
    rated = [number for one in _ratings(row) if (number := finite_number(one.get(SCORE))) is not None]
    value = row.get(SCORE)
    if not written(value) or value == {}:
        return (better_of((fmean(rated), 0.0)) if rated else None), ()
    score = finite_number(value)
    if score is None:
        reason = "must be a number, positive if A is better; or be null where nobody has judged"
        raise Refused(Problem(line, SCORE, shorten(value), reason, Fault.CHOICE_OUT_OF_RANGE))
    if rated and fmean(rated) * score < 0:
        reason = (
            f"says the opposite of the ratings, which are {fmean(rated):g} on average; the score is taken"
        )
        return better_of((score, 0.0)), (Remark(Fault.SCORES_CONTRADICT, SCORE, shorten(value), reason),)
    return better_of((score, 0.0)), ()


def _ratings(row: Row) -> Sequence[Row]:
    return [one for one in list_of(row.get(RATINGS)) or () if isinstance(one, dict)]


def _models(line: int, row: Row) -> tuple[str | None, str | None]:
    """The names of both models, which stand around the examples of a file."""
    listed: list[Any] = list_of(row.get(MODELS)) or []
    names = [one.get("name") if isinstance(one, dict) else one for one in listed]
    texts = [name for name in names if isinstance(name, str)]
    if not len(texts) == len(names) == len(ANSWERS):
        return None, None
    for name in texts:
        refuse(storing_problem(line, MODELS, name))
    return texts[0] or None, texts[1] or None


FORMAT = Format(
    name="llm-comparator",
    title="LLM Comparator",
    label="LLM Comparator (input_text, output_text_a, output_text_b, score)",
    telling="the fields of LLM Comparator's examples",
    looks_like=(
        "one object with `models` and `examples`, or the examples alone: `input_text`, `output_text_a`, "
        "`output_text_b`, `score`, `individual_rater_scores`"
    ),
    becomes="pairs; a positive score is for A, 0 is a tie; the models are the candidates' sources",
    adapters={Wanted.PAIRS: one_each(example_pair), Wanted.PROMPTS: one_each(example_prompt)},
    is_sure=lambda row, wanted: wanted != Wanted.ANSWER_SETS and row.keys() >= SIGNS,
    check_first="Whether the answer that a positive score calls the better one is the first model's.",
    sides=ANSWERS,
)
