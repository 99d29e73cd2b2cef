"""Figures, answers, decisions and what happened to a pair, in words."""

from collections import Counter
from collections.abc import Iterable

from core.intervals import Interval
from core.labelling import Outcome
from core.labelling.adjudication import Happened, HistoryEntry, Opinion
from core.labelling.quality import IntervalEstimate, Share

OPEN = "quality_tab"
"""Which tab is open, in the session and in links."""
FIGURES, ANNOTATORS, INBOX, GOLD, MODELS = TABS = ("Figures", "Annotators", "Inbox", "Gold", "Models")
UNKNOWN = "–"
LEVELS = (
    (0.0, "no more than chance"),
    (0.2, "slight"),
    (0.4, "fair"),
    (0.6, "moderate"),
    (0.8, "substantial"),
    (1.0, "high"),
)
"""Rough words for alpha up to each value; no study's law, for every task has an agreement of its own."""
FULL = 1.0
OUTCOMES = {
    Outcome.CANDIDATE_0: "Candidate 0",
    Outcome.CANDIDATE_1: "Candidate 1",
    Outcome.TIE: "Tie",
    Outcome.BOTH_BAD: "Both bad",
    Outcome.SKIP: "Skipped",
}
PLACES = OUTCOMES | {Outcome.CANDIDATE_0: "First", Outcome.CANDIDATE_1: "Second"}
"""As the keys 1 and 2 choose them, here as on the label page."""
CONFIDENCE = {1: "unsure", 2: "fairly sure", 3: "sure"}
STRENGTH = {1: "slightly better", 2: "somewhat better", 3: "better", 4: "much better"}
"""As the labelling screen says them."""


def percent(value: float | None) -> str:
    """A share in whole per cent; a dash for one that is not known."""
    return UNKNOWN if value is None else f"{100 * value:.0f} %"


def percent_between(ends: Interval | IntervalEstimate) -> str:
    """An interval of a share in whole per cent; empty if it is not known."""
    if ends.lower is None or ends.upper is None:
        return ""
    return f"{100 * ends.lower:.0f}–{100 * ends.upper:.0f} %"


def between(ends: IntervalEstimate) -> str:
    """An interval with two decimals; empty if it is not known."""
    if ends.lower is None or ends.upper is None:
        return ""
    return f"{ends.lower:.2f} to {ends.upper:.2f}"


def shown(share: Share | None) -> str:
    """A share with its interval, for a table's cell; empty where there was nothing to count."""
    return "" if share is None else f"{percent(share.value)} ({percent_between(share.interval)})"


def alpha_sentence(alpha: IntervalEstimate) -> str:
    """What a value of Krippendorff's alpha means, in a sentence."""
    if alpha.value is None:
        return "Not defined: people have not yet given different answers on shared pairs."
    if alpha.value >= FULL:
        return "Full agreement; 0 is what chance gives."
    level = next(word for most, word in LEVELS if alpha.value <= most)
    return f"{level.capitalize()}: 1 is full agreement, 0 what chance gives."


def said(opinion: Opinion) -> str:
    """An answer with everything that goes on one line."""
    parts = [
        OUTCOMES[opinion.outcome],
        STRENGTH.get(opinion.strength or 0, ""),
        CONFIDENCE.get(opinion.confidence or 0, ""),
        "from a ranking" if opinion.implied else "",
    ]
    return ", ".join(part for part in parts if part)


def votes(opinions: Iterable[Opinion]) -> str:
    """How many gave which answer; skips are no votes."""
    given = Counter(one.outcome for one in opinions if one.outcome.counts)
    parts = [f"{given[outcome]} {word.lower()}" for outcome, word in OUTCOMES.items() if given[outcome]]
    return f"The votes were {', '.join(parts)}." if parts else "There was no vote."


def happened(entry: HistoryEntry) -> str:
    """What somebody did to a pair, without the name before it and the note after it."""
    if entry.happened == Happened.RETURNED:
        return f"returned the answer of {entry.about}"
    if entry.happened == Happened.TOOK_BACK:
        return "took the answer back"
    if entry.happened == Happened.REOPENED:
        return "reopened the pair"
    outcome = OUTCOMES[entry.outcome].lower() if entry.outcome else ""
    if entry.happened == Happened.DECIDED:
        made = ["a gold pair"] * entry.made_gold + ["an example"] * entry.made_example
        return f"decided: {outcome}{', made ' * bool(made)}{' and '.join(made)}"
    gone = "" if entry.stands else ", taken back or returned since"
    answered = "skipped" if entry.happened == Happened.SKIPPED else f"answered: {outcome}"
    is_retest = entry.opinion is not None and entry.opinion.purpose == "retest"
    return f"{answered}{' again, sides swapped' if is_retest else ''}{gone}"
