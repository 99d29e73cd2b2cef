"""Choices that come with rows become judgments of the people whom the file names, each once."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access import Person, PersonKind, Role
from core.datasets.importing import judgments
from core.datasets.importing.judgments import IMPORTED_IDS, judgment_id
from core.errors import InvalidInput
from core.labelling import Judgment, Outcome, Pair, Purpose
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    change,
    everything,
    make_gold,
    new_person,
    new_project,
    rows_of,
    save,
    take,
)


def comparison(number: int, worker: str | None, choice: int, **more) -> dict:
    """A row of `summarize_from_feedback`: who chose which of two summaries."""
    said = {"choice": choice} | more if worker is None else {"worker": worker, "choice": choice} | more
    texts = [{"text": f"zero {number}", "policy": "sup4"}, {"text": f"one {number}", "policy": "ref"}]
    return {"info": {"id": f"t3_{number}", "post": f"post {number}"}, "summaries": texts} | said


def people_of(studio) -> dict[int, str]:
    """Names by number."""
    return {one.id: one.name for one in rows_of(studio, Person)}


def said(studio) -> list[tuple]:
    """Who chose what on which pair, and whether it was one too many."""
    names = people_of(studio)
    judgments = sorted(rows_of(studio, Judgment), key=lambda one: (one.pair_id, names[one.person_id]))
    return [(one.pair_id, names[one.person_id], one.outcome, one.surplus) for one in judgments]


@given(st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))
def test_the_number_of_a_choice_is_a_uuid5(pair, person):
    """Spelt out for speed, equal to what Python's own function gives."""
    assert judgment_id(pair, person) == str(uuid.uuid5(uuid.UUID(bytes=IMPORTED_IDS), f"{pair}/{person}"))


def test_annotators_become_people_nobody_can_sign_in_as(studio, project):
    """Each name once; a person of the studio with that name is somebody else."""
    new_person(studio, name="Ada")
    take(studio, project, *(comparison(n, name, 0) for n, name in enumerate(("Ada", "Ben", "Ada", None))))
    imported = [one for one in rows_of(studio, Person) if one.kind == PersonKind.IMPORTED]
    assert [one.name for one in imported] == ["Ada (imported)", "Ben (imported)", "Imported choices"]
    assert {one.role for one in imported} == {Role.ANNOTATOR}
    assert [name for _, name, *_ in said(studio)] == [
        "Ada (imported)",
        "Ben (imported)",
        "Ada (imported)",
        "Imported choices",
    ]


def test_one_annotator_is_one_person_however_a_file_writes_the_name(studio, project):
    """Within a file and in a later one; the first spelling stays, and one vote a pair."""
    change(studio, project, judgments_per_pair=3)
    rows = [comparison(1, "Tabs", 0), comparison(1, "TABS ", 0), comparison(2, "tabs", 1)]
    result = take(studio, project, *rows)
    assert (result.counts.choices, result.report.duplicates) == (2, 1)
    later = take(studio, project, comparison(1, " tAbs", 0), comparison(3, "TABS", 0))
    assert (later.counts.choices, later.counts.already_there) == (1, 1)
    assert [one.name for one in rows_of(studio, Person)] == ["Tabs (imported)"]
    assert_counts_hold(studio)


def test_what_came_with_a_choice_is_kept(studio, project):
    """Policies as sources, confidence as strength (9 is surest, 4 of 4), the rest of the row beside them."""
    row = comparison(1, "Ada", 1, batch="batch7", split="train", extra={"confidence": 9, "note": "x"})
    take(studio, project, row | {"more": [1.5]})
    (pair,), (judgment,) = rows_of(studio, Pair), rows_of(studio, Judgment)
    assert (pair.source_0, pair.source_1, pair.extra["more"]) == ("sup4", "ref", [1.5])
    assert pair.extra["info"] == {"id": "t3_1"}
    assert (judgment.outcome, judgment.strength, judgment.purpose) == (
        Outcome.CANDIDATE_1,
        4,
        Purpose.IMPORTED,
    )
    assert (judgment.about["batch"], judgment.about["split"]) == ("batch7", "train")
    assert judgment.about["extra"]["note"] == "x"


