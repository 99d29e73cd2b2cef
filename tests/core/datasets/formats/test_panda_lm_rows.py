"""PandaLM's test set: three people's votes a row, of which 0 is a tie."""

import pytest

from core.datasets.formats import Wanted, recognise
from core.datasets.importing.plan import Shape, first_rows, recognise_rows
from core.datasets.problems import Problem
from core.datasets.sources import source_of_bytes
from core.labelling import Outcome
from tests.core.builders import jsonl
from tests.core.datasets.sources.reading_rows import parquet


def row(*votes: object, **more: object) -> dict:
    """A row with these votes."""
    said = {f"annotator{number}": vote for number, vote in enumerate(votes, 1)}
    texts = {"instruction": "Translate.", "input": "le chat", "response1": "the cat", "response2": "a dog"}
    return {"idx": 3, "motivation_app": "Maps", "cmp_key": "oak-7b_elm-1.5B", **texts, **said, **more}


def made_of(rows: list[dict], said: dict | None = None) -> list:
    """What is made of rows that come from JSON lines."""
    source = source_of_bytes("f", jsonl(*rows))
    read = first_rows(source)
    found = recognise_rows(source, read, Wanted.PAIRS, said)
    assert (found.format.name, found.question) == ("pandalm", "")
    adapt = found.format.adapter(Wanted.PAIRS, Shape.of(found).columns)
    return [one for line, one_row in enumerate(read, 1) for one in adapt(line, one_row)]


@pytest.mark.parametrize("votes", [(1, 2, 0), ("1", "2", "0"), (1.0, 2.0, 0.0)])
def test_each_vote_is_somebodys(votes):
    """The input stands below the instruction; both models are told by the row's key."""
    made = made_of([row(*votes)])
    assert [(one.annotator, one.choice) for one in made] == [
        ("annotator1", 0),
        ("annotator2", 1),
        ("annotator3", Outcome.TIE),
    ]
    assert {(one.input_text, one.source_0, one.source_1) for one in made} == {
        ("Translate.\nle chat", "oak-7b", "elm-1.5B")
    }
    assert made[0].extra == {"idx": 3, "motivation_app": "Maps"}


def test_votes_that_are_missing():
    """A null or an empty cell is nobody's vote; a row without any is a pair that nobody has judged."""
    made = made_of([row(1, None, ""), row(None, None, instruction="Sing.", input=None)])
    assert [(one.annotator, one.choice) for one in made] == [("annotator1", 0), (None, None)]
    assert made[1].input_text == "Sing."


def test_a_row_of_very_many_fields_is_refused():
    """Each of its votes would take all of them with it."""
    one, many = made_of([row(1), row(2, **{f"field_{number}": number for number in range(200)})])
    assert one.choice == 0
    assert isinstance(many, Problem)


def test_what_is_no_vote_is_refused():
    """Beyond the scale."""
    made = made_of([row(1, 2, 0), row(1, 2, 0), row(1, 3, 2)])
    assert [isinstance(one, Problem) for one in made] == [False] * 7 + [True, False]
    made = made_of([row("1", "A", "tie")])
    assert [one.choice for one in made if not isinstance(one, Problem)] == [0, Outcome.TIE]
    assert isinstance(made[1], Problem)


def test_the_scale_is_asked_where_only_names_of_fields_tell():
    """0 and 1 may be the first and the second; with the data set's own key, or a 2, they are not."""
    bare = {name: value for name, value in row(0, 1, 1).items() if name not in ("cmp_key", "motivation_app")}
    asked = recognise([bare], Wanted.PAIRS)
    assert "“vote” may be the choice" in asked.question
    assert [one.choice for one in made_of([bare], {"choice_0": "0", "choice_1": "1"})] == [0, 1, 1]
    assert [one.choice for one in made_of([bare, {**bare, "annotator1": 2}])][:3] == [Outcome.TIE, 0, 0]
    assert recognise([bare | {"annotator1": "Ann"}], Wanted.PAIRS).format.name == "columns"


def test_parquet_and_prompts():
    """Columns of whole numbers."""
    content = parquet({name: [value] for name, value in row(2, 2, 1).items()})
    (read,) = first_rows(source_of_bytes("f", content))
    assert [one.choice for one in made_of([read])] == [1, 1, 0]
    found = recognise([read], Wanted.PROMPTS)
    (prompt,) = found.format.adapter(Wanted.PROMPTS, found.columns)(1, read)
    assert prompt.input_text == "Translate.\nle chat"
