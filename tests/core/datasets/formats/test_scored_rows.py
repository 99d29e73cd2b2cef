"""Prompts with several scored or ranked answers, as in UltraFeedback."""

import json

import pytest

from core.datasets.formats import Wanted, format_named, recognise
from core.datasets.formats.scored import scored_pair, scored_prompt, scored_set
from core.datasets.formats.vertex import answer_set_record
from core.datasets.problems import Fault, Problem
from core.datasets.records import AnswerSetRecord, PairRecord, PromptRecord
from core.labelling import Outcome

MODELS = ("alpaca-7b", "falcon-40b", "gpt-4", "llama-2-7b-chat")


def completion(place: int, **more) -> dict:
    """One of UltraFeedback's answers."""
    return {
        "response": f"answer {place} ",
        "model": MODELS[place],
        "overall_score": 7.5 - place,
        "fine-grained_score": 4.5 - place / 2,
        "annotations": {"honesty": {"Rating": "3", "Rationale": "…"}},
    } | more


def ultra(number: int = 4, **more) -> dict:
    """One of UltraFeedback's rows."""
    return {
        "source": "evol_instruct",
        "instruction": "Explain it.\n",
        "models": list(MODELS[:number]),
        "completions": [completion(place) for place in range(number)],
    } | more


def generic(*texts, **more) -> dict:
    """A prompt with texts."""
    return {"prompt": "p", "answers": list(texts)} | more


def test_ultrafeedback_becomes_a_scored_set():
    """Models are sources; the ratings belong to the scores, the rest to the set."""
    made = scored_set(3, ultra())
    rest = [
        {key: value for key, value in completion(place).items() if key not in {"response", "model"}}
        for place in range(4)
    ]
    assert made == AnswerSetRecord(
        3,
        "Explain it.\n",
        tuple(f"answer {place} " for place in range(4)),
        MODELS,
        {"source": "evol_instruct", "models": list(MODELS)},
        (4.5, 4.0, 3.5, 3.0),
        about_choice={"completions": rest},
    )


def test_the_first_score_that_all_answers_have_counts():
    """The finer one first; without any there are none."""
    assert scored_set(1, ultra(3)).scores == (4.5, 4.0, 3.5)
    coarse = [{"response": f"{place}", "overall_score": 7 - place, "score": place} for place in range(3)]
    assert scored_set(1, ultra(completions=coarse)).scores == (7, 6, 5)
    row = ultra(
        completions=[one | {"overall_score": 1 if place else None} for place, one in enumerate(coarse)]
    )
    assert scored_set(1, row).scores == (0, 1, 2)
    bare = ultra(completions=[{"response": f"{place}", "note": place} for place in range(3)])
    made = scored_set(1, bare)
    assert (made.scores, made.sources, made.about_choice) == (None, (None, None, None), {})
    assert made.extra["completions"] == [{"note": 0}, {"note": 1}, {"note": 2}]


@pytest.mark.parametrize("name", ["answers", "responses", "candidates", "generations"])
@pytest.mark.parametrize(
    ("opinion", "values", "scores"),
    [
        ("scores", [1, 2.5, 3], (1, 2.5, 3)),
        ("ratings", [1, 1, 1], (1, 1, 1)),
        ("ranks", [2, 1, 3], (-2, -1, -3)),
        ("ranking", [1, 1, 2], (-1, -1, -2)),
    ],
)
def test_texts_beside_their_scores(name, opinion, values, scores):
    """Rank 1 is the best: ranks are negated, and kept as they were."""
    row = {"prompt": "p", name: ["A", "B", "C"], opinion: values, "models": ["x", None, "z"], "id": 1}
    assert scored_set(1, row) == AnswerSetRecord(
        1, "p", ("A", "B", "C"), ("x", None, "z"), {"id": 1}, scores, about_choice={opinion: values}
    )


def test_a_list_that_is_no_list_of_models_is_kept_aside():
    """It is of another length, or not of texts."""
    made = scored_set(1, generic("A", "B", "C", models=["x"], sources=[1, 2, 3]))
    assert (made.sources, made.extra) == ((None, None, None), {"models": ["x"], "sources": [1, 2, 3]})


@pytest.mark.parametrize(
    ("row", "field", "fault"),
    [
        ({"prompt": "p"}, "completions", Fault.MISSING),
        ({"prompt": "p", "answers": "ABC"}, "answers", Fault.SHAPE),
        ({"answers": ["A", "B", "C"]}, "prompt", Fault.MISSING),
        (generic("A", "B", "C", prompt=""), "prompt", Fault.EMPTY),
        (generic(), "answers", Fault.SHAPE),
        (generic("A", "B"), "answers", Fault.SHAPE),
        (generic("A", "B", "B"), "answers[2]", Fault.IDENTICAL),
        (generic("A", "B", 7), "answers[2]", Fault.NOT_TEXT),
        (generic("A", "B", {"response": "C"}), "answers[2]", Fault.NOT_TEXT),
        (generic("A", "B", "C", scores=[1, 2]), "scores", Fault.SHAPE),
        (generic("A", "B", "C", ranks=[0, 1, 2]), "ranks[0]", Fault.SHAPE),
        (generic("A", "B", "C", models=["x", "\0", "z"]), "answers.sources[1]", Fault.NUL),
        (ultra(completions=[completion(0), completion(1), {}]), "completions[2].response", Fault.NOT_TEXT),
        (
            ultra(completions=[completion(0), completion(1), completion(0)]),
            "completions[2].response",
            Fault.IDENTICAL,
        ),
        (ultra(completions=[]), "completions", Fault.SHAPE),
    ],
)
def test_a_faulty_row_is_refused(row, field, fault):
    """With the field at fault, as the row has it."""
    problem = scored_set(6, row)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field, problem.fault) == (6, field, fault)


