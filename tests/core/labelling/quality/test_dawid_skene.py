"""Dawid and Skene's EM on their own data, against their equations in loops, and on votes."""

import numpy as np
import pytest

from core.labelling.models import Outcome
from core.labelling.quality import Vote, dawid_skene
from core.labelling.quality.dawid_skene import Labels, fit

ZERO, ONE, DRAW = Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE

# Dawid and Skene (1979), table 1: 45 patients; five anaesthetists, of whom the first answered three times.
PATIENTS = """
111 1 1 1 1, 333 4 3 3 4, 112 2 1 2 2, 222 3 1 2 1, 222 3 2 2 2, 222 3 3 2 2, 122 2 1 1 1, 333 3 4 3 3,
222 2 2 2 3, 232 2 2 2 3, 444 4 4 4 4, 222 3 3 4 3, 111 1 1 1 1, 222 3 2 1 2, 121 1 1 1 1, 111 2 1 1 1,
111 1 1 1 1, 111 1 1 1 1, 222 2 2 2 1, 222 1 3 2 2, 222 2 2 2 2, 222 2 2 2 1, 222 3 2 2 2, 221 2 2 2 2,
111 1 1 1 1, 111 1 1 1 1, 232 2 2 2 2, 111 1 1 1 1, 111 1 1 1 1, 112 1 1 2 1, 111 1 1 1 1, 333 3 2 3 3,
111 1 1 1 1, 222 2 2 2 2, 222 3 2 3 2, 433 4 3 4 3, 221 2 2 3 2, 232 3 2 3 3, 333 3 4 3 2, 111 1 1 1 1,
111 1 1 1 1, 121 2 1 1 1, 232 2 2 2 2, 121 1 1 1 1, 222 2 2 2 2
"""


@pytest.fixture
def anaesthetists() -> Labels:
    """Table 1 in long form, classes counted from 0."""
    patients = [patient.split() for patient in PATIENTS.split(",")]
    rows = [
        (item, observer, int(label) - 1)
        for item, patient in enumerate(patients)
        for observer, answers in enumerate(patient)
        for label in answers
    ]
    item, observer, label = np.array(rows).T
    return Labels(item, observer, label, items=45, observers=5, classes=4)


def test_published_marginals(anaesthetists):
    """The class marginals of the paper: 0.40, 0.42, 0.11, 0.07."""
    found = fit(anaesthetists, smoothing=0)
    assert found.marginals.round(2).tolist() == [0.40, 0.42, 0.11, 0.07]
    assert found.converged


def test_error_rates_of_the_first_anaesthetist(anaesthetists):
    """Rows are the true classes. Pinned; that they follow from the equations is held by the loops below."""
    rates = fit(anaesthetists, smoothing=0).confusion[0].round(2).tolist()
    assert rates[:3] == [[0.89, 0.11, 0, 0], [0.07, 0.88, 0.05, 0], [0, 0.34, 0.66, 0]]


def test_equations_in_loops(anaesthetists):
    """The whole fit agrees with (2.3) to (2.5) and (3.1) written out class by class, to a billionth."""
    found = fit(anaesthetists, smoothing=0)
    counts = np.zeros((45, 5, 4))
    np.add.at(counts, (anaesthetists.item, anaesthetists.observer, anaesthetists.label), 1)
    posteriors = counts.sum(axis=1) / counts.sum(axis=(1, 2))[:, None]
    for _ in range(found.iterations):
        marginals = posteriors.mean(axis=0)
        rates = np.zeros((5, 4, 4))
        for k in range(5):
            for j in range(4):
                sums = sum(posteriors[i, j] * counts[i, k] for i in range(45))
                rates[k, j] = sums / sums.sum()
        for i in range(45):
            likelihood = [marginals[j] * np.prod(rates[:, j] ** counts[i]) for j in range(4)]
            posteriors[i] = np.array(likelihood) / sum(likelihood)
    assert found.posteriors == pytest.approx(posteriors, abs=1e-9)
    assert found.confusion == pytest.approx(rates, abs=1e-9)


