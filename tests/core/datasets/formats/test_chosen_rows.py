"""Public data sets of chosen and rejected answers, and of judged pairs, come in right and ask nothing."""

import pytest

from core.datasets.formats import Wanted, format_named, recognise
from core.datasets.formats.mapping import Columns
from core.datasets.formats.shared.names import sides_of
from core.datasets.problems import Problem
from core.datasets.records import PairRecord
from core.labelling import Outcome
from tests.core.builders import jsonl
from tests.core.datasets.formats.chosen_rows import (
    JUDGED,
    alpaca_eval,
    alpaca_farm,
    argilla,
    autosxs,
    collection,
    dialogues,
    named,
    orca,
    ultrafeedback,
)
from tests.core.datasets.formats.public_makers import ASKED, A, B, turns
from tests.core.datasets.formats.test_public_rows import WRITTEN, taken

CASES = [
    (name, container) for name in JUDGED for container in WRITTEN if (name, container) != ("objects", "CSV")
]


@pytest.mark.parametrize(("name", "container"), CASES)
def test_rows_of_judged_pairs(name, container):
    """From every container alike, lists in cells of CSV among them."""
    public = JUDGED[name]
    form, made, asked = taken(WRITTEN[container]([row for row, _ in public.rows]))
    assert (form, asked) == (public.form, {})
    for one, (_, said) in zip(made, public.rows, strict=True):
        assert isinstance(one, PairRecord), one
        assert (one.choice, one.strength, one.annotator) == (said.choice, said.strength, said.who)
        assert (one.input_text, one.candidate_0, one.candidate_1) == said.texts
        assert (one.source_0, one.source_1) == said.models


@pytest.mark.parametrize(
    ("row", "about", "extra"),
    [
        (ultrafeedback(8, 7), {"score_chosen", "score_rejected"}, {"prompt_id", "messages"}),
        (argilla(5, 4), {"chosen-rating", "rejected-rating"}, {"source"}),
        (
            orca("swapped", [9, 7]),
            {"rating", "order", "status", "rationale"},
            {"generations", "original_chosen"},
        ),
        (alpaca_eval(1.2), {"preference", "price_per_example", "raw_completion"}, {"dataset"}),
        (alpaca_farm(1, 2), {"raw_preference"}, set()),
        (autosxs("B"), {"confidence", "explanation"}, {"id"}),
        (collection("A"), {"orig_score_A", "orig_criteria", "orig_feedback"}, {"messages", "instruction"}),
        (
            named("better_answer", "worse_answer", better_score=3, worse_score=1),
            {"better_score", "worse_score"},
            set(),
        ),
    ],
)
def test_what_was_said_of_the_choice_stays_with_it(row, about, extra):
    """Scores, reasons and prices; what was said of the pair stays with the pair."""
    _, (made,), _ = taken(jsonl(row))
    assert about <= made.about_choice.keys()
    assert extra <= made.extra.keys()
    assert not made.about_choice.keys() & made.extra.keys()


def test_no_row_is_recognised_as_another():
    """Each alone, with its fields in another order, and with one more field."""
    for name, public in JUDGED.items():
        for row, _ in public.rows:
            for one in (row, dict(reversed(row.items())), row | {"added_later": "2026-01-01"}):
                assert recognise([one], Wanted.PAIRS).format.name == public.form, name


def test_other_spellings_and_lone_values():
    """Capitals tell nothing, and a hundred rows of one choice ask nothing."""
    titled = {name.title(): value for name, value in alpaca_eval(2).items()}
    for row, form, choice in ((titled, "alpaca-eval", 1), (alpaca_farm(1, 1), "alpaca-farm", 0)):
        found = recognise([row] * 100, Wanted.PAIRS)
        assert (found.format.name, found.question) == (form, "")
        assert found.format.adapter(Wanted.PAIRS, found.columns)(1, row)[0].choice == choice


def test_a_scale_that_only_looks_like_alpacas_is_asked():
    """Without the fields of the data set, 0 and 1 may be the first and the second, or a tie and the first."""
    row = {"instruction": ASKED, "output_1": A, "output_2": B, "preference": 0}
    assert (
        "“preference” may be the choice" in recognise([row, row | {"preference": 1}], Wanted.PAIRS).question
    )


@pytest.mark.parametrize("value", [3, -1, "first"])
def test_what_alpaca_eval_does_not_write_is_refused(value):
    """Beyond its scale."""
    _, (_, made), _ = taken(jsonl(alpaca_eval(1), alpaca_eval(value)))
    assert isinstance(made, Problem)
    assert made.field == "preference"


