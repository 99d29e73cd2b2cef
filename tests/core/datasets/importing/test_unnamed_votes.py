"""Rows that do not say who chose are votes of several people where they disagree, else one row."""

import pytest

from core.access import SYSTEM, Person
from core.datasets import DatasetKind
from core.datasets.importing import ImportPlan, check_rows, spool
from core.datasets.problems import Fault
from core.datasets.sources import source_of_bytes
from core.labelling import Judgment, Outcome, Pair
from tests.core.builders import assert_counts_hold, frozen, jsonl, row, rows_in, rows_of, take


@pytest.mark.parametrize("votes", [(1, 0, 0), (0, 0, 1), (0, 1, 0)])
def test_votes_without_names_all_count(studio, project, votes):
    """Whichever comes first; two of three say the first."""
    result = take(studio, project, *(row(1, choice=vote) for vote in votes))
    assert (result.counts.rows, result.counts.choices) == (1, 3)
    assert (result.report.good, result.report.with_choice, result.report.duplicates) == (3, 3, 0)
    assert result.report.findings == {}
    (pair,) = rows_of(studio, Pair)
    assert (pair.votes_0, pair.votes_1, pair.judgment_count) == (2, 1, 3)
    assert [one["choice"] for one in rows_in(frozen(studio, project))] == [0]
    assert sorted(one.name for one in rows_of(studio, Person)) == [
        "Imported choices",
        "Imported choices 2",
        "Imported choices 3",
    ]
    assert_counts_hold(studio)


def test_the_same_votes_again_add_nothing(studio, project):
    """Each has its place among the votes of its pair."""
    rows = [row(number, choice=vote) for vote in (1, 0, 0) for number in range(3)]
    take(studio, project, *rows)
    before = rows_of(studio, Judgment)
    again = take(studio, project, *rows).counts
    assert (again.rows, again.choices, again.already_there, again.contradictions) == (0, 0, 9, 0)
    assert rows_of(studio, Judgment) == before
    assert_counts_hold(studio)


def test_rows_that_agree_are_one_row(studio, project, monkeypatch):
    """Beside a pair whose rows do not, and over the borders of batches."""
    monkeypatch.setattr(spool, "BATCH", 2)
    rows = [row(1, choice=0), row(2, choice=1), row(1, choice=0), row(2, choice=1), row(2, choice=0), row(3)]
    result = take(studio, project, *rows, row(3))
    assert (result.counts.rows, result.counts.choices) == (3, 4)
    assert (result.report.good, result.report.duplicates) == (5, 2)
    finding = result.report.findings[Fault.DUPLICATE]
    assert (finding.count, sorted(one.line for one in finding.examples)) == (2, [3, 7])
    assert_counts_hold(studio)


def test_a_check_counts_as_an_import_does(studio, project):
    rows = jsonl(*(row(1, choice=vote) for vote in (0, 0, 1)), row(2, choice=1), row(2, choice=1))
    plan = ImportPlan(project, DatasetKind.PREFERENCE, "f")
    report = check_rows(studio.db, SYSTEM, plan, [source_of_bytes("f", rows)])
    assert (report.good, report.with_choice, report.duplicates, report.refused) == (4, 4, 1, 0)


def test_a_tie_is_a_vote_too(studio, project):
    take(studio, project, row(1, choice="tie"), row(1, choice="0"), row(1, choice="tie"), row(1))
    outcomes = sorted(one.outcome for one in rows_of(studio, Judgment))
    assert outcomes == [Outcome.CANDIDATE_0, Outcome.TIE, Outcome.TIE]


def test_one_person_who_contradicts_herself_is_still_refused(studio, project):
    """Her name is known, and she has one vote."""
    rows = [row(1, choice=choice, annotator="Ada") for choice in (0, 1)]
    result = take(studio, project, *rows, row(1, choice=1), row(1, choice=0), accept_good=True)
    assert (result.report.refused, result.counts.choices) == (1, 3)
