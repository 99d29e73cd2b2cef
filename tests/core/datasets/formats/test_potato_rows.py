"""Potato's answers, joined with the data file they are about; A and B are places on a person's screen."""

import csv
import io
import json
from typing import Any

import pytest

from core.datasets.formats import Prompts, Wanted, recognise
from core.datasets.importing import first_rows, together
from core.datasets.problems import Problem
from core.datasets.sources import Source, source_of_bytes
from core.errors import InvalidInput
from core.labelling import Outcome
from tests.core.datasets.formats.potato_answers import ITEMS, exported, lines, state

ANSWERS = {name: {"better.selection": said} for name, said in (("p1", "A"), ("p2", "B"), ("p3", "tie"))}
DATA = source_of_bytes("data.jsonl", lines(ITEMS))
STATE = "user_state.json"


def read(*sources: Source, **said: str) -> list[Any]:
    """What becomes of files that are imported together, recognised by themselves."""
    made: list[Any] = []
    for source in together(sources):
        rows = first_rows(source)
        found = recognise(rows, Wanted.PAIRS, said=said)
        assert found.format.name == "potato"
        assert not found.question, found.question
        adapt = found.format.adapter(Wanted.PAIRS, found.columns, Prompts())
        made += [one for line, row in enumerate(rows, 1) for one in adapt(line, row)]
    return made


def asked(*sources: Source) -> str:
    """What is asked of the first file, and what to type."""
    return recognise(first_rows(together(sources)[0]), Wanted.PAIRS).asked


def test_each_persons_answers_are_judgments_of_the_items():
    """One file a person; the order of the files is of no matter."""
    ana = source_of_bytes("ana/" + STATE, state("ana", ANSWERS))
    ben = source_of_bytes("ben/" + STATE, state("ben", {"p1": {"better.selection": "B"}}))
    made = read(ana, DATA, ben)
    assert [(one.annotator, one.choice) for one in made] == [
        ("ana", 0),
        ("ana", 1),
        ("ana", Outcome.TIE),
        ("ben", 1),
    ]
    first = made[0]
    assert (first.input_text, first.candidate_0, first.candidate_1) == (ITEMS[0]["prompt"], *ITEMS[0]["text"])
    assert first.extra == {"id": "p1"}


def test_an_answer_is_turned_back_where_the_texts_were_shown_turned():
    """With randomize_order, A is what stood first on this person's screen."""
    turned = state("ben", {"p1": {"better.selection": "A", "much.scale_value": "-2"}}, p1=[1, 0])
    straight = state("ana", {"p1": {"better.selection": "A"}}, p1=[0, 1])
    made = read(source_of_bytes("a", straight), source_of_bytes("b", turned), DATA)
    assert [one.choice for one in made] == [0, 1]
    assert made[1].about_choice == {"much": 2.0}


def test_two_orders_of_one_item_leave_open_what_stood_where():
    """Schemes that both turned the texts may have turned them twice; such an answer is refused."""
    kept = json.loads(state("ana", {"p1": {"better.selection": "A"}}, p1=[1, 0]))
    kept["instance_id_to_presentation_order"]["p1"]["other"] = [1, 0]
    (one,) = read(source_of_bytes(STATE, json.dumps(kept).encode()), DATA, choice="better")
    assert isinstance(one, Problem)
    assert "several schemes" in one.reason


def as_table(rows: list[dict[str, Any]]) -> bytes:
    """The CSV export: a column a scheme and label."""
    out = io.StringIO()
    writer = csv.DictWriter(out, ["instance_id", "user_id", "better.selection"])
    writer.writeheader()
    for row in rows:
        said = row["labels"]["better"]["selection"]
        writer.writerow(
            {"instance_id": row["instance_id"], "user_id": row["user_id"], "better.selection": said}
        )
    return out.getvalue().encode()


@pytest.mark.parametrize("write", [lines, as_table])
def test_an_export_does_not_say_what_stood_first_and_is_asked_about(write: Any):
    """Naming the choice says that nothing was turned; then it reads as the states do."""
    export = source_of_bytes("annotations", write(exported("ana", ANSWERS)))
    question = asked(export, DATA)
    assert "randomize_order" in question
    assert "--column choice=better" in question
    made = read(export, DATA, choice="better")
    assert [(one.annotator, one.choice) for one in made] == [("ana", 0), ("ana", 1), ("ana", Outcome.TIE)]


def test_without_its_data_file_it_says_which_file_to_add():
    """Alone, with other answers, or with data that hold none of the items."""
    alone = source_of_bytes(STATE, state("ana", ANSWERS))
    assert "prefstudio import annotation_output data.jsonl" in asked(alone)
    assert "data_files in config.yaml" in asked(alone, alone)
    with pytest.raises(InvalidInput, match=r"other\.jsonl has none of them"):
        together([alone, source_of_bytes("other.jsonl", lines([{"id": "q", "prompt": "x"}]))])


def test_items_that_are_missing_or_told_twice_refuse_their_answers():
    """Nobody can tell which text was meant."""
    twice = source_of_bytes(
        "data.jsonl", lines([ITEMS[0], ITEMS[0] | {"text": ["Else.", "Other."]}, ITEMS[1]])
    )
    made = read(source_of_bytes(STATE, state("ana", ANSWERS)), twice)
    reasons = [one.reason if isinstance(one, Problem) else one.line for one in made]
    assert "p1 is in the data files more than once" in reasons[0]
    assert reasons[1] == 2
    assert "p3 is in none of the data files" in reasons[2]


@pytest.mark.parametrize(
    ("answer", "choice"),
    [
        ({"which.Answer B": "Answer B"}, 1),
        ({"which.Answer A": "true"}, 0),
        ({"which.select-one": "First"}, 0),
        ({"which.Neither": "Neither"}, Outcome.BOTH_BAD),
    ],
)
def test_radio_buttons_and_menus(answer: dict[str, str], choice: Any):
    """What was picked is the label itself, or stands beside it."""
    sources = source_of_bytes(STATE, state("ana", {"p1": answer, "p2": {"which.Answer A": "Answer A"}})), DATA
    assert read(*sources)[0].choice == choice


def test_several_dimensions_are_asked_about_and_machines_are_no_people():
    """One question with what to type; a declared machine's answers are refused."""
    axes = state("ana", {"p1": {"axes.helpful": "A", "axes.safe": "B"}})
    assert "--column choice=axes.helpful or --column choice=axes.safe" in asked(
        source_of_bytes("a", axes), DATA
    )
    assert [one.choice for one in read(source_of_bytes("a", axes), DATA, choice="axes.safe")] == [1]
    machine = json.loads(axes) | {"origin": {"kind": "model"}}
    (one,) = read(source_of_bytes("a", json.dumps(machine).encode()), DATA, choice="axes.safe")
    assert "is the answer of a machine" in one.reason


def test_other_files_stay_as_they_are():
    """Also a file whose rows say whose they are; and somebody who has answered nothing is left out."""
    plain = [DATA, source_of_bytes("more.jsonl", lines([{"user_id": 1, "instance_id": 2, "prompt": "x"}]))]
    assert together(plain) == plain
    nobody, ana = (source_of_bytes(who, state(who, said)) for who, said in (("cy", {}), ("ana", ANSWERS)))
    assert [one.name for one in together([nobody, DATA, ana])] == ["ana"]
