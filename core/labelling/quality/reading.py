"""Do a person's choices follow from the texts? A likelihood ratio over all that they can be compared with.

Two explanations compete: "reads", right on a share r of the pairs that may lie anywhere from 65 to 90 %, and
"guesses", who agrees with anything half of the time. Gold pairs, pairs that many judge and pairs with two
others count alike, each by what is known of its right answer; see ``team_accuracy``. The person's own votes
play no part in what is expected of them: at three judgments a pair one who guesses spoils everybody's
agreement, and would hide behind it.

The report is looked at again and again, so no single look may decide. If the choices come from a reader, the
ratio P(all choices so far | guesses) / P(all choices so far | reads) has the mean 1 after any number of
answers: it is a nonnegative martingale, and by Ville's inequality (Étude critique de la notion de collectif,
1939, p. 84) the chance that it ever reaches c is at most 1/c, however often one looks. Both probabilities are
of everybody's votes together; those of the others cancel, so it does not matter whose answer comes first.
"""

from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np

from core.labelling.quality.check import Check, CheckName, PersonVotes, Share, found, percent, unknown
from core.labelling.quality.team_accuracy import GRID, Leads, leads, team_log_likelihood, weights, win_chance
from core.labelling.quality.votes import TIE, Bools, Floats, Ints, VoteTable

READERS: Floats = np.linspace(0.65, 0.9, 11)
"""How often one who reads may be right, each as likely. If it were as often as the colleagues, somebody a
little worse than those would look like guessing in the end."""
LIKELIER = 20.0
"""How much likelier guessing must be than reading: a reader ever looks so with a chance of 1/20 at most."""
SURE_OF_READING = 0.025
"""Who guesses does so well so seldom: a poor reader whose many answers show this is not flagged as random."""
FEWEST_COMPARED = 20
"""Fewer say nothing that a person could check."""
MOST_SHOWN = 1_000_000.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's choices beside both explanations.

    Attributes:
        hits: On how many pairs the person's choice is gold's, or that of the others who lead.
        n: Pairs on which gold or a lead of others says something.
        expected: What share of them a colleague would reach.
        accuracy: How often the colleagues are right.
        log_ratio: Natural logarithm of how much likelier the choices are from a guess than from reading.
        p_guesses: How often one who guesses would seem at least as much to read.
    """

    hits: int
    n: int
    expected: float
    accuracy: float
    log_ratio: float
    p_guesses: float

    @property
    def p_reads(self) -> float:
        """At most how often one who reads would ever seem as much to guess, at any of many looks."""
        return exp(-max(self.log_ratio, 0.0))


def readings(table: VoteTable, trusted: Bools | None = None) -> list[Reading]:
    """Everybody's, in the order of ``table.people``.

    Args:
        table: Everybody's votes.
        trusted: Whose votes say what is right, shape (A,); everybody's if left out.
    """
    found = leads(table, trusted)
    chance = win_chance(found.size)
    own = _log_likelihood(found, chance)
    counted = own if trusted is None else np.where(trusted[:, None], own, 0.0)
    weight = weights(team_log_likelihood(table, trusted) - counted)
    reads = _reads(found, weight)
    return [
        _reading(found.won[row], found.lost[row], chance, reads=float(reads[row]), weight=weight[row])
        for row in range(len(table.people))
    ]


def _log_likelihood(found: Leads, chance: Floats) -> Floats:
    """The logarithm of the probability of each person's own choices, shape (A, grid)."""
    return np.asarray(found.won @ np.log(chance) + found.lost @ np.log1p(-chance), dtype=np.float64)


def _reads(found: Leads, weight: Floats) -> Floats:
    """The logarithm of how likely each person's choices are from a reader, shape (A,).

    Averaged over how often that reader is right, and over how often the colleagues are.
    """
    fits = np.stack([_log_likelihood(found, win_chance(found.size, float(r))) for r in READERS])
    most = fits.max(axis=(0, 2), initial=-np.inf)
    likely = (np.exp(fits - most[:, None]) * weight).sum(axis=2).mean(axis=0)
    return np.asarray(most + np.log(likely), dtype=np.float64)


def _reading(won: Ints, lost: Ints, chance: Floats, *, reads: float, weight: Floats) -> Reading:
    """One person's, with the accuracies' weights from everybody else's votes.

    For ``p_guesses`` the statistic is the sum of the log-odds of the comparisons won; of a guess it is a sum
    of independent draws, taken as normal.
    """
    n, mean_chance = won + lost, chance @ weight
    log_odds = np.log(mean_chance / (1 - mean_chance))
    score, guess, guess_variance = won @ log_odds, n @ log_odds / 2, n @ log_odds**2 / 4
    return Reading(
        hits=int(won.sum()),
        n=int(n.sum()),
        expected=float(n @ mean_chance / max(n.sum(), 1)),
        accuracy=float(GRID @ weight),
        log_ratio=float(n.sum() * np.log(0.5)) - reads,
        p_guesses=_normal_tail(float(score - guess), float(guess_variance)),
    )


def _normal_tail(excess: float, variance: float) -> float:
    """The probability of an excess at least as large; 1 where nothing varies."""
    return 1 - NormalDist().cdf(excess / sqrt(variance)) if variance > 0 else 1.0


def check_random(votes: PersonVotes, reading: Reading, *, explained: bool) -> Check:
    """Are the answers far likelier from one who guesses than from one who reads?

    A sequential test: it may be looked at after every answer; see ``reading``.

    Args:
        votes: The person's.
        reading: How their choices stand to both explanations.
        explained: Whether a habit of side or length is flagged, which explains a lack of agreement.
    """
    if not reading.n:
        return unknown(CheckName.RANDOM, "No choice yet that gold or the other people's answers can judge.")
    agreed = Share(reading.hits, reading.n)
    guesses = _guesses(reading)
    meaning = _meaning(reading, guesses=guesses, explained=explained)
    sentence = (
        f"Agreed with gold and the lead of the others on {agreed.of('pairs')}, where a colleague would on"
        f" {percent(reading.expected)}: {meaning}."
    )
    against = (votes.code != TIE) & (votes.lead != 0) & ((votes.lead > 0) != votes.code)
    return found(
        CheckName.RANDOM,
        agreed,
        sentence,
        flagged=guesses and not explained,
        rests_on=votes.pair[against],
        p=reading.p_reads,
        log_ratio=reading.log_ratio,
    )


def _guesses(reading: Reading) -> bool:
    """Whether guessing explains the choices considerably better than reading."""
    enough = reading.n >= FEWEST_COMPARED and reading.p_guesses >= SURE_OF_READING
    return enough and reading.log_ratio >= log(LIKELIER)


def _meaning(reading: Reading, *, guesses: bool, explained: bool) -> str:
    """The ratio, and what becomes of it."""
    if reading.n < FEWEST_COMPARED:
        return f"too few to tell, {FEWEST_COMPARED} will do"
    if reading.p_guesses < SURE_OF_READING:
        return "more than guessing gives"
    if not guesses:
        return "not to be told from reading"
    if explained:
        return "like guessing, which the habit found explains"
    times = exp(min(reading.log_ratio, log(MOST_SHOWN)))
    return f"{times:,.0f} times as likely from guessing as from reading"
