"""Does a person read, or guess? What the likelihood ratio of ``reading`` means, in words."""

from math import exp, log

from core.labelling.quality.check import Check, CheckName, PersonVotes, Share, found, percent, unknown
from core.labelling.quality.reading import Reading
from core.labelling.quality.votes import TIE

LIKELIER = 20.0
"""How much likelier guessing must be than reading: a reader ever looks so with a chance of 1/20 at most."""
SURE_OF_READING = 0.025
"""Who guesses does so well so seldom: a poor reader whose many answers show this is not flagged as random."""
FEWEST_COMPARED = 20
"""Fewer say nothing that a person could check."""
MOST_SHOWN = 1_000_000.0


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
