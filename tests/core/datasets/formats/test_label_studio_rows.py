"""Exports of Label Studio's pairwise projects, a task or an annotation a row."""

import json
from dataclasses import replace

import pytest

from core.datasets.formats import Columns, Wanted, format_named
from core.datasets.formats.label_studio import label_studio_pairs, label_studio_prompt
from core.datasets.problems import Fault, Problem
from core.datasets.records import PairRecord, PromptRecord
from core.datasets.sources import container_of, rows, source_of_bytes

DATA = {"prompt": "Which is better? ", "answer1": " a", "answer2": "b", "topic": 7}


def annotation(side: str | None = "left", by: object = 1, **more) -> dict:
    """What one person said."""
    result = {
        "value": {"selected": side},
        "id": "X1",
        "from_name": "pw",
        "to_name": "answer1,answer2",
        "type": "pairwise",
        "origin": "manual",
    }
    return {
        "id": 11,
        "completed_by": by,
        "result": [result] if side else [],
        "was_cancelled": False,
        "ground_truth": False,
        "lead_time": 3.5,
    } | more


def task(*annotations: dict, **more) -> dict:
    """One task of an export."""
    return {"id": 5, "data": DATA, "annotations": list(annotations), "predictions": [], "project": 2} | more


def test_each_annotation_is_a_record():
    """Of the same texts; what an annotation says beside its side is kept with it."""
    left, right = label_studio_pairs(4, task(annotation(), annotation("right", {"id": 2, "email": "b@x"})))
    assert left == PairRecord(
        4,
        "Which is better? ",
        " a",
        "b",
        choice=0,
        extra={"id": 5, "predictions": [], "project": 2, "data": {"topic": 7}},
        annotator="user 1",
        about_choice={"id": 11, "ground_truth": False, "lead_time": 3.5},
    )
    assert (right.choice, right.annotator, right.extra) == (1, "user 2", left.extra)


@pytest.mark.parametrize(
    "annotations", [(), (annotation(was_cancelled=True),), (annotation(None),), (annotation(result=None),)]
)
def test_a_task_that_nobody_has_judged_has_no_choice(annotations):
    """Skipped ones and those without a side count as none."""
    (made,) = label_studio_pairs(1, task(*annotations))
    assert (made.choice, made.annotator, made.candidate_0) == (None, None, " a")
    assert label_studio_pairs(1, task(annotations=None))[0] == replace(made, remarks=())


def test_other_results_go_with_the_choice():
    """Such as why."""
    why = {"type": "textarea", "value": {"text": ["clear"]}, "from_name": "why"}
    one = annotation()
    one["result"] = [why, *one["result"]]
    (made,) = label_studio_pairs(1, task(one))
    assert (made.choice, made.about_choice["result"]) == (0, [why])


def test_fields_that_annotations_compare_are_the_answers():
    """Whatever they are called; the only other text is the prompt."""
    one = annotation()
    one["result"][0]["to_name"] = "alpha,beta"
    (made,) = label_studio_pairs(1, task(one, data={"alpha": "A", "beta": "B", "task": "T", "n": 1}))
    assert (made.input_text, made.candidate_0, made.candidate_1) == ("T", "A", "B")


def test_a_person_can_name_the_fields():
    """Where the usual names say something else."""
    data = {"prompt": "no", "x": "P", "left": "L", "right": "R", "one": "A", "two": "B"}
    read = format_named("label-studio").adapter(Wanted.PAIRS, Columns("x", "one", "two"))
    (made,) = read(1, task(data=data))
    assert (made.input_text, made.candidate_0, made.candidate_1) == ("P", "A", "B")
    prompts = format_named("label-studio").adapter(Wanted.PROMPTS, Columns("x"))
    assert prompts(1, task(data=data))[0].input_text == "P"


