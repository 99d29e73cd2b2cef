"""Public data sets of pairs come in with the right direction, ties, prompts, turns, models and annotators."""

import csv
import io
import json
import re

import pytest

from core.datasets import DatasetKind
from core.datasets.checks import Report, UnusedFields
from core.datasets.formats import Wanted, known_formats, recognise
from core.datasets.formats.mapping import NOTHING_SAID
from core.datasets.formats.shared.prompts import Prompts
from core.datasets.importing.plan import Shape, first_rows, recognise_rows
from core.datasets.problems import Problem
from core.datasets.records import PairRecord
from core.datasets.sources import source_of_bytes
from tests.core.builders import jsonl
from tests.core.datasets.formats.chosen_rows import JUDGED
from tests.core.datasets.formats.public_makers import (
    ASKED,
    A,
    arena,
    bench,
    lists,
    pku,
    shp,
    steer,
    summaries,
    turns,
)
from tests.core.datasets.formats.public_rows import PUBLIC, WITHOUT_PAIRS
from tests.core.datasets.good_rows import ROWS
from tests.core.datasets.sources.reading_rows import parquet


def as_csv(rows):
    """A CSV file as pandas writes it, with JSON for what is no text or number."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(names)
    for row in rows:
        values = (row.get(name, "") for name in names)
        writer.writerow(json.dumps(one) if isinstance(one, list | dict) else one for one in values)
    return file.getvalue().encode()


def as_parquet(rows):
    """A Parquet file with nested columns."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return parquet({name: [row.get(name) for row in rows] for name in names})


def taken(content, said=None):
    """What becomes of the rows of a file, and the fields that somebody is asked about."""
    source = source_of_bytes("f", content)
    rows = first_rows(source)
    found = recognise_rows(source, rows, Wanted.PAIRS, said)
    assert not found.question, found.asked
    adapt = found.format.adapter(Wanted.PAIRS, Shape.of(found).columns, Prompts())
    report = Report("f", DatasetKind.PREFERENCE, Wanted.PAIRS)
    unused = UnusedFields(report, NOTHING_SAID)
    unused.know(found.format.metadata)
    made = [one for line, row in enumerate(rows, 1) for one in adapt(line, row)]
    for one in made:
        if isinstance(one, PairRecord):
            unused.see("f", one)
    unused.finish()
    return found.format.name, made, report.open_fields


def as_lines(rows):
    """JSON lines; rows whose fields are places are lists."""
    return jsonl(*(list(row.values()) if set(row) == {"0", "1"} else row for row in rows))


WRITTEN = {
    "JSON lines": as_lines,
    "JSON": lambda rows: json.dumps(rows, indent=1).encode(),
    "CSV": as_csv,
    "Parquet": as_parquet,
}


@pytest.mark.parametrize("container", WRITTEN)
@pytest.mark.parametrize("name", PUBLIC)
def test_rows_of_public_data_sets(name, container):
    """From every container alike; nothing is asked but which of several opinions is the choice."""
    public = PUBLIC[name]
    rows = [row for row, _ in public.rows]
    if container == "Parquet":  # a column has one type
        rows = [
            row for row in rows if not any(isinstance(row.get(one), str) for one in ("better_response_id",))
        ]
    form, made, asked = taken(WRITTEN[container](rows), public.column)
    assert (form, asked) == (public.form, {})
    for one, (row, said) in zip(made, [pair for pair in public.rows if pair[0] in rows], strict=True):
        assert isinstance(one, PairRecord), (row, one)
        assert (one.choice, one.strength, one.annotator) == (said.choice, said.strength, said.who)
        assert (one.input_text, one.candidate_0, one.candidate_1) == said.texts
        assert (one.source_0, one.source_1) == said.models


def all_rows():
    """Every sound row that tests know, with the format it is of."""
    for name, public in {**PUBLIC, **JUDGED}.items():
        yield from ((name, public.form, row) for row, _ in public.rows)
    yield from ((name, form.name, row) for name, (form, row) in ROWS.items())
    yield from ((name, "no-pairs", row) for name, row in WITHOUT_PAIRS.items())


def test_no_row_is_recognised_as_another():
    """Alone, with its fields in another order, and with one more; no other format is sure of it."""
    for name, form, row in all_rows():
        wanted = Wanted.ANSWER_SETS if name in {"Vertex ranking", "UltraFeedback"} else Wanted.PAIRS
        for one in (row, dict(reversed(row.items())), row | {"added_later": "2026-01-01"}):
            assert recognise([one], wanted).format.name == form, name
            assert {form} >= {known.name for known in known_formats() if known.is_sure(one, wanted)}, name