def test_one_iteration_by_hand():
    """Two people who agree on the first pair (0, 0) and differ on the second (0, 1); smoothing 1."""
    votes = [Vote(1, 1, ZERO), Vote(1, 2, ZERO), Vote(2, 1, ZERO), Vote(2, 2, ONE)]
    item, observer, label = np.array(
        [(vote.pair - 1, vote.person - 1, vote.outcome == ONE) for vote in votes]
    ).T
    found = fit(
        Labels(item, observer, label, items=2, observers=2, classes=2), smoothing=1, most_iterations=1
    )
    # Start: pair 1 (1, 0), pair 2 (1/2, 1/2). Marginals: (3/4, 1/4).
    # Person 1, class 0: answers 0: 1 + 1/2, 1: 0; plus one each: 2.5, 1 of 3.5; class 1: 1.5, 1 of 2.5.
    # Person 2, class 0: answers 0: 1, 1: 1/2; plus one each: 2, 1.5 of 3.5; class 1: 1, 1.5 of 2.5.
    assert found.marginals == pytest.approx([3 / 4, 1 / 4])
    assert found.confusion[0] == pytest.approx(np.array([[2.5 / 3.5, 1 / 3.5], [1.5 / 2.5, 1 / 2.5]]))
    assert found.confusion[1] == pytest.approx(np.array([[2 / 3.5, 1.5 / 3.5], [1 / 2.5, 1.5 / 2.5]]))
    # Pair 2: class 0: 3/4 · 2.5/3.5 · 1.5/3.5 = 0.229592; class 1: 1/4 · 1.5/2.5 · 1.5/2.5 = 0.09.
    assert found.posteriors[1, 0] == pytest.approx(0.229592 / (0.229592 + 0.09), abs=1e-6)
    assert not found.converged


def test_a_reliable_voice_outweighs_two_poor_ones():
    """Persons 1 to 3 are right on 95 % of 300 pairs, 4 and 5 guess: learned without being told."""
    rng = np.random.default_rng(2)
    truth = rng.integers(2, size=300)
    votes = [
        Vote(pair, person, (ZERO, ONE)[right if rng.random() < accuracy else 1 - right])
        for pair, right in enumerate(truth)
        for person, accuracy in enumerate((0.95, 0.95, 0.95, 0.5, 0.5), start=1)
    ]
    found = dawid_skene(votes)
    accuracies = [np.diag(found.confusion[person]).mean() for person in range(1, 6)]
    assert accuracies == pytest.approx([0.95, 0.95, 0.95, 0.5, 0.5], abs=0.06)
    wrong = sum(np.argmax(found.posteriors[pair]) != right for pair, right in enumerate(truth))
    assert wrong <= 300 * 0.02  # two or three of the reliable ones err on 3 · 0.05² = 0.7 % of the pairs
    assert found.converged


def test_posteriors_are_probabilities_by_pair():
    """Pairs and people are named by their ids."""
    found = dawid_skene([Vote(70, 5, ZERO), Vote(70, 8, ZERO), Vote(90, 5, ONE), Vote(90, 8, ONE)])
    assert set(found.posteriors) == {70, 90}
    assert set(found.confusion) == {5, 8}
    assert found.posteriors[70][0] == pytest.approx(found.posteriors[90][1])
    assert found.posteriors[70][0] > 0.5
    assert sum(found.posteriors[70]) == pytest.approx(1)


def test_ties_are_left_out_or_an_answer():
    """A pair with nothing but ties has no posterior, unless a tie may be right."""
    votes = [Vote(1, 1, ZERO), Vote(1, 2, ZERO), Vote(2, 1, DRAW), Vote(2, 2, DRAW)]
    assert set(dawid_skene(votes).posteriors) == {1}
    found = dawid_skene(votes, ties=True)
    assert np.argmax(found.posteriors[2]) == 2
    assert len(found.marginals) == 3


def test_no_votes_give_no_posteriors():
    found = dawid_skene([])
    assert (found.posteriors, found.confusion) == ({}, {})