@pytest.mark.parametrize(
    ("row", "choice"),
    [
        ({"response_a": A, "response_b": B, "chosen": "response_b", "rejected": "response_a"}, 1),
        ({"answer_1": A, "answer_2": B, "chosen": "2", "rejected": "1"}, 1),
        (
            {
                "model_a": "oak",
                "model_b": "elm",
                "response_a": A,
                "response_b": B,
                "chosen": "elm",
                "rejected": "oak",
            },
            1,
        ),
        ({"response_a": A, "response_b": B, "winner": "a", "loser": "b"}, 0),
        ({"response_a": A, "response_b": B, "chosen": B, "rejected": A}, 0),
        ({"response_a": A, "response_b": B, "chosen_response": "B", "rejected_response": "A"}, 1),
        ({"response_a": A, "response_b": B, "better_response": "B"}, 1),
    ],
)
def test_names_of_answers_are_no_answers(row, choice):
    """Chosen and rejected may say which of two other texts is meant; of what is unclear a person is asked."""
    found = recognise([{"prompt": ASKED, **row}], Wanted.PAIRS)
    (made,) = found.format.adapter(Wanted.PAIRS, found.columns)(1, {"prompt": ASKED, **row})
    assert isinstance(made, PairRecord), made
    assert {made.candidate_0, made.candidate_1} == {A, B}
    assert made.choice == choice


DIALOGUES = dialogues()


@pytest.mark.parametrize(
    "row",
    [
        {"chosen": {"messages": DIALOGUES["chosen"]}, "rejected": {"messages": DIALOGUES["rejected"]}},
        {"chosen_messages": DIALOGUES["chosen"], "rejected_messages": DIALOGUES["rejected"]},
        {"conversation_chosen": DIALOGUES["chosen"], "conversation_rejected": DIALOGUES["rejected"]},
        {"trajectory": turns(ASKED), "chosen": A, "rejected": B},
        {"query": ASKED, "good_response": A, "bad_response": B},
        {"history": [ASKED], "chosen": A, "rejected": B},
        {"prompt": "", **DIALOGUES},
        {"prompt": f"Human: {ASKED}", **DIALOGUES},
    ],
)
def test_other_shapes_of_the_same(row):
    """Objects around dialogues, other names, and prompts that the dialogues say once more."""
    _, (made,), asked = taken(jsonl(row))
    assert isinstance(made, PairRecord), made
    assert (made.input_text, made.candidate_0, made.candidate_1, made.choice) == (ASKED, A, B, 0)
    assert asked == {}


@pytest.mark.parametrize("empty", [None, "", " ", []])
def test_an_answer_that_is_missing_is_refused(empty):
    """Nobody could compare it."""
    for row in ({"prompt": ASKED, "chosen": A, "rejected": empty}, named("win", "lose") | {"lose": empty}):
        _, (made,), _ = taken(jsonl(row))
        assert isinstance(made, Problem), made


def test_whole_dialogues_in_a_template_are_no_answers():
    """As RewardBench's results have them beside the prompt."""
    whole = {"text_chosen": f"user: {ASKED} assistant: {A}", "text_rejected": f"user: {ASKED} assistant: {B}"}
    found = recognise([{"prompt": ASKED, **whole}], Wanted.PAIRS)
    assert found.question == "Which fields are the two answers?"


def test_numbers_called_win_and_lose_are_no_answers():
    """They count something; no pair is made of them."""
    row = {"question": ASKED, "win": 3, "lose": 1}
    assert recognise([row], Wanted.PAIRS).columns.candidate_0 == "candidate_0"
    assert recognise([row | {"win": "3", "lose": "1"}], Wanted.PAIRS).columns.candidate_0 == "candidate_0"


@pytest.mark.parametrize(
    ("names", "sides"),
    [
        (("chosen", "rejected"), (0, ("chosen", "rejected"))),
        (("Rejected Response", "chosenResponse"), (1, ("chosen", "rejected"))),
        (("answer_worse", "answer_better"), (1, ("better", "worse"))),
        (("preferred_output", "non_preferred_output"), (0, ("preferred", "nonpreferred"))),
        (("chosen", "worse"), None),
        (("chosen", "chosen"), None),
        (("output", "response"), None),
    ],
)
def test_words_for_the_better_and_the_worse(names, sides):
    """However they are spelt, and with what beside them."""
    assert sides_of(*names) == sides


@pytest.mark.parametrize(
    ("prompt", "is_told"),
    [
        (f"<|im_start|>user\n{ASKED}<|im_end|>\n<|im_start|>assistant\n", True),
        (f"[INST] {ASKED} [/INST]", True),
        (f"### Human: {ASKED}\n### Assistant:", True),
        (f"Translate: {ASKED}", False),
    ],
)
def test_a_prompt_in_a_template_is_told_by_the_dialogues(prompt, is_told):
    """What it says besides is never lost."""
    _, (made,), _ = taken(jsonl({"prompt": prompt, **dialogues()}))
    assert (made.input_text == ASKED, made.candidate_0 == A) == (is_told, is_told)
    assert is_told or made.input_text == prompt


def test_prompts_of_judged_pairs():
    """Where prompts are wanted, those of the pairs."""
    for name in ("AlpacaEval", "Preference Collection", "AutoSxS", "Tulu 3"):
        row, said = JUDGED[name].rows[0]
        found = recognise([row], Wanted.PROMPTS)
        (made,) = found.format.adapter(Wanted.PROMPTS, found.columns)(1, row)
        assert made.input_text == said.texts[0], name
    assert format_named("alpaca-eval").guess([], Wanted.PROMPTS, {}).columns == Columns("instruction")
    assert Outcome.TIE in {said.choice for _, said in JUDGED["AlpacaEval"].rows}