@pytest.mark.parametrize(
    ("scores", "choice"), [([1, 2], 1), ([2.5, 2], 0), ([3, 3], Outcome.TIE), (None, None)]
)
def test_two_answers_are_a_pair(scores, choice):
    """The better one is the choice; equal scores are a tie."""
    made = scored_pair(1, generic("A", "B", scores=scores, models=["x", "y"]))
    about = {"scores": scores} if scores else {}
    extra = {} if scores else {"scores": None}
    assert made == PairRecord(1, "p", "A", "B", choice, "x", "y", extra=extra, about_choice=about)


def test_two_answers_of_ultrafeedback_are_a_pair():
    """4.5 is more than 4."""
    made = scored_pair(1, ultra(2))
    assert (made.candidate_0, made.choice, made.source_1) == ("answer 0 ", 0, "falcon-40b")


def test_more_answers_are_no_pair():
    """The sentence says where they belong."""
    problem = scored_pair(1, ultra())
    assert isinstance(problem, Problem)
    assert problem.sentence("f").startswith(
        "f, line 1, field completions: lists answers to be ranked, but in this project people compare pairs: "
        "give two of them (--column candidate_0=completions.0.response --column "
        "candidate_1=completions.1.response --column score_0=completions.0.fine-grained_score --column "
        "score_1=completions.1.fine-grained_score), or import the file into a project for rankings"
    )


@pytest.mark.parametrize(
    ("row", "field", "fault"),
    [
        (generic("A", "A"), "answers[1]", Fault.IDENTICAL),
        (generic("A", ""), "answers[1]", Fault.EMPTY),
        (generic("A", "B", prompt=7), "prompt", Fault.NOT_TEXT),
        ({"prompt": "p"}, "completions", Fault.MISSING),
        (generic("A", "B", models=["\0", "y"]), "answers.sources[0]", Fault.NUL),
    ],
)
def test_a_faulty_pair_is_refused(row, field, fault):
    """As a set is."""
    problem = scored_pair(1, row)
    assert isinstance(problem, Problem)
    assert (problem.field, problem.fault) == (field, fault)


def test_dialogues_may_be_answered():
    """The prompt is messages, and so may two answers be."""
    messages = [{"role": "user", "content": "Hi"}]
    row = {"messages": messages, "answers": ["A", "B", "C"]}
    made = scored_set(1, row)
    assert (made.input_text, made.conversation, made.extra) == ("Hi", {"prompt": messages}, {})
    answer = [{"role": "assistant", "content": "A"}]
    pair = scored_pair(1, {"prompt": messages, "answers": [answer, "B"]})
    assert pair.candidate_0 == "A"
    assert pair.conversation == {"prompt": messages, "candidate_0": answer}


def test_the_prompt_alone():
    """Whatever else the row says is kept."""
    assert scored_prompt(1, generic("A")) == PromptRecord(1, "p", {"answers": ["A"]})


CELLS = {
    "scores": generic("one", "two", scores=[1, 2]),
    "ranks": generic("one", "two", ranks=[2.0, 1.0], models=["oak", "elm"]),
    "scores of their own": {"question": "p", "answers": [{"text": "one"}, {"text": "two", "pm_score": 3}]},
    "ranks of their own": generic({"answer": "one", "rank": 2}, {"answer": "two", "rank": 1}),
}


@pytest.mark.parametrize("name", CELLS)
def test_lists_of_a_csv_file_are_json(name):
    """What it says is what the same rows say as JSON lines."""
    row = CELLS[name]
    cells = {key: value if isinstance(value, str) else json.dumps(value) for key, value in row.items()}
    found = recognise([cells], Wanted.PAIRS, only_text=True)
    assert found.format.adapter(Wanted.PAIRS, found.columns)(1, cells)[0] == scored_pair(1, row)
    assert recognise([cells], Wanted.ANSWER_SETS, only_text=True).format == format_named("scored")


def test_answers_to_be_ranked_of_a_csv_file():
    """Also under this project's own names, for which the lists are opened as well."""
    row = {"input_text": "p", "candidates": ["one", "two", "three"], "ranking": [2, 3, 1]}
    cells = {key: value if isinstance(value, str) else json.dumps(value) for key, value in row.items()}
    assert answer_set_record(1, cells) == answer_set_record(1, row)


@pytest.mark.parametrize("more", [{"answer_1": "one", "answer_2": "two"}, {"responses": '["Ann"]'}])
def test_a_cell_that_looks_like_a_list_of_answers_is_none_beside_candidates(more):
    """Nor where it lists only one thing."""
    row = {"prompt": "p", "responses": '["Ann", "Ben"]'} | more
    assert recognise([row], Wanted.PAIRS, only_text=True).format == format_named("columns")
