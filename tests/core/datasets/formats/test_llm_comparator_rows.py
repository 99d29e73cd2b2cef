"""LLM Comparator's examples: the sign of the score says who is better; flipped ratings are turned already."""

import json

import pytest

from core.datasets.formats import Wanted, recognise
from core.datasets.formats.llm_comparator import example_pair
from core.datasets.importing.plan import first_rows, recognise_sources
from core.datasets.problems import Fault, Problem
from core.datasets.records import PairRecord
from core.datasets.sources import source_of_bytes
from core.labelling import Outcome
from tests.core.datasets.sources.reading_rows import parquet


def rating(score: float | None, *, flipped: bool = False) -> dict:
    """One rating; of a flipped one the label speaks of the other order."""
    label = "A is better" if (score or 0) > 0 != flipped else "B is better"
    return {"is_flipped": flipped, "score": score, "rating_label": label, "rationale": "because"}


def example(score: object, *ratings: dict, **more: object) -> dict:
    """An example."""
    texts = {"input_text": "Do bees sleep?", "output_text_a": "Yes.", "output_text_b": "Never."}
    held = {"tags": ["bees"], "rationale_list": [], "custom_fields": {"n": 1}}
    return {**texts, **held, "score": score, "individual_rater_scores": list(ratings), **more}


@pytest.mark.parametrize(
    ("row", "choice"),
    [
        (example(0.25, rating(1.5), rating(-1.0, flipped=True)), 0),
        (example(-1.25, rating(-1.0), rating(-1.5, flipped=True)), 1),
        (example("-0.5"), 1),
        (example(0), Outcome.TIE),
        (example(None), None),
        (example(None, rating(None)), None),
        (example(None, rating(-1.0, flipped=True), rating(0.5)), 1),
        (example(0.5, individual_rater_scores=None), 0),
        (example(1.0, individual_rater_scores=json.dumps([rating(1.0)])), 0),
    ],
)
def test_the_sign_of_the_score_is_the_choice(row, choice):
    """Never a label; without a score the ratings tell; what was said of the choice stays with it."""
    made = example_pair(1, row)
    assert isinstance(made, PairRecord), made
    assert (made.input_text, made.candidate_0, made.candidate_1) == ("Do bees sleep?", "Yes.", "Never.")
    assert (made.choice, made.remarks) == (choice, ())
    if choice is not None:
        assert "score" not in made.extra


def test_a_score_against_its_ratings_is_told():
    """The score counts."""
    made = example_pair(1, example(0.5, rating(-1.5)))
    assert isinstance(made, PairRecord)
    assert (made.choice, [one.fault for one in made.remarks]) == (0, [Fault.SCORES_CONTRADICT])


@pytest.mark.parametrize("score", ["A", [1], True, {"x": 1}])
def test_other_scores_are_refused(score):
    """They say nothing that can be read."""
    made = example_pair(1, example(score))
    assert isinstance(made, Problem)
    assert (made.field, made.fault) == ("score", Fault.CHOICE_OUT_OF_RANGE)


ROWS = [example(1.0, rating(1.0)), example(-0.5, rating(-0.5, flipped=True), input_text="Do wasps?")]
WHOLE = {"metadata": {"custom_fields_schema": []}, "models": [{"name": "oak"}, {"name": "elm"}]}
WHOLE |= {"examples": ROWS, "rationale_clusters": []}


@pytest.mark.parametrize(
    ("content", "models"),
    [
        (json.dumps(WHOLE).encode(), ("oak", "elm")),
        (json.dumps(WHOLE, indent=2).encode(), ("oak", "elm")),
        ("\n".join(map(json.dumps, ROWS)).encode(), (None, None)),
        (
            parquet({name: [row[name] for row in ROWS] for name in ROWS[0] if name != "custom_fields"}),
            (None, None),
        ),
    ],
)
def test_whole_files_and_examples_alone(content, models):
    """The models stand around the examples and are the sources of all answers."""
    source = source_of_bytes("f", content)
    found = recognise_sources([source], Wanted.PAIRS)
    assert (found.format.name, found.question) == ("llm-comparator", "")
    adapt = found.format.adapter(Wanted.PAIRS)
    made = [one for row in first_rows(source) for one in adapt(1, row)]
    assert [(one.choice, one.source_0, one.source_1) for one in made] == [(0, *models), (1, *models)]
    assert (
        recognise(ROWS, Wanted.PROMPTS).format.adapter(Wanted.PROMPTS)(1, ROWS[0])[0].input_text
        == "Do bees sleep?"
    )
