"""Which fields of a Label Studio task are prompt and answers, skips, and annotators of tables."""

import pytest

from core.datasets.formats import Wanted, recognise
from core.datasets.formats import format_named as form
from core.datasets.formats.label_studio import FORMAT, label_studio_pairs
from core.datasets.formats.label_studio_guess import guess_label_studio
from core.datasets.problems import Fault
from core.datasets.records import PairRecord
from tests.core.datasets.formats.label_studio_exports import PERSON, flat, side, task

TEMPLATE = {"pairText1": "Frost.", "pairText2": "Dew."}


def pairs_task(number: int, which: str = "left", **data) -> dict:
    """A task of Label Studio's own template for comparing texts, which has no prompt."""
    made = task(number, [side("pw", which)])
    return made | {"data": TEMPLATE | data}


def made_of(*rows: dict, **said: str) -> list:
    """The records of rows, read as an import reads them."""
    found = recognise(rows, Wanted.PAIRS, said=said)
    assert found.question == ""
    return [one for row in rows for one in form("label-studio").adapter(Wanted.PAIRS, found.columns)(1, row)]


@pytest.mark.parametrize(
    "row",
    [
        pairs_task(1),
        pairs_task(1, source="web", url="https://x.test/a?b=1", rank=7),
        TEMPLATE | {"id": 1, "pw": [{"selected": "left"}]} | PERSON,
        {
            "annotation_id": "7",
            "annotator": "1",
            "pairText1": "a b",
            "pairText2": "c",
            "pw": '[{"selected":"left"}]',
        },
    ],
)
def test_the_template_without_a_prompt_asks_for_one(row):
    """Nobody but a person knows what people were asked; what stands beside the texts is not taken for it."""
    found = recognise([row], Wanted.PAIRS)
    assert "--column 'fixed_prompt=Which text is better?'" in found.answer
    assert (found.columns.candidate_0, found.columns.candidate_1) == ("pairText1", "pairText2")
    (made,) = made_of(row, fixed_prompt="Which is colder?")
    assert (made.input_text, made.choice) == ("Which is colder?", 0)


def test_a_prompt_of_a_field_or_of_all_is_what_a_person_says():
    """One of both."""
    row = pairs_task(1, topic="Cold and wet", query_words="cold wet")
    assert (
        "Which of the fields (“topic”, “query_words”) is the prompt?"
        in recognise([row], Wanted.PAIRS).question
    )
    (made,) = made_of(row, input_text="topic")
    assert (made.input_text, made.extra["data"]) == ("Cold and wet", {"query_words": "cold wet"})
    both = {"input_text": "topic", "fixed_prompt": "Which?"}
    assert "which is right?" in recognise([row], Wanted.PAIRS, said=both).question


def test_the_only_other_text_is_the_prompt():
    """As before; a key beside it is none."""
    (made,) = made_of(pairs_task(1, task="What falls at night?", doc="d0"))
    assert made.input_text == "What falls at night?"


def test_fields_that_were_swapped_turn_the_sides():
    """Left is what stood left when people chose."""
    row = pairs_task(1, "left")
    (made,) = made_of(row, candidate_0="pairText2", candidate_1="pairText1", fixed_prompt="Which?")
    assert (made.candidate_0, made.candidate_1, made.choice) == ("Dew.", "Frost.", 1)


def test_texts_that_are_not_found_are_asked_for():
    """With the fields that there are."""
    row = {"id": 1, "data": {"prompt": "p", "uno": "a", "due": "b"}, "annotations": []}
    found = recognise([row], Wanted.PAIRS)
    assert found.asked == (
        "Which of the fields (“prompt”, “uno”, “due”) hold the two texts that are compared? "
        "Type --column candidate_0=<field> --column candidate_1=<field>."
    )
    assert made_of(row, candidate_0="uno", candidate_1="due")[0].candidate_1 == "b"
    assert recognise([row], Wanted.PROMPTS).question == ""


def test_skips_are_counted():
    """They are no choices; the task is there to be judged."""
    row = task(1, [side("pw", "left")], [])
    row["annotations"][1] |= {"was_cancelled": True, "completed_by": 9}
    (made,) = label_studio_pairs(1, row)
    (remark,) = made.remarks
    assert (made.choice, remark.fault, remark.field) == (0, Fault.SKIPPED, "annotations[1]")


def test_annotations_that_say_nothing_are_remarked():
    """As long as a choice is expected of them."""
    rows = [task(1, [side("pw", "left")], []), flat(2, {"pw": ""})]
    for row, field in zip(rows, ("annotations[1]", "annotation_id"), strict=True):
        (made,) = label_studio_pairs(1, row)
        assert [(one.fault, one.field) for one in made.remarks] == [(Fault.UNREAD, field)]
    columns = guess_label_studio(rows[1:], Wanted.PAIRS, {"choice": ""}).columns
    assert label_studio_pairs(1, rows[1], columns)[0].remarks == ()


def test_which_exports_leave_skips_out():
    """All but the JSON of tasks."""
    assert FORMAT.note([flat(1, {})])
    assert not FORMAT.note([task(1)])


@pytest.mark.parametrize(
    ("annotator", "expected"),
    [("1", "user 1"), ("1.0", "user 1"), (1.0, "user 1"), ("ann@x.test", "user ann@x.test"), ("", None)],
)
def test_a_person_is_one_in_every_container(annotator, expected):
    """Tables write numbers as texts, pandas with a fraction."""
    (made,) = label_studio_pairs(
        1, flat(1, {"pw": '[{"selected":"right"}]'}, person=PERSON | {"annotator": annotator})
    )
    assert (made.choice, made.annotator) == (1, expected)


def test_a_row_without_an_annotation_keeps_no_empty_cells_of_one():
    """It is the task, whatever the container."""
    empty = {"annotation_id": "", "annotator": "", "created_at": "", "lead_time": "", "pw": ""}
    (made,) = made_of({"answer1": "a", "answer2": "b", "prompt": "p q"} | empty | {"doc": "d"}, choice="pw")
    assert made == PairRecord(1, "p q", "a", "b", extra={"doc": "d"})


def test_completions_of_early_versions_are_annotations():
    """They were called so before 1.0."""
    row = task(1, [side("pw", "right")])
    row["completions"] = row.pop("annotations")
    (made,) = made_of(row)
    assert (made.choice, "completions" in made.extra) == (1, False)


def test_sources_and_people_can_be_named():
    """Of the task's data, and of the annotation."""
    row = task(1, [side("pw", "left")], one="m1", other="m2")
    row["annotations"][0]["email"] = "ann@x.test"
    (made,) = made_of(row, source_0="one", source_1="other", annotator="email")
    assert (made.source_0, made.source_1, made.annotator, "data" in made.extra) == (
        "m1",
        "m2",
        "ann@x.test",
        False,
    )
    (made,) = made_of(flat(1, {"pw": [{"selected": "left"}]}, rater="Ann"), annotator="rater")
    assert made.annotator == "Ann"
    marked = recognise([row], Wanted.PAIRS, said={"won_0": "pw", "won_1": "pw"})
    assert "--column choice=<name> instead of won_0, won_1 and tied" in marked.answer
