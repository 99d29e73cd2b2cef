"""Figures and what happened, in words."""

from datetime import UTC, datetime

import pytest

from app.ui.quality.page import shared_words
from app.ui.quality.pictures import consensus_words
from app.ui.quality.words import alpha_sentence, between, happened, percent, percent_between, said, shown
from core.intervals import Interval
from core.labelling import Outcome, Purpose
from core.labelling.adjudication import Happened, HistoryEntry, Opinion
from core.labelling.quality import Agreement, IntervalEstimate, Share
from core.labelling.reports import ConsensusSummary, QualityReport

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOT_KNOWN = IntervalEstimate(None, None, None, 0)


def opinion(outcome: Outcome = Outcome.CANDIDATE_1, **more) -> Opinion:
    nothing = dict.fromkeys(("strength", "confidence", "rationale", "reason", "flag"))
    fields = {"purpose": Purpose.REGULAR, "answered_at": NOON, "implied": False, **nothing, **more}
    return Opinion("j", 1, "Ada", outcome, **fields)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (-0.3, "No more than chance: 1 is full agreement, 0 what chance gives."),
        (0.0, "No more than chance: 1 is full agreement, 0 what chance gives."),
        (0.42, "Moderate: 1 is full agreement, 0 what chance gives."),
        (0.99, "High: 1 is full agreement, 0 what chance gives."),
        (1.0, "Full agreement; 0 is what chance gives."),
        (None, "Not defined: people have not yet given different answers on shared pairs."),
    ],
)
def test_alpha_in_a_sentence(value, sentence):
    """A rough word, and the two values by which to read the number."""
    assert alpha_sentence(IntervalEstimate(value, None, None, 9)) == sentence


def test_figures_with_their_intervals():
    """Whole per cent, or two decimals; what is not known is a dash or nothing."""
    assert (percent(0.734), percent(None)) == ("73 %", "–")
    assert percent_between(Interval(0.631, 0.839)) == "63–84 %"
    assert between(IntervalEstimate(0.5, 0.325, 0.693, 44)) == "0.33 to 0.69"
    assert (percent_between(NOT_KNOWN), between(NOT_KNOWN), shown(None)) == ("", "", "")


def test_a_share_in_a_table():
    """Eight of ten is 80 %; Wilson's interval of it is 49 to 94 %."""
    assert shown(Share(8, 10)) == "80 % (49–94 %)"


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (opinion(), "Candidate 1"),
        (opinion(confidence=2), "Candidate 1, fairly sure"),
        (opinion(Outcome.CANDIDATE_0, strength=4), "Candidate 0, much better"),
        (opinion(Outcome.TIE, implied=True), "Tie, from a ranking"),
        (opinion(Outcome.SKIP), "Skipped"),
    ],
)
def test_an_answer_in_words(one, words):
    """As the labelling screen says it."""
    assert said(one) == words


@pytest.mark.parametrize(
    ("what", "more", "words"),
    [
        (Happened.JUDGED, {"outcome": Outcome.TIE}, "answered: tie"),
        (
            Happened.JUDGED,
            {"outcome": Outcome.TIE, "stands": False},
            "answered: tie, taken back or returned since",
        ),
        (
            Happened.JUDGED,
            {"outcome": Outcome.TIE, "opinion": opinion(Outcome.TIE, purpose=Purpose.RETEST)},
            "answered: tie again, sides swapped",
        ),
        (Happened.SKIPPED, {"outcome": Outcome.SKIP}, "skipped"),
        (Happened.TOOK_BACK, {}, "took the answer back"),
        (Happened.RETURNED, {"about": "Bo"}, "returned the answer of Bo"),
        (Happened.REOPENED, {}, "reopened the pair"),
        (Happened.DECIDED, {"outcome": Outcome.BOTH_BAD}, "decided: both bad"),
        (
            Happened.DECIDED,
            {"outcome": Outcome.CANDIDATE_0, "made_gold": True, "made_example": True},
            "decided: candidate 0, made a gold pair and an example",
        ),
    ],
)
def test_what_happened_in_words(what, more, words):
    """Everything that can happen to a pair."""
    assert happened(HistoryEntry(NOON, what, "Ada", **more)) == words


def test_a_consensus_says_what_it_is_sure_of_and_whether_rightly():
    """A posterior is called one; where gold pairs have a choice, how often it is right stands beside it."""
    summary = ConsensusSummary(61, 19, 0.92, (0,) * 10, Share(11, 12), 0.94)
    assert consensus_words(summary, "posterior") == (
        "61 pairs come to a candidate, with a mean posterior of 92 %; 19 are undecided. Calibration: right "
        "on 92 % of 12 gold pairs, where it says 94 %."
    )
    unknown = ConsensusSummary(1, 0, 0.73, (0,) * 10, None, None)
    assert consensus_words(unknown, "posterior").endswith("mean posterior of 73 %; 0 are undecided.")


def agreed(pairs: int, share: float | None) -> Agreement:
    figure = IntervalEstimate(share, None, None, pairs)
    return Agreement(figure, figure, figure, {})


@pytest.mark.parametrize(
    ("agreement", "calibration", "words"),
    [
        ((120, 0.54), (0, None), "On 120 pairs that two or more people judged."),
        (
            (120, 0.54),
            (7, 0.82),
            "On 120 pairs that two or more people judged. On 7 of the calibration pool, left out here: 82 %.",
        ),
        (None, (12, 0.82), "On 12 pairs of the calibration pool; no other pair has two judgments."),
    ],
)
def test_what_agreement_rests_on_is_said(agreement, calibration, words):
    """The calibration pool stands beside the other pairs, or in their place."""
    pool = agreed(*calibration)
    shown = agreed(*agreement) if agreement else pool
    report = QualityReport(shown, pool, (), None, 0, 0, 0, 0, 0, 0, {})
    assert shared_words(report) == words