def test_several_annotators_of_one_pair_are_several_judgments(studio):
    """Two are wanted, so the third and fourth are too many: they count all the same."""
    project = new_project(studio, judgments_per_pair=2)
    rows = [comparison(1, name, choice) for name, choice in zip("ABCD", (0, 1, 1, 1), strict=True)]
    result = take(studio, project, *rows, comparison(2, "A", 0))
    assert (result.counts.rows, result.counts.choices, result.report.duplicates) == (2, 5, 0)
    first, second = (pair.id for pair in rows_of(studio, Pair))
    assert said(studio) == [
        (first, "A (imported)", Outcome.CANDIDATE_0, False),
        (first, "B (imported)", Outcome.CANDIDATE_1, False),
        (first, "C (imported)", Outcome.CANDIDATE_1, True),
        (first, "D (imported)", Outcome.CANDIDATE_1, True),
        (second, "A (imported)", Outcome.CANDIDATE_0, False),
    ]
    assert_counts_hold(studio)


def test_later_annotators_are_added_to_pairs_that_are_there(studio, ada):
    """Two are wanted: a person's and one of the file's; the file's next one is too many."""
    project = new_project(studio, judgments_per_pair=2)
    take(studio, project, comparison(1, None, 0) | {"choice": 0})
    (pair,) = rows_of(studio, Pair)
    save(studio, ada, project, answer(pair.id, "candidate_1"))
    result = take(studio, project, comparison(1, "B", 1), comparison(1, "C", 1))
    assert (result.counts.rows, result.counts.choices, result.counts.already_there) == (0, 2, 0)
    surplus = {name: too_many for _, name, _, too_many in said(studio)}
    assert surplus == {"Imported choices": False, "Ada": False, "B (imported)": True, "C (imported)": True}
    assert_counts_hold(studio)


def test_the_same_annotators_again_add_nothing(studio, project):
    """What differs is counted as a contradiction, and the earlier choice stays."""
    rows = [comparison(number, name, 0) for number in range(3) for name in ("A", "B")]
    take(studio, project, *rows)
    before = {
        name: rows for name, rows in everything(studio).items() if name in ("pair", "judgment", "person")
    }
    again = take(studio, project, *rows[:-1], rows[-1] | {"choice": 1}).counts
    assert (again.rows, again.choices, again.already_there, again.contradictions) == (0, 0, 6, 1)
    after = everything(studio)
    assert {name: after[name] for name in before} == before


def test_one_annotator_who_contradicts_himself_is_refused(studio, project):
    """Within one import: nobody but a person can know which row is right."""
    with pytest.raises(InvalidInput, match="is not what an earlier row with the same texts says"):
        take(studio, project, comparison(1, "A", 0), comparison(1, "B", 1), comparison(1, "A", 1))


def test_a_choice_for_a_gold_pair_is_not_covered(studio, project):
    """Gold pairs stand in no queue and in no coverage, and no choice on them is one too many."""
    (pair,) = add_pairs(studio, project, 1)
    make_gold(studio, project, [pair])
    take(studio, project, *({**comparison(0, name, 1)} for name in "AB"))
    assert [(name, too_many) for _, name, _, too_many in said(studio)] == [
        ("A (imported)", False),
        ("B (imported)", False),
    ]
    assert_counts_hold(studio)


def test_more_annotators_than_any_team_has_are_refused(studio, project, monkeypatch):
    """The field is probably something else; nothing is taken."""
    monkeypatch.setattr(judgments, "MOST_ANNOTATORS", 3)
    take(studio, project, *(comparison(number, f"Worker {number}", 0) for number in range(3)))
    before = everything(studio)
    with pytest.raises(InvalidInput, match="names more than 3 annotators, such as “Worker 8”"):
        take(studio, project, *(comparison(number, f"Worker {number}", 0) for number in range(5, 9)))
    assert everything(studio) == before
