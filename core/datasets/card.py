"""What a frozen set is like, in figures, and what to beware of: its card, made while the rows go by."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from statistics import median_low
from typing import Any

from core.datasets.card_weaknesses import weaknesses
from core.datasets.checks import LONGEST_ANSWER, LONGEST_PROMPT, Lengths
from core.datasets.checks.findings import EDGES
from core.datasets.exports import Evidence, GivenJudgment, candidate_text, prompt_text
from core.datasets.models import Card
from core.datasets.shared_prompts import Shared
from core.labelling import COUNTING, Purpose
from core.labelling.model_labels import LabellerFigures

COUNTED = frozenset(outcome.value for outcome in COUNTING)
KNOWN_ANSWER = frozenset({Purpose.GOLD.value, Purpose.QUALIFICATION.value})
DIGITS = 4
MODEL = "model"


class CardMaker:
    """Sees each row of a set once and says in the end what they are like.

    Memory grows with the number of distinct prompts and of distinct lengths only.
    """

    def __init__(self) -> None:
        self._rows = 0
        self._prompts: set[int] = set()
        self._lengths: dict[str, Counter[int]] = {"prompt": Counter(), "candidates": Counter()}
        self._chosen = [0, 0]
        self._longer = [0, 0]  # how often it lost and won
        self._evidence = _Evidence()

    def see(self, row: dict[str, Any], evidence: Evidence) -> None:
        """Take in one row and its line of evidence, ``{}`` if there is none."""
        self._rows += 1
        prompt = prompt_text(row)
        self._prompts.add(hash(prompt))
        self._lengths["prompt"][len(prompt)] += 1
        if "choice" in row:
            self._see_candidates(row, row["choice"])
        if evidence:
            self._evidence.see(evidence)

    def _see_candidates(self, row: dict[str, Any], choice: int) -> None:
        self._chosen[choice] += 1
        lengths = len(candidate_text(row, 0)), len(candidate_text(row, 1))
        counter = self._lengths["candidates"]
        counter[lengths[0]] += 1
        counter[lengths[1]] += 1
        if lengths[0] != lengths[1]:
            self._longer[lengths[choice] > lengths[1 - choice]] += 1

    def finish(
        self, *, ties_left_out: int = 0, shared: Iterable[Shared] = (), models: Iterable[LabellerFigures] = ()
    ) -> Card:
        """The card, to be stored as JSON.

        Args:
            ties_left_out: Pairs that are not among the rows because their judgments tied.
            shared: What the set has in common with others of which it should have no prompt.
            models: What is known of those whose labels the recipe asked for.

        Returns:
            Figures, and ``weaknesses``, a list of sentences.
        """
        card: Card = {
            "rows": self._rows,
            "distinct_prompts": len(self._prompts),
            "candidate_0_preferred": _share(self._chosen[0], sum(self._chosen)),
            "longer_preferred": _share(self._longer[1], sum(self._longer)),
            "rows_of_unequal_length": sum(self._longer),
            "lengths": {what: _described(lengths) for what, lengths in self._lengths.items() if lengths},
            "long_prompts": _above(self._lengths["prompt"], LONGEST_PROMPT),
            "long_candidates": _above(self._lengths["candidates"], LONGEST_ANSWER),
            "shared_prompts": [asdict(one) for one in shared if one.some],
            **self._evidence.figures(),
            **self._evidence.of_models(models),
        }
        return card | {"weaknesses": list(weaknesses(card, ties_left_out=ties_left_out))}


class _Evidence:
    """What is known of how the rows were decided."""

    def __init__(self) -> None:
        self.rows = 0
        self.rows_judged_once = 0
        self.decided_by: Counter[str] = Counter()
        self.annotators: Counter[Any] = Counter()
        self.imported = 0
        self.compared = 0
        self.rows_compared = 0
        self.agreeing = 0.0
        self.sure: list[float] = [0, 0]  # sum and number
        self.first: str | None = None
        self.last: str | None = None
        self.of_model = 0
        self.labels: Counter[str] = Counter()

    def see(self, evidence: Evidence) -> None:
        """Take in one line of evidence."""
        judgments = evidence.get("judgments")
        if judgments is None:  # a prompt was not judged
            return
        self.decided_by[evidence.get("decided_by") or "unknown"] += 1
        if evidence.get("annotator_kind") == MODEL:  # no person judged it, so it is in no figure of people's
            self.of_model += 1
            self.labels.update(label["name"] for label in evidence.get("model_labels", ()))
            return
        self.rows += 1
        confidence = evidence.get("confidence")
        if confidence is not None:
            self.sure[0] += confidence
            self.sure[1] += 1
        for judgment in judgments:
            self._see_judgment(judgment)
        if len(judgments) == 1:
            self.rows_judged_once += judgments[0]["outcome"] in COUNTED
        elif judgments:
            self._compare(judgments)

    def _see_judgment(self, judgment: GivenJudgment) -> None:
        self.annotators[judgment.get("annotator")] += 1
        self.imported += judgment.get("purpose") == Purpose.IMPORTED.value
        # Of an imported choice nobody knows when it was made; older sets have only the browser's clock.
        answered = judgment.get("received_at") or judgment.get("answered_at")
        if answered is None:
            return
        if self.first is None or answered < self.first:
            self.first = answered
        if self.last is None or answered > self.last:
            self.last = answered

    def _compare(self, judgments: list[GivenJudgment]) -> None:
        outcomes = [one["outcome"] for one in judgments if one["outcome"] in COUNTED]
        self.rows_judged_once += len(outcomes) == 1
        # Gold pairs are clear by choice and everybody has them: they say nothing of the other rows.
        open_ones = [
            one["outcome"]
            for one in judgments
            if one["outcome"] in COUNTED and one.get("purpose") not in KNOWN_ANSWER
        ]
        number = len(open_ones)
        if number > 1:
            pairs = number * (number - 1) // 2
            self.compared += pairs
            self.rows_compared += 1
            self.agreeing += sum(alike * (alike - 1) // 2 for alike in map(open_ones.count, COUNTED)) / pairs

    def figures(self) -> Card:
        """Everything about judgments; None where no row had evidence of them."""
        known = self.rows > 0
        judgments = self.annotators.total()
        busiest = max(self.annotators.values(), default=0)
        return {
            "judgments": judgments if known else None,
            "judgments_per_row": round(judgments / self.rows, DIGITS) if known else None,
            "rows_judged_once": self.rows_judged_once if known else None,
            "annotators": len(self.annotators) if known else None,
            "busiest_annotator": _share(busiest, judgments),
            "first_judgment": self.first,
            "last_judgment": self.last,
            "imported": _share(self.imported, judgments),
            "agreement": _share(self.agreeing, self.rows_compared),
            "rows_compared": self.rows_compared if known else None,
            "judgments_compared": self.compared if known else None,
            "mean_confidence": round(self.sure[0] / self.sure[1], DIGITS) if self.sure[1] else None,
            "decided_by": {str(by): number for by, number in sorted(self.decided_by.items())},
        }

    def of_models(self, models: Iterable[LabellerFigures]) -> Card:
        """The rows in which a model chose, and how far each agrees with people; else nothing."""
        if not self.of_model:
            return {}
        named = [
            {
                "name": one.name,
                "model": one.model,
                "rows": self.labels[one.name],
                "compared": one.compared,
                "agreeing": one.agreeing,
            }
            for one in models
        ]
        return {"rows_by_model": self.of_model, "model_labels": named}


def _share(hits: float, of: int) -> float | None:
    return round(hits / of, DIGITS) if of else None


def _above(lengths: Counter[int], longest: int) -> int:
    return sum(number for length, number in lengths.items() if length > longest)


def _described(lengths: Counter[int]) -> dict[str, Any]:
    """What `Lengths` stores, so that the same charts can draw it, with mean and (lower) median."""
    bins = Lengths(longest=max(lengths))
    for length, times in lengths.items():
        bins.counts[bisect_right(EDGES, length)] += times
    mean = round(sum(length * times for length, times in lengths.items()) / lengths.total(), 1)
    return asdict(bins) | {"mean": mean, "median": median_low(lengths.elements())}
