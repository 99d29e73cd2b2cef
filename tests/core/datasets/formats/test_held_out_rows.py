"""Rows of crowds, forms and judges that came in wrong when somebody who had not built it tried."""

from typing import Any

import pytest

from core.datasets.checks import unread_opinions
from core.datasets.checks.prompt_likely import is_of_others
from core.datasets.formats import Columns, Prompts, Wanted, recognise
from core.datasets.records import PairRecord
from core.labelling import Outcome

TEXTS = ("Why is ice slippery?", "A thin layer of it melts.", "Because it is cold.")


def crowd(before: str, said: str, who: str) -> dict[str, Any]:
    """What a crowd was shown, below names as its export writes them."""
    parts = dict(zip(("prompt", "response_a", "response_b"), TEXTS, strict=True))
    return {f"{before}{name}": text for name, text in parts.items()} | {
        who: "w1",
        "Title": "Compare",
        said: "",
    }


TOLOKA = crowd("INPUT:", "OUTPUT:result", "ASSIGNMENT:worker_id")
MTURK = crowd("Input.", "Answer.choice", "WorkerId")
HOT = crowd("Input.", "Answer.choice.a", "WorkerId") | {"Answer.choice.tie": "false"}
QUESTION = "Which response is better?"
SHEET = dict(zip(("Prompt", "Response A", "Response B"), TEXTS, strict=True)) | {"Worker ID": "w1"}
BY_SCORE = {"user_input": TEXTS[0]}
JUDGED = dict(zip(("question_body", "answer1_body", "answer2_body"), TEXTS, strict=True)) | {
    "answer1_model_id": "m1",
    "answer2_model_id": "m2",
}
MODELS = ("m1", "m2")
DIALOGUES = {
    f"conversation_{side}": [{"role": "user", "content": TEXTS[0]}, {"role": "assistant", "content": text}]
    for side, text in zip("ab", TEXTS[1:], strict=True)
}


def scored(first: float, second: float) -> list[dict[str, Any]]:
    """Two answers with their scores."""
    each = zip(TEXTS[1:], MODELS, (first, second), strict=True)
    return [{"response": text, "source": model, "score": score} for text, model, score in each]


@pytest.mark.parametrize(
    ("rows", "choices", "who", "models"),
    [
        ([TOLOKA | {"OUTPUT:result": said} for said in ("a", "b", "equal")], (0, 1, Outcome.TIE), "w1", None),
        ([MTURK | {"Answer.choice": said} for said in ("B", "A")], (1, 0), "w1", None),
        (
            [
                HOT | {"Answer.choice.a": str(one).lower(), "Answer.choice.b": str(not one).lower()}
                for one in (True, False)
            ],
            (0, 1),
            "w1",
            None,
        ),
        (
            [
                SHEET | {QUESTION: said}
                for said in ("Response A is much better", "Response B is slightly better", "About the same")
            ],
            (0, 1, Outcome.TIE),
            "w1",
            None,
        ),
        ([SHEET | {"Better answer (1/2/tie)": said} for said in "12"], (0, 1), "w1", None),
        ([{"prompt": TEXTS[0], "pos_resp": TEXTS[1], "neg_resp": TEXTS[2]}], (0,), None, None),
        (
            [
                {
                    "input": TEXTS[0],
                    "generation_models": [*MODELS],
                    "generations": [*TEXTS[1:]],
                    "ratings": [2, 4],
                }
            ],
            (1,),
            None,
            MODELS,
        ),
        (
            [BY_SCORE | {"responses_and_scores": scored(*both)} for both in ((9, 6), (7, 7))],
            (0, Outcome.TIE),
            None,
            MODELS,
        ),
        (
            [JUDGED | {"score": both} for both in ([8.0, 7.5], [5, 9], [6, 6])],
            (0, 1, Outcome.TIE),
            None,
            MODELS,
        ),
        ([DIALOGUES | {"winner": "model_b", "judge_hash": "h9"}], (1,), "h9", None),
        (
            [{"prompt": TEXTS[0], "chosen": TEXTS[1], "rejected": TEXTS[2], "annotator": "ann"}],
            (0,),
            "ann",
            None,
        ),
    ],
)
def test_rows_come_in_right(rows, choices, who, models):
    """With the prompt, both texts, who chose and which models wrote them."""
    found = recognise(rows, Wanted.PAIRS)
    assert not found.question
    adapt = found.format.adapter(Wanted.PAIRS, found.columns, Prompts())
    made = [one for line, row in enumerate(rows, 1) for one in adapt(line, row)]
    assert all(isinstance(one, PairRecord) for one in made)
    assert [one.choice for one in made] == list(choices)
    assert {(one.input_text, one.candidate_0, one.candidate_1) for one in made} == {TEXTS}
    assert {one.annotator for one in made} == {who}
    assert models is None or {(one.source_0, one.source_1) for one in made} == {models}


@pytest.mark.parametrize("annotator", [["a", "b"], "x" * 500, 0.5, None])
def test_only_a_name_is_an_annotator_of_a_chosen_answer(annotator):
    """Anything else is kept with the row."""
    row = {"prompt": TEXTS[0], "chosen": TEXTS[1], "rejected": TEXTS[2], "annotator": annotator}
    found = recognise([row], Wanted.PAIRS)
    (made,) = found.format.adapter(Wanted.PAIRS)(1, row)
    assert made.annotator is None
    assert made.extra == {"annotator": annotator}


def test_steps_of_one_answer_are_no_pair():
    """Two steps with what each is worth look like two answers with a label each."""
    row = {"prompt": TEXTS[0], "completions": [*TEXTS[1:]], "labels": [True, False]}
    assert "steps of one answer" in recognise([row], Wanted.PAIRS).question


@pytest.mark.parametrize("name", ["Rating", "result", "a_is_better", QUESTION])
def test_a_column_that_nobody_can_read_is_named(name):
    """Numbers from 1 to 7 may mean either way round."""
    rows = [{"prompt": "p", "response_a": "x", "response_b": "y", name: value} for value in (1, 7)]
    assert [one.field for one in unread_opinions(rows, Columns("prompt", "response_a", "response_b"))] == [
        name
    ]


@pytest.mark.parametrize(
    ("name", "surely"), [("initial_reason_steps", False), ("reason", True), ("steps_score", True)]
)
def test_steps_before_an_answer_may_be_of_the_prompt(name, surely):
    """Both answers of Math-Step-DPO go on behind them."""
    assert is_of_others(name) == surely
