"""Argilla's exports as argilla 2.8 writes them (rows of our own), and the lists of version 1."""

import json
from typing import Any

import pyarrow as pa
import pytest

from core.datasets.formats import Prompts, Wanted, recognise
from core.datasets.problems import Fault, Problem
from core.datasets.records import PairRecord
from core.datasets.sources import container_of, rows, source_of_bytes
from core.labelling import Outcome

ANA, BEN, CY = (f"00000000-0000-0000-0000-00000000000{number}" for number in (1, 2, 3))
TEXTS = {"prompt": "Why does the kettle sing?", "response_a": "Ghosts.", "response_b": "Steam, leaving."}
STATUS = ["submitted", "discarded", "draft"]


def flat(number: int, *answers: Any, question: str = "better", **more: Any) -> dict[str, Any]:
    """A record of ``to_list(flatten=True)``: the first answer is submitted, the others are not."""
    people = [ANA, BEN, CY][: len(answers)]
    said = {f"{question}.responses": list(answers), f"{question}.responses.users": people}
    said[f"{question}.responses.status"] = STATUS[: len(answers)]
    suggested = {f"{question}.suggestion": "B", f"{question}.suggestion.agent": "a model"}
    return {"id": f"r{number}", "status": "pending", **TEXTS, **said, **suggested, **more}


def nested(*answers: Any, question: str = "better", texts: dict[str, Any] = TEXTS) -> dict[str, Any]:
    """A record of ``to_list()`` and ``to_json``, which tell no status of an answer."""
    said = [{"value": value, "user_id": user} for value, user in zip(answers, (ANA, BEN, CY), strict=False)]
    suggested = {question: {"value": "B", "score": 0.7, "agent": "a model"}}
    responses = {question: said} if said else {}
    return {"id": "r", "fields": texts, "metadata": {}, "suggestions": suggested, "responses": responses}


def first_version(*answers: Any) -> dict[str, Any]:
    """A record as a feedback data set of version 1 lies on the hub."""
    people = zip(answers, (ANA, BEN, CY), STATUS, strict=False)
    said = [{"user_id": user, "value": value, "status": status} for value, user, status in people]
    return TEXTS | {"better": said, "better-suggestion": "B", "external_id": None, "metadata": "{}"}


def read(*records: dict[str, Any], **said: str) -> list[Any]:
    """What becomes of these records, recognised by themselves."""
    found = recognise(list(records), Wanted.PAIRS, said=said)
    assert found.format.name == "argilla"
    assert not found.question
    adapt = found.format.adapter(Wanted.PAIRS, found.columns, Prompts())
    return [one for line, row in enumerate(records, 1) for one in adapt(line, row)]


@pytest.mark.parametrize("made", [flat, lambda _, *said: first_version(*said)])
def test_only_submitted_answers_count(made: Any):
    """Discarded answers and drafts are told as skips; what a model suggested is nobody's choice."""
    first, tie, nobody = read(made(0, "A", "B", "B"), made(1, "tie", "B"), made(2))
    assert (first.choice, first.annotator, first.input_text) == (0, ANA, TEXTS["prompt"])
    assert [one.fault for one in first.remarks] == [Fault.SKIPPED] * 2
    assert tie.choice == Outcome.TIE
    assert nobody.choice is None
    assert nobody.annotator is None


def test_answers_without_names_all_count():
    """Where the users were taken out, each answer is somebody else's."""
    made = read(flat(0, "A", "B", "A") | {"better.responses.users": None, "better.responses.status": None})
    assert [(one.choice, one.annotator) for one in made] == [(0, None), (1, None), (0, None)]


def test_a_record_with_answers_of_too_many_is_refused():
    """Each of them would take the record with it."""
    many = {"better.responses": ["A"] * 1001, "better.responses.users": [str(one) for one in range(1001)]}
    (made,) = read(flat(1, "A"), flat(0) | many | {"better.responses.status": ["submitted"] * 1001})[1:]
    assert isinstance(made, Problem)
    assert made.fault == Fault.SHAPE


@pytest.mark.parametrize(
    "said", [{"better": 7}, {"better": ["A"]}, {"better": [{"user_id": [], "value": {}}]}]
)
def test_rows_that_argilla_would_not_write_are_refused_or_read(said: Any):
    """None of them stops a file."""
    (made,) = read(nested("A"), nested("A") | {"responses": said})[1:]
    assert isinstance(made, Problem | PairRecord)


def test_nested_answers_all_count_and_the_report_says_that_no_status_is_told():
    """Everyone's answer is a judgment of the same pair; the file is noted."""
    records = [nested("A", "B"), nested("B", "A")]
    made = read(*records)
    assert [(one.choice, one.annotator) for one in made] == [(0, ANA), (1, BEN), (1, ANA), (0, BEN)]
    found = recognise(records, Wanted.PAIRS)
    assert found.format.note
    assert found.format.note(records) == Fault.NO_STATUS
    assert found.format.note([flat(0, "A")]) is None