@pytest.mark.parametrize("name", WITHOUT_PAIRS)
def test_where_there_are_no_pairs_it_is_said(name):
    """At once and with the way on; a person who names two fields is believed, and prompts can be had."""
    row = WITHOUT_PAIRS[name]
    asked = recognise([row], Wanted.PAIRS)
    assert "there is no pair to compare" in asked.question
    assert "Import them as prompts" in asked.answer
    said = dict(zip(("candidate_0", "candidate_1"), row, strict=False))
    assert not recognise([row], Wanted.PAIRS, said=said).question
    assert recognise([row], Wanted.PROMPTS).format.name != "no-pairs"
    assert recognise([row | {"chosen": A, "rejected": "x"}], Wanted.PAIRS).format.name != "no-pairs"


@pytest.mark.parametrize("name", [name for name, public in PUBLIC.items() if "scores" not in name])
def test_prompts_of_public_data_sets(name):
    """Where prompts are wanted, each row has one, which is the user's first turn at least."""
    public = PUBLIC[name]
    found = recognise([row for row, _ in public.rows], Wanted.PROMPTS)
    for row, said in public.rows:
        (made,) = found.format.adapter(Wanted.PROMPTS, found.columns)(1, row)
        assert not isinstance(made, Problem), made
        assert (
            said.texts[0].startswith(made.input_text)
            or made.input_text in said.texts[0]
            or name == "HelpSteer2"
        )


def test_what_was_not_judged_is_kept_beside():
    """The second question of MT-bench is no part of a judgment of the first, and is lost all the same not."""
    _, (made,), _ = taken(jsonl(bench("model_a", 1, "expert_0")))
    assert [one["role"] for one in made.extra["conversation_a_later"]] == ["user", "assistant"]
    _, (made,), _ = taken(jsonl(bench("tie (inconsistent)", 2, "gpt4_pair")))
    assert made.about_choice == {"winner": "tie (inconsistent)"}


@pytest.mark.parametrize(
    ("row", "said", "field"),
    [
        (shp(2), {}, "labels"),
        (pku(-1, 0), {"choice": "better_response_id"}, "better_response_id"),
        (steer(-100), {}, "preference_strength"),
        (steer(1.5), {}, "preference_strength"),
        (arena("model_c"), {}, "winner"),
        (lists((1, 1, 0), ["q"], ["a"], ["b"]), {}, "winner_model_a"),
        (lists((0, 0, 1), ["q"], ["a"], [None]), {}, "response_b"),
    ],
)
def test_what_a_data_set_does_not_write_is_refused(row, said, field):
    """Values beyond its scale, and answers that are not there, are not guessed at."""
    _, (made,), _ = taken(jsonl(row), said)
    assert isinstance(made, Problem), made
    assert made.field == field


def test_what_pandas_wrote_as_python_is_no_text():
    """Nested fields of its CSV files are neither JSON nor what anybody said."""
    python = f"[{{'content': '{ASKED}', 'role': 'user'}}, {{'content': '{A}', 'role': 'assistant'}}]"
    rows = (
        arena("tie", conversation_a=python, conversation_b=python),
        {"prompt": ASKED, "chosen": python, "rejected": python.replace(A, "x")},
        {"question": f"{{'dataset': 'eli5', 'full_text': '{ASKED}'}}", "answer_0": A, "answer_1": "x"},
    )
    for row in rows:
        _, (made,), _ = taken(as_csv([row]))
        assert "as Python writes it" in made.reason


def test_dialogues_that_do_not_begin_alike_have_no_prompt():
    """It is said so, and that is all that is wrong."""
    _, (made,), _ = taken(jsonl(arena("tie", conversation_b=turns("Another question?", A))))
    assert made.reason == "is missing, and the two dialogues do not begin alike; add the prompt"


def test_summaries_in_csv_and_choices_of_pandas():
    """Objects as JSON text, empty cells, and 1.0 where another row has none."""
    content = as_csv([summaries(1, 8.0), summaries("", None) | {"worker": ""}])
    _, (first, second), _ = taken(content)
    assert (first.choice, first.strength, second.choice, second.annotator) == (1, 3, None, None)
    _, (made,), _ = taken(jsonl(summaries(1.0, 8)))
    assert made.choice == 1


def test_a_winner_in_numbers_is_asked():
    """0 and 1 may be either of the two."""
    found = recognise([arena(0), arena(1)], Wanted.PAIRS)
    assert (found.format.name, "“winner” may be the choice" in found.question) == ("columns", True)


