"""The report as one page: it loads nothing, runs nothing, and reads the same offline and on paper."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from core.datasets import DatasetView
from core.review.design import Asked, HeldOut, StopRule
from core.review.judges import JudgeResult
from core.review.models import Closing
from core.review.remarks import remarks, seen_sentences
from core.review.report.examples import example_section
from core.review.report.figures import judge_section, result_section
from core.review.report.gathered import Gathered
from core.review.report.markup import Html, document, facts, joined, table, tag
from core.review.results import claim, early, remarks_of
from core.training.runs import RunDetail

MOST_LISTED = 200
"""Prompts that are not compared; the files hold all."""
STOPS = {
    StopRule.PLANNED: "when every item has its verdicts",
    StopRule.SEQUENTIAL: "as soon as a confidence sequence excludes even, at the latest with all verdicts",
    StopRule.BY_LEAD: "when a lead closes it",
}
HELD_OUT = {
    HeldOut.MARK: "may review; figures are given with and without them",
    HeldOut.REQUIRE: "were given nothing to review",
}
ENDS = {
    Closing.BY_RULE: "by its rule",
    Closing.EARLY: "early, by a person",
    Closing.UNBLINDED: "when one of its reviewers looked",
}


def report_page(found: Gathered, runs: Sequence[RunDetail], judged: Sequence[JudgeResult]) -> bytes:
    """The whole page; the same review gives the same bytes.

    Args:
        found: The review.
        runs: The runs that its models come from.
        judged: What judge models said beside people.
    """
    review = found.review
    body = [
        tag("p", f"Review {review.id}", class_="soft"),
        tag("h1", review.title),
        tag("p", claim(found.results), class_="claim"),
        tag("ul", [tag("li", one) for one in remarks_of(found.results)]),
        _design(found),
        _changes(found),
        _data(found),
        result_section(found),
        judge_section(found, list(judged)),
        example_section(found),
        _left_out(found),
        _limits(found),
        _lineage(runs),
    ]
    return document(f"{review.title} · review {review.id}", body)


def _design(found: Gathered) -> Html:
    review, design = found.review, found.review.design
    sample = design.sample
    size = (
        "all that can be compared"
        if sample.size is None
        else f"{sample.size:,} drawn with seed {sample.seed}"
    )
    each = "one of every reviewer" if design.per_item is None else f"{design.per_item:,}"
    rows = [
        ("Question", design.question),
        ("Asked", ", ".join(_asked(design.asked))),
        ("Quality bar", design.asked.quality_bar or "none"),
        ("Prompts", size + (" of each stratum" if sample.size and sample.per_stratum else "")),
        ("Verdicts for each item", each),
        ("Planned verdicts", "not fixed" if review.planned is None else f"{review.planned:,}"),
        ("Ends", STOPS[design.stop]),
        ("People a model learned from", HELD_OUT[design.held_out]),
        ("Blind", "sides drawn for each reviewer and item; no model was named before the end"),
        ("Planned at", _at(review.created_at)),
        ("Closed at", "unknown" if review.closed_at is None else _at(review.closed_at)),
        ("Closed", ENDS[review.closing] if review.closing else "unknown"),
    ]
    return joined([tag("h2", "Question and design"), facts(rows)])


def _asked(asked: Asked) -> Iterator[str]:
    told = {
        "which answer is better": asked.preference,
        "ties": asked.preference and asked.tie,
        "both bad": asked.preference and asked.both_bad,
        "how much better": asked.strength,
        "pass or fail of each answer": bool(asked.quality_bar),
        "comments": asked.comment,
        "flags": bool(asked.flags),
    }
    yield from (name for name, is_asked in told.items() if is_asked)
    yield from (f"axis {one}" for one in asked.axes)


def _changes(found: Gathered) -> Html:
    if not found.changes:
        return joined([tag("h3", "Changes to the plan"), tag("p", "None.")])
    rows = [
        (
            _at(one.at),
            f"{one.verdicts:,}",
            [f"{name}: {what}; " for name, what in sorted(one.what.items())],
            one.note,
        )
        for one in found.changes
    ]
    head = ("When", "After verdicts", "What was changed", "Why")
    return joined([tag("h3", "Changes to the plan"), table(head, rows, numbers=(1,))])


def _data(found: Gathered) -> Html:
    review = found.review
    rows = [
        (one.name, one.role, f"run {one.run_id}" if one.run_id else "", tag("code", one.address))
        for one in review.models
    ]
    names = [one.name for one in review.models]
    said = [*remarks(review.about, names), *seen_sentences(review.about)]
    counted = facts(
        [
            ("Items", f"{len(found.items):,}"),
            ("Comparisons", f"{len(found.compared):,}"),
            ("Verdicts", f"{found.results.verdicts:,} on {found.results.judged:,} items"),
            ("Skips", f"{found.results.skips:,}"),
            ("Flagged", f"{found.results.flagged:,} verdicts"),
        ]
    )
    return joined(
        [
            tag("h2", "Data"),
            table(("Model", "Role", "From", "Answers read at"), rows),
            counted,
            tag("ul", [tag("li", one) for one in said]),
        ]
    )


def _left_out(found: Gathered) -> Html:
    if not found.left_out:
        return joined([tag("h2", "What was left out"), tag("p", "Nothing: every prompt is compared.")])
    rows = [
        (
            tag("span", one.prompt, class_="text"),
            one.reason,
            [found.results.name(each) + " " for each in one.models],
            one.detail,
        )
        for one in found.left_out[:MOST_LISTED]
    ]
    more = len(found.left_out) - len(rows)
    return joined(
        [
            tag("h2", "What was left out"),
            tag("p", f"{len(found.left_out):,} entries; a prompt has one for each reason."),
            table(("Prompt", "Reason", "Models", "Detail"), rows),
            tag("p", f"And {more:,} more.") if more else "",
        ]
    )


def _limits(found: Gathered) -> Html:
    said = [
        early(found.results) or "The end was not chosen by the result: it came by the rule that was planned.",
        "What is counted is what these people preferred on these prompts; on others it may differ.",
        "A preference says that an answer is better than the other, not that it is good"
        + ("." if not found.review.design.asked.quality_bar else "; the quality bar says that."),
        f"{len(found.taught):,} people are known whose judgments a model of this review learned from.",
    ]
    unknown = found.review.about.get("teachers_unknown")
    said += [f"Of these sets nobody knows who judged them: {', '.join(unknown)}."] if unknown else []
    return joined([tag("h2", "Limits"), tag("ul", [tag("li", one) for one in said])])


def _lineage(runs: Sequence[RunDetail]) -> Html:
    parts = [tag("h2", "Lineage")]
    if not runs:
        parts.append(tag("p", "No run of this studio is on record for these models: the answers are files."))
    for detail in runs:
        run = detail.run
        parts += [
            tag("h3", f"Run {run.id}: {run.name}"),
            facts(
                [("Method", run.method), ("Job", run.job_id), ("State", run.state.value), ("Files", run.root)]
            ),
            table(
                ("Role", "Data set", "Rows", "sha256"),
                [_dataset(role, one) for role, one in sorted(detail.inputs.items())],
                numbers=(2,),
            ),
        ]
    return joined(parts)


def _dataset(role: str, one: DatasetView) -> tuple[str, str, str, Html]:
    return role, f"{one.full_name}", f"{one.rows:,}", tag("code", one.sha256)


def _at(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