def test_other_questions_stand_beside_the_choice():
    """What somebody answered besides belongs to that choice, not to the pair."""
    quality = flat(0, 4, question="quality")
    (one,) = read(flat(0, "B") | quality)
    assert (one.choice, one.about_choice) == (1, {"quality": 4})
    assert not {"quality", "better"} & one.extra.keys()


def test_of_several_questions_one_is_asked_for():
    """Two that may be the choice are one question with what to type; its answer settles it."""
    both = flat(0, "A") | flat(0, ["response_b", "response_a"], question="order")
    found = recognise([both], Wanted.PAIRS)
    assert "--column choice=better or --column choice=order" in found.answer
    assert [one.choice for one in read(both, choice="order")] == [1]


def test_ratings_of_each_text_are_asked_about_as_scores():
    """Two ratings may be one for each text; that is offered, not taken."""
    both = flat(0, 2, question="rating_a") | flat(0, 5, question="rating_b")
    found = recognise([both], Wanted.PAIRS)
    assert "--column score_0=rating_a --column score_1=rating_b" in found.answer
    assert [one.choice for one in read(both, score_0="rating_a", score_1="rating_b")] == [1]


@pytest.mark.parametrize("values", [(1, 5, 3), (1, 2)])
def test_a_rating_alone_is_asked_about(values: tuple[int, ...]):
    """Numbers of one question say nothing sure of two texts, not even 1 and 2."""
    found = recognise(
        [flat(place, value, question="how") for place, value in enumerate(values)], Wanted.PAIRS
    )
    assert "“how” may be the choice" in found.question
    assert "--column choice=how" in found.answer


@pytest.mark.parametrize(
    ("ranking", "choice"),
    [
        (["response_b", "response_a"], 1),
        ([{"value": "response_b", "rank": 2}, {"value": "response_a", "rank": 1}], 0),
        ([{"value": "response_b", "rank": 1}, {"value": "response_a", "rank": 1}], Outcome.TIE),
    ],
)
def test_rankings(ranking: list[Any], choice: Any):
    """Of names the first is the best; where ranks are told, equal ones tie."""
    assert [one.choice for one in read(flat(0, ranking, question="rank"))] == [choice]


def test_what_is_not_named_is_asked():
    """Texts under other names and no prompt: one question with what to type."""
    texts = {"left_text": "One.", "right_text": "Two."}
    found = recognise([nested("A", texts=texts)], Wanted.PAIRS)
    assert "--column candidate_0=<field> --column candidate_1=<field>" in found.answer
    said = {"candidate_0": "left_text", "candidate_1": "right_text", "fixed_prompt": "Which is it?"}
    (one,) = read(nested("left_text", texts=texts), **said)
    assert (one.choice, one.input_text, one.candidate_1) == (0, "Which is it?", "Two.")


def test_lists_that_numpy_printed_are_refused():
    """A CSV file made of a hub's data set holds no list that could be told apart."""
    printed = flat(0) | {"better.responses": "['A' 'B']", "better.responses.users": f"['{ANA}'\n '{BEN}']"}
    made = recognise([flat(0, "A")], Wanted.PAIRS)
    (one,) = made.format.adapter(Wanted.PAIRS, made.columns)(1, printed)
    assert isinstance(one, Problem)
    assert "JSON lines or Parquet" in one.reason


def test_cells_of_csv_hold_lists_as_json():
    """A table with its lists as JSON reads as the export itself."""
    row = {
        name: json.dumps(value) if isinstance(value, list) else value for name, value in flat(0, "B").items()
    }
    assert [one.choice for one in read(row)] == [1]


@pytest.mark.parametrize("records", [[flat(0, "A"), flat(1)], [nested("A"), nested()], [first_version("A")]])
def test_nested_parquet_reads_alike(records: list[dict[str, Any]]):
    """Parquet fills absent questions and answers with null."""
    sink = pa.BufferOutputStream()
    import pyarrow.parquet as pq  # noqa: PLC0415 - slow to import

    pq.write_table(pa.Table.from_pylist([one | {"metadata": None} for one in records]), sink)
    source = source_of_bytes("hub.parquet", sink.getvalue().to_pybytes())
    found = [row for _, row in rows(source, container_of(source), lambda *_, **__: None)]
    made = read(*[row for row in found if isinstance(row, dict)])
    assert [one.choice for one in made] == [0, None][: len(records)]
    assert all(isinstance(one, PairRecord) for one in made)
