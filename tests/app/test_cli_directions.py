"""Which candidate a choice stands for is told by values and names together, or asked; never guessed."""

import csv
import io
import json

import pytest

from core.datasets.formats import Wanted, recognise
from core.datasets.importing import recognise_sources
from core.datasets.sources import container_of, rows, source_of_bytes
from core.labelling import Outcome
from tests.core.datasets.sources.reading_rows import parquet

AB, LETTERS = ("reply_a", "reply_b"), ("answer_a", "answer_b")
NUMBERED = ("answer_1", "answer_2")
VERTEX = ("candidate_0", "candidate_1")


def table(names: tuple[str, str], values: list[object], column: str = "label") -> list[dict]:
    """Rows whose first answer is a fig and whose second is a pear."""
    return [
        {
            "input_text": f"Fruit {number}?",
            names[0]: f"fig {number}",
            names[1]: f"pear {number}",
            column: value,
        }
        for number, value in enumerate(values)
    ]


def as_jsonl(made: list[dict]) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in made).encode()


def as_csv(made: list[dict]) -> bytes:
    file = io.StringIO()
    writer = csv.DictWriter(file, made[0].keys())
    writer.writeheader()
    writer.writerows(made)
    return file.getvalue().encode()


def as_parquet(made: list[dict]) -> bytes:
    return parquet({name: [row[name] for row in made] for name in made[0]})


def read(content: bytes) -> tuple[str, list[object]]:
    """What is asked, and what each row says."""
    source = source_of_bytes("rows", content)
    found = recognise_sources([source], Wanted.PAIRS)
    make = found.format.adapter(Wanted.PAIRS, found.columns)
    made = [
        one
        for line, row in rows(source, container_of(source), lambda *_, **__: None)
        for one in make(line, row)
    ]
    return found.question, [getattr(one, "choice", one) for one in made]


@pytest.mark.parametrize(
    ("names", "column", "values", "choices"),
    [
        (VERTEX, "choice", [0.0, 1.0, None], [0, 1, None]),
        (VERTEX, "winner", ["A", "B", "tie"], [0, 1, Outcome.TIE]),
        (VERTEX, "choice", [1, None, 0], [1, None, 0]),
        (VERTEX, "choice", ["1", "0", "both_bad"], [1, 0, Outcome.BOTH_BAD]),
        (NUMBERED, "preference", [1.0, 2.0, 1.5], [0, 1, Outcome.TIE]),
        (LETTERS, "winner", ["answer_b", "tie (bothbad)", None], [1, Outcome.BOTH_BAD, None]),
        (("response_0", "response_1"), "better", [1, 0, 1], [1, 0, 1]),
        (("left", "right"), "better", ["Right", "left", "equal"], [1, 0, Outcome.TIE]),
    ],
)
def test_all_containers_read_alike(names, column, values, choices):
    """JSON lines, a table of text, and Parquet: the same rows are the same judgments."""
    made = table(names, values, column)
    for content in (as_jsonl(made), as_csv(made), as_parquet(made)):
        assert read(content) == ("", choices)


@pytest.mark.parametrize(
    ("names", "column", "values"),
    [
        (LETTERS, "label", [0, 1, 1]),
        (NUMBERED, "label", [1, 1, 1]),
        (LETTERS, "winner", [True, False, True]),
        (NUMBERED, "preference", [-2, 0, 3]),
        (VERTEX, "choice", [2, 1, 2]),
    ],
)
def test_all_containers_ask_alike(names, column, values):
    """The same question, with the same values."""
    made = table(names, values, column)
    questions = {read(content)[0] for content in (as_jsonl(made), as_csv(made), as_parquet(made))}
    assert len(questions) == 1
    assert f"The field “{column}” may be the choice" in questions.pop()


@pytest.fixture
def file(tmp_path):
    """Writes rows to a file."""

    def write(made: list[dict]) -> object:
        path = tmp_path / "rows.jsonl"
        path.write_bytes(as_jsonl(made))
        return path

    return write


def into(prefstudio, path, *parts: str, command: str = "import"):
    """Import or check with these columns named."""
    options = [word for part in parts for word in ("--column", part)]
    create = ["--create"] if command == "import" else []
    return prefstudio(command, path, "--project", "Fruit", *create, *options)


