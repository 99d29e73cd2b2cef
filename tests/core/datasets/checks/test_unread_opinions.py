"""A file of which no choice was read says which of its fields look like one."""

import json

import pytest

from core.access import SYSTEM
from core.datasets import DatasetKind
from core.datasets.formats import Columns, format_named
from core.datasets.formats.shared.opinions import unread_opinions
from core.datasets.importing import ImportPlan, check_rows
from core.datasets.problems import Fault, Severity
from core.datasets.sources import source_of_bytes
from core.errors import InvalidInput
from tests.core.builders import jsonl

ROW = {"prompt": "p", "response_0": "x", "response_1": "y" * 90}


@pytest.mark.parametrize(
    "more",
    [
        {"overall_preference": -2},
        {"preference_strength": 1},
        {"winner_id": "m1"},
        {"better_response_id": 1},
        {"safer_response_id": 0},
        {"score_0": 4, "score_1": 7.5},
        {"score_A": 4, "score_B": 7.5},
        {"quality.responses": ["A", "B"]},
        {"labels": 1},
        {"overall_rating": 3},
        {"rating_0": 1, "rating_1": 2},
        {"rank_a": 1, "rank_b": 2},
        {"prefers_first": True},
        {"first_is_better": "False"},
        {"best": "A"},
        {"picked_by_ann": "Answer B is better"},
        {"selected_answer": "response_1"},
        {"taken": ROW["response_1"]},
    ],
)
def test_what_looks_like_an_opinion_is_named(more):
    """With the values seen and what to type."""
    found = unread_opinions([ROW | more], Columns("prompt", "response_0", "response_1"))
    assert [one.field for one in found] == list(more)
    assert all("--column choice=" in one.reason and one.values for one in found)


def test_one_that_names_the_worse_candidate_is_named_as_such():
    """Nobody is told that it is the choice as it stands."""
    rows = [ROW | {"loser": "A", "rejected_by_ben": "B", "lost_time": 3}]
    found = unread_opinions(rows, Columns("prompt", "response_0", "response_1"))
    assert [one.field for one in found] == ["loser", "rejected_by_ben"]
    assert all("the worse candidate" in one.reason for one in found)


@pytest.mark.parametrize(
    "more",
    [
        {"id": 7, "created_at": 1600000000, "score": 12, "model": "m", "url": "https://example.org"},
        {"score_ratio": 2.5, "upvote_ratio": 0.9},
        {"better_because": "The first one is warmer, and it names the town that the question is about."},
        {"better.responses.users": ["u1"], "preference_elaboration": "clear"},
        {"preference": None, "winner": ""},
        {"score_0": 3},
        {"shown_position": "left"},
        {"grade": "C", "kind": "a pair", "batch": 1, "copied": "x and more"},
    ],
)
def test_other_fields_are_none(more):
    """Numbers of the post, explanations, and fields in which nothing stands."""
    assert unread_opinions([ROW | more], Columns("prompt", "response_0", "response_1")) == []


@pytest.fixture
def checked(studio, project):
    """Checks rows as an import would read them."""

    def check(*rows: dict, **said: str):
        plan = ImportPlan(project, DatasetKind.PREFERENCE, "f", said=said)
        return check_rows(studio.db, SYSTEM, plan, [source_of_bytes("f", jsonl(*rows))])

    return check


VERTEX = {"input_text": "p", "candidate_0": "x", "candidate_1": "y" * 90}


def test_the_report_warns(checked):
    """The rows are good; the sentence has field, values and what to type."""
    report = checked(
        *(VERTEX | {"input_text": f"p{number}", "safer_response_id": number % 2} for number in range(3))
    )
    finding = report.findings[Fault.OPINIONS]
    assert (report.good, finding.fault.severity) == (3, Severity.WARNING)
    assert finding.examples[0].sentence() == (
        "f, line 1, field safer_response_id: looks like an opinion on the candidates, and no choice was read "
        'from this file; if it is the choice, type --column choice=safer_response_id (it is "0", "1").'
    )


