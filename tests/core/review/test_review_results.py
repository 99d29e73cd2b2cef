"""What the verdicts come to: how far a reviewer is, the win rates, the verdicts beside their texts."""

import pytest

from core.access import SYSTEM, Role
from core.errors import NotAllowed
from core.review import results, reveal, review_progress, unblind, verdict_count
from core.review.results import Results
from core.review.win_rate import win_rate
from tests.core.builders import new_person, new_project, undo
from tests.core.review.review_scene import judge, prepared, read, save


@pytest.fixture
def chosen(studio, project):
    """Six comparisons."""
    return prepared(studio, project, 6)


@pytest.fixture
def rhea(studio):
    """A reviewer."""
    return new_person(studio, Role.REVIEWER, "Rhea")


@pytest.fixture
def remy(studio):
    """Another reviewer."""
    return new_person(studio, Role.REVIEWER, "Remy")


def test_progress_counts_what_stands(studio, chosen, rhea, remy):
    """Skips are given too; what was undone is not; nobody else's count."""
    first, *_ = judge(studio, chosen, rhea, "base", "tie", "skip")
    judge(studio, chosen, remy, "tuned")
    save(studio, rhea, chosen, undo(first))
    progress = read(studio, review_progress, chosen, rhea.id)
    assert (progress.given, progress.comparisons, progress.unblinded) == (2, 6, False)


def test_without_verdicts_the_rate_is_unknown(studio, chosen):
    """Nobody is listed, and the whole says that it does not know."""
    assert read(studio, results, SYSTEM, chosen) == Results(win_rate(0, 0, 0), {})


def test_win_rates_of_each_reviewer_and_in_all(studio, chosen, rhea, remy):
    """Skips are left out, ties count half: Rhea (2 + 0.5) / 4, Remy 1 / 2, in all (3 + 0.5) / 6."""
    judge(studio, chosen, rhea, "tuned", "tuned", "tie", "base", "skip")
    judge(studio, chosen, remy, "tuned", "base")
    rates = read(studio, results, SYSTEM, chosen)
    assert list(rates.by_reviewer) == ["Remy", "Rhea"]
    assert (rates.by_reviewer["Rhea"].n, rates.by_reviewer["Rhea"].rate) == (4, 0.625)
    assert (rates.by_reviewer["Remy"].n, rates.by_reviewer["Remy"].rate) == (2, 0.5)
    assert (rates.everyone.n, rates.everyone.rate) == (6, pytest.approx(3.5 / 6))
    assert rates.everyone == win_rate(base=2, tuned=3, ties=1)


def test_an_undone_verdict_does_not_count(studio, chosen, rhea):
    """Nor does the undo itself."""
    given, _ = judge(studio, chosen, rhea, "base", "tuned")
    save(studio, rhea, chosen, undo(given))
    assert read(studio, results, SYSTEM, chosen).everyone == win_rate(base=0, tuned=1, ties=0)


def test_who_only_skipped_has_an_unknown_rate(studio, chosen, rhea):
    """The reviewer is listed, without a figure."""
    judge(studio, chosen, rhea, "skip")
    assert read(studio, results, SYSTEM, chosen) == Results(win_rate(0, 0, 0), {"Rhea": win_rate(0, 0, 0)})


def test_results_are_of_one_set(studio, project, chosen, rhea):
    """Another comparison's verdicts are another question; the project's count has them all."""
    judge(studio, chosen, rhea, "tuned", "skip")
    judge(studio, prepared(studio, project, 2, "Other"), rhea, "base")
    elsewhere = new_project(studio, "Elsewhere")
    judge(studio, prepared(studio, elsewhere, 1), rhea, "base")
    assert read(studio, results, SYSTEM, chosen).everyone == win_rate(base=0, tuned=1, ties=0)
    assert read(studio, verdict_count, project.id) == 3
    assert read(studio, verdict_count, elsewhere.id) == 1


def test_verdicts_beside_their_texts(studio, chosen, rhea, remy):
    """The latest first, as many as asked for, each with its own prompt and answers."""
    (first,) = judge(studio, chosen, rhea, "base")
    judge(studio, chosen, remy, "tie")
    save(studio, rhea, chosen, undo(first))
    judge(studio, chosen, rhea, "tuned")
    rows = read(studio, reveal, SYSTEM, chosen, limit=10)
    assert [(row.reviewer, row.outcome) for row in rows] == [("Rhea", "tuned"), ("Remy", "tie")]
    for row in rows:
        number = row.prompt.removeprefix("prompt ")
        assert (row.base_text, row.tuned_text) == (f"plain {number}", f"fancy {number}")
    assert read(studio, reveal, SYSTEM, chosen, limit=1) == rows[:1]


@pytest.mark.parametrize(("look", "options"), [(results, {}), (reveal, {"limit": 5})])
def test_results_wait_for_unblinding(studio, chosen, rhea, remy, look, options):
    """Whoever still judges must not see how it stands; the studio's own command may."""
    judge(studio, chosen, remy, "tuned")
    judge(studio, chosen, rhea, "base")
    with pytest.raises(NotAllowed, match="Rhea has not unblinded “Steeper”; seeing its results would end"):
        read(studio, look, rhea, chosen, **options)
    with studio.db.write() as session:
        unblind(session, rhea, chosen)
    assert read(studio, look, rhea, chosen, **options) == read(studio, look, SYSTEM, chosen, **options)
    with pytest.raises(NotAllowed, match="Remy has not unblinded"):
        read(studio, look, remy, chosen, **options)


def test_an_annotator_sees_no_results(studio, chosen, people):
    with pytest.raises(NotAllowed, match="which does not include “compare”"):
        read(studio, results, people[Role.ANNOTATOR], chosen)