def test_names_may_be_spelt_otherwise():
    """Capitals and the signs between words tell nothing; the mapping names the fields as the rows do."""
    row = {"History": "q", "Human Ref A": "a", "human_ref_b": "b", "Labels": 0}
    found = recognise([row], Wanted.PAIRS)
    assert (found.format.name, found.columns.candidate_0) == ("shp", "Human Ref A")
    (made,) = found.format.adapter(Wanted.PAIRS, found.columns)(1, row)
    assert made.choice == 1
    capital = {name.title(): value for name, value in pku(0, 1).items()}
    titled = {name.title(): value for name, value in bench("model_a", 1, "expert_0").items()}
    lined = {name.title(): value for name, value in lists((1, 0, 0), [ASKED], [A], ["x"]).items()}
    for row in (titled, lined):
        _, (made,), _ = taken(jsonl(row))
        assert (made.input_text, made.candidate_0, made.choice, made.source_1) == (ASKED, A, 0, "m-two")
    assert "“Better_Response_Id” says" in recognise([capital], Wanted.PAIRS).question


def test_one_hundred_rows_of_one_choice_ask_nothing():
    """What a known data set means does not depend on what its first rows happen to say."""
    for row in (shp(1), steer(-1), arena("tie"), lists((0, 0, 1), ["q"], ["a"], ["b"])):
        assert not recognise([row] * 100, Wanted.PAIRS).question


def test_rows_nobody_judged_come_in_without_a_choice():
    """Empty cells, nulls, NaN of pandas, and the rows of a test that has no columns of winners."""
    nan = float("nan")
    unjudged = lists(("", None, nan), ["q"], ["a"], ["b"])
    test = {name: value for name, value in unjudged.items() if "winner" not in name and "model" not in name}
    for row in (shp(None), shp(nan), steer(""), arena(None), unjudged, test):
        found = recognise([row], Wanted.PAIRS)
        (made,) = found.format.adapter(Wanted.PAIRS, found.columns)(1, row)
        assert (made.choice, found.question) == (None, "")


def test_lists_with_nulls_keep_their_turns():
    """A model that gave no answer to the first question answers the second."""
    row = lists((1, 0, 0), ["q", "r"], ["a", "c"], [None, "d"])
    _, (made,), _ = taken(jsonl(row))
    assert made.candidate_1 == "assistant: \n\nuser: r\n\nassistant: d"
    ragged = row | {"response_b": '["d"]'}
    _, (problem,), _ = taken(jsonl(ragged))
    assert "must be a list of texts" in problem.reason


def test_a_judge_is_an_annotator_only_where_names_stand():
    """Others write in such a field what the judge said."""
    row = {"prompt": "q", "response_a": "a", "response_b": "b", "winner": "a", "judge": "ann"}
    assert recognise([row], Wanted.PAIRS).columns.annotator == "judge"
    for judge in ("x" * 500, ["gpt-4", "pair-v2"], {"name": "ann"}):
        assert recognise([row | {"judge": judge}], Wanted.PAIRS).columns.annotator is None
    labelled = {name: value for name, value in row.items() if name != "judge"} | {"labeler": 7}
    assert recognise([labelled], Wanted.PAIRS).columns.annotator == "labeler"


@pytest.mark.parametrize(
    ("models", "found"),
    [
        ({"model_a": "x", "model_b": "y"}, ("model_a", "model_b")),
        ({"Generator_1": "x", "generator_2": "y"}, ("Generator_1", "generator_2")),
        ({"response_a_model": "x", "response_b_model": "y"}, ("response_a_model", "response_b_model")),
        ({"model_of_a": "x", "model": "y"}, (None, None)),
    ],
)
def test_where_answers_came_from(models, found):
    """Under usual names, with sides of their own or behind the names of the answers."""
    columns = recognise(
        [{"prompt": "q", "response_a": "a", "response_b": "b"} | models], Wanted.PAIRS
    ).columns
    assert (columns.source_0, columns.source_1) == found


def test_two_of_several_answers_can_be_named():
    """What the question says to type makes pairs of the lists, with the choice that their ranks tell."""
    answers = [{"answer": text, "model": f"m{rank}", "rank": rank} for text, rank in ((A, 2.0), ("x", 1.0))]
    row = {"prompt": ASKED, "answers": [*answers, {"answer": "y", "model": "m3", "rank": 3.0}], "turns": 1}
    asked = recognise([row], Wanted.PAIRS)
    assert asked.question == "Each row lists answers to be ranked, but in this project people compare pairs."
    said = dict(re.findall(r"--column (\w+)=([\w.]+)", asked.answer))
    _, (made,), _ = taken(jsonl(row), said)
    assert (made.candidate_0, made.candidate_1, made.choice) == (A, "x", 1)
    assert not recognise([row], Wanted.ANSWER_SETS).question
    fewer = row | {"answers": answers}
    assert not recognise([row, fewer], Wanted.PAIRS).question