def test_of_a_file_with_names_of_its_own_it_is_asked(checked):
    """Nothing is taken before somebody has said which field it is, or that there is no choice."""
    with pytest.raises(InvalidInput) as asked:
        checked(ROW | {"score_0": 1, "score_1": 2, "safer_response_id": 1})
    assert str(asked.value) == (
        'f: No choice was read, and “safer_response_id” ("1"), “score_0” ("1"), “score_1” ("2") look like '
        "opinions on the candidates: what says which one is better? Type --column choice=safer_response_id "
        "or --column score_0=score_0 --column score_1=score_1; or --column choice= if there is no choice. "
        "Nothing was taken."
    )
    scored = {"score_0": "score_0", "score_1": "score_1"}
    assert checked(ROW | {"score_0": 1, "score_1": 2}, **scored).with_choice == 1


def test_scores_of_answers_that_stand_turned_are_typed_turned():
    """The score of the answer that is candidate 0 is that of candidate 0."""
    row = {"question": "p", "response_b": "x", "response_a": "y", "score_a": 1, "score_b": 2}
    (first, _) = unread_opinions([row], Columns("question", "response_b", "response_a"))
    assert first.typed == "--column score_0=score_b --column score_1=score_a"


def test_nothing_is_said_where_a_choice_was_read_or_there_is_none(checked):
    """Somebody may have said that no field is a choice."""
    assert Fault.OPINIONS not in checked(ROW | {"better_response_id": 1, "winner": "response_0"}).findings
    assert Fault.OPINIONS not in checked(ROW | {"better_response_id": 1}, choice="").findings
    assert Fault.OPINIONS not in checked(ROW).findings
    own = {"input_text": "p", "candidate_0": "x", "candidate_1": "y"}
    assert Fault.OPINIONS not in checked(own).findings
    assert Fault.OPINIONS in checked(own | {"best": "y"}).findings


CHAT = {"messages": [{"author": "user", "content": "a post"}], "context": "be brief"}
LISTED = {"info": {"post": "a post"}, "summaries": [{"text": "zero", "policy": "a"}, {"text": "one"}]}
BARE = {
    "Vertex": ("vertex", {"input_text": "a post", "candidate_0": "zero", "candidate_1": "one"}),
    "Vertex, with sources": (
        "vertex",
        {
            "input_text": "a post",
            "candidate_0": "zero",
            "candidate_1": "one",
            "source_0": "a",
            "source_1": "b",
        },
    ),
    "Vertex, nobody has chosen yet": (
        "columns",
        {"input_text": "a post", "candidate_0": "zero", "candidate_1": "one", "choice": None},
    ),
    "Vertex chat": ("vertex", CHAT | {"candidate_0": "zero", "candidate_1": "one"}),
    "OpenAI": ("openai", LISTED | {"worker": "w", "batch": "batch3", "split": "train"}),
    "two answers": ("scored", {"prompt": "a post", "answers": ["zero", "one"], "models": ["a", "b"]}),
    "Label Studio": (
        "label-studio",
        {"id": 1, "data": {"prompt": "a post", "text1": "zero", "text2": "one"}, "annotations": []},
    ),
    "columns": ("columns", {"question": "a post", "response_a": "zero", "response_b": "one", "model": "m"}),
}


@pytest.mark.parametrize("name", BARE)
def test_plain_rows_of_a_format_hold_no_opinion(name, checked):
    """Their texts and sources are what the format reads, although nobody said which field is what."""
    form, row = BARE[name]
    others = (json.loads(json.dumps(row).replace("a post", text)) for text in ("first", "a post", "b"))
    report = checked(*others)
    assert (report.format, report.good, report.with_choice) == (format_named(form), 3, 0)
    assert Fault.OPINIONS not in report.findings
    if form in {"label-studio", "columns"}:
        return  # these tell of what was not read themselves, or ask
    found = checked(row | {"overall_preference": 2}).findings[Fault.OPINIONS]
    assert [one.field for one in found.examples] == ["overall_preference"]