@pytest.mark.parametrize("said", ["left", {"selected": "left"}, ["left"], [{"selected": "left"}]])
def test_the_minimal_export_has_an_annotation_a_row(said):
    """The side is plain or wrapped."""
    row = DATA | {"id": 5, "pw": said, "annotator": 3, "annotation_id": 9, "lead_time": 1.5}
    expected = PairRecord(
        1,
        "Which is better? ",
        " a",
        "b",
        choice=0,
        extra={"topic": 7, "id": 5},
        annotator="user 3",
        about_choice={"annotation_id": 9, "lead_time": 1.5},
    )
    assert label_studio_pairs(1, row) == (expected,)


def test_a_minimal_row_without_a_side_has_no_choice():
    """An answer that reads “left” is none."""
    (made,) = label_studio_pairs(1, DATA | {"answer1": "left", "annotator": 3})
    assert (made.choice, made.annotator, made.candidate_0) == (None, None, "left")


@pytest.mark.parametrize(
    ("row", "field", "fault"),
    [
        (task(data={"prompt": "p", "answer1": "a"}), "candidate_0", Fault.MISSING),
        (task(data={"answer1": "a", "answer2": "b"}), "prompt", Fault.MISSING),
        (task(data={}), "candidate_0", Fault.MISSING),
        (task(data=DATA | {"answer2": " a"}), "answer2", Fault.IDENTICAL),
        (task(data=DATA | {"prompt": 7}), "prompt", Fault.NOT_TEXT),
        (task(annotations="x"), "annotations", Fault.SHAPE),
        (task(7), "annotations", Fault.SHAPE),
        (task(annotation("middle")), "annotations[0].result", Fault.CHOICE_OUT_OF_RANGE),
        (
            task(annotation(was_cancelled=True), annotation("x")),
            "annotations[1].result",
            Fault.CHOICE_OUT_OF_RANGE,
        ),
        (task(annotation(by=[1])), "annotations[0].completed_by", Fault.ANNOTATOR),
        (task(annotation(by="a\nb")), "annotations[0].completed_by", Fault.ANNOTATOR),
        ({"answer1": "a", "answer2": "b"}, "prompt", Fault.MISSING),
        (DATA | {"pw": "left", "annotator": "a\0"}, "annotator", Fault.ANNOTATOR),
    ],
)
def test_a_faulty_row_is_refused(row, field, fault):
    """With the field at fault."""
    (problem,) = label_studio_pairs(2, row)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field, problem.fault) == (2, field, fault)


def test_an_annotator_may_be_unknown():
    """Then the choice stands for the file."""
    (made,) = label_studio_pairs(1, task(annotation(by=None)))
    assert (made.choice, made.annotator) == (0, None)


def test_the_prompt_alone():
    """Annotations are kept with the rest."""
    rest = {name: value for name, value in DATA.items() if name != "prompt"}
    row = task()
    assert label_studio_prompt(1, row) == PromptRecord(
        1, "Which is better? ", {"id": 5, "annotations": [], "predictions": [], "project": 2, "data": rest}
    )
    assert label_studio_prompt(1, DATA) == PromptRecord(1, "Which is better? ", rest)
    assert isinstance(label_studio_prompt(1, task(data={})), Problem)
    assert isinstance(label_studio_prompt(1, {"prompt": ""}), Problem)


def test_what_a_model_predicted_is_nobodys_choice():
    """Predictions stay with the task, for whoever wants to look at them."""
    predicted = task(predictions=[{"model_version": "m", "result": annotation("left")["result"]}])
    (one,) = label_studio_pairs(1, predicted)
    assert isinstance(one, PairRecord)
    assert (one.choice, one.annotator) == (None, None)
    assert one.extra["predictions"]


def test_the_servers_list_of_tasks_is_read_task_by_task():
    """What ``/api/tasks`` answers is one object around its tasks."""
    answered = {"total_annotations": 1, "total": 2, "tasks": [task(annotation("right")), task()]}
    source = source_of_bytes("tasks.json", json.dumps(answered).encode())
    found = [row for _, row in rows(source, container_of(source), lambda *_, **__: None)]
    made = [one for row in found if isinstance(row, dict) for one in label_studio_pairs(1, row)]
    assert [one.choice for one in made if isinstance(one, PairRecord)] == [1, None]