def frozen_choices(prefstudio) -> list[int]:
    ran = prefstudio("freeze", "preference", "--preview", "--project", "Fruit", "--json")
    return [one["choice"] for one in ran.figures["examples"]]


REPLIES = {"candidate_0": "reply_a", "candidate_1": "reply_b"}


@pytest.mark.parametrize(
    ("names", "values", "said"),
    [
        (AB, [1, 0, 1], REPLIES | {"choice": "label"}),
        (AB, [1, 0, 1], REPLIES | {"input_text": "input_text", "choice": "label"}),
        (NUMBERED, [1, 1, 1], {"choice": "label"}),
        (NUMBERED, [1, 1, 1], {"input_text": "input_text"}),
        (LETTERS, [1, 1, 0], {"source_0": "input_text"}),
        (LETTERS, ["A", "B"], {"choice": "lable"}),
    ],
)
def test_naming_columns_does_not_switch_the_question_off(names, values, said):
    """Neither that of the choice nor any other."""
    found = recognise(table(names, values), Wanted.PAIRS, said=said)
    assert found.question
    assert found.answer.startswith("Type --column choice=")


def test_the_question_is_asked_before_anything_is_taken(prefstudio, file):
    """By an import and by a check alike."""
    path = file(table(NUMBERED, [1, 1, 1]))
    said = into(prefstudio, path, "choice=label").refusal
    assert said.startswith("rows.jsonl: The field “label” may be the choice, but its values")
    assert said.endswith("or --column choice= if it is no choice. Nothing was taken.")
    into(prefstudio, file(table(VERTEX, [None])))
    assert into(prefstudio, file(table(NUMBERED, [1, 1, 1])), "choice=label", command="check").refusal == said


def test_what_is_typed_answers_the_question(prefstudio, file):
    """As the sentence says it, complete with the values: 1 means the first here."""
    path = file(table(LETTERS, [1, 0, 1]))
    said = into(prefstudio, path).refusal
    assert "--column choice=label --column choice_0=1 --column choice_1=0 if 0 stands for “answer_b”" in said
    assert into(prefstudio, path, "choice=label", "choice_0=1", "choice_1=0").status == 0
    assert frozen_choices(prefstudio) == [0, 1, 0]


def test_what_is_no_choice_is_left_out(prefstudio, file):
    """Then the rows are taken without, and the field stays with them."""
    ran = into(prefstudio, file(table(LETTERS, ["harmless", "helpful", "harmless"])), "choice=")
    assert ran.out.startswith("“Fruit”: 3 rows taken, 0 choices")


def test_a_scale_is_read_as_it_was_said(prefstudio, file):
    """Lists of values, or the sign of numbers; the middle is a tie."""
    path = file(table(NUMBERED, [-2, 0, 3], "preference_strength"))
    ways = ("choice=preference_strength", "choice_0=negative", "choice_1=positive")
    assert "choice_0=negative --column choice_1=positive" in into(prefstudio, path, ways[0]).refusal
    assert into(prefstudio, path, *ways).out.startswith("“Fruit”: 3 rows taken, 3 choices")
    assert frozen_choices(prefstudio) == [0, 1]
    said = into(prefstudio, file(table(NUMBERED, [1, 5, 2, 4]))).refusal
    assert "choice_0=1,2 --column choice_1=4,5 if 1,2 stand for “answer_1”" in said


def test_part_of_the_columns_may_be_named(prefstudio, file):
    """The rest is guessed as without; rows with Vertex's names among them."""
    path = file(table(VERTEX, ["B", "A", "B"], "winner"))
    for part in ("input_text=input_text", "annotator=input_text"):
        assert into(prefstudio, path, part).status == 0
    assert frozen_choices(prefstudio) == [1, 0, 1]


def test_two_fields_that_disagree_are_asked_about(prefstudio, file):
    """Which of them counts is for a person to say."""
    made = [row | {"winner": "A"} for row in table(NUMBERED, [2, 1], "preference")]
    said = into(prefstudio, file(made)).refusal
    assert "“preference” and “winner” both say" in said
    assert into(prefstudio, file(made), "choice=winner").out.startswith("“Fruit”: 2 rows taken, 2 choices")
    assert frozen_choices(prefstudio) == [0, 0]
