"""A report as words: sentences, a text to read, a table to download."""

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.csv_text import csv_text
from core.datasets.checks.findings import Example, Finding, excerpt
from core.datasets.checks.language_sample import language_name
from core.datasets.formats.mapping import Columns, Wanted
from core.datasets.problems import Fault, Severity

if TYPE_CHECKING:
    from core.datasets.checks.report import Report

HEADER = ("finding", "severity", "count", "file", "line", "field", "value", "reason", "remedy")
UNSEEN = "may belong to the prompt and cannot be shown"
"""Why a field with pictures and the like is a question."""

PLAIN_PROMPTS = (["prompt"], ["input_text"])
"""Fields that need not be named where nothing else belongs to the prompt."""


def summary(report: "Report") -> list[str]:
    """What was read, then a sentence a finding, the gravest first."""
    return [_counts(report), *(_finding(finding) for finding in report.ordered())]


def as_text(report: "Report") -> str:
    """The whole report: what was read, each finding with its examples and its remedy, the languages."""
    lines = [excerpt(report.name), _counts(report)]
    if report.format:
        lines.append(f"Read as: {report.format.title}. {excerpt(report.why)}".rstrip())
    if report.versions:
        more = f" and {len(report.versions) - 1:,} more of that commit" if len(report.versions) > 1 else ""
        lines.append(f"From {excerpt(report.versions[0])}{more}.")
    lines += [*reading_sentences(report), *filter(None, [question_sentence(report)])]
    for finding in report.ordered():
        lines += ["", _finding(finding), *(f"  {example.sentence()}" for example in finding.examples)]
    if report.languages:
        lines += ["", _languages(report.languages)]
    if report.fates:
        told = [f"  {name}: {fate}" for name, fate in report.fates.items()]
        lines += ["", "What becomes of each field, by the first rows:", *told]
    return "\n".join(lines) + "\n"


def reading_sentences(report: "Report") -> list[str]:
    """How the rows were read, which way round, and what of it to look at first; a sentence each."""
    told = [columns_sentence(report.columns, report.wanted)] if report.columns else []
    if report.directions and report.with_choice:
        told.append(f"In the first rows: {' '.join(report.directions)}")
    told += field_sentences(report)
    if report.format and report.format.check_first and report.with_choice:
        told.append(f"To look at first: {report.format.check_first}")
    return told


def columns_sentence(columns: Columns, wanted: Wanted) -> str:
    """Which field was read as what, and how its choices are written; often a guess."""
    told = ", ".join(f"{part} is “{excerpt(name)}”" for part, name in columns.named())
    if columns.fixed_prompt:
        told += f", the prompt of every row is “{excerpt(columns.fixed_prompt)}”"
    if columns.better:
        return f"Fields: {told}; candidate_{columns.better} is the better one in every row."
    if wanted == Wanted.PROMPTS or (columns.says_choice and columns.choice is None):
        return f"Fields: {told}."
    if not columns.choice:
        return f"Fields: {told}; none is read as the choice."
    return f"Fields: {told}; choices are written {_ways(columns)}."


def _ways(columns: Columns) -> str:
    """How each thing that can be said of two candidates is written in the column of choices."""
    ways = [
        f"“{excerpt(columns.choice_0)}” for candidate_0",
        f"“{excerpt(columns.choice_1)}” for candidate_1",
    ]
    others = {"a tie": columns.choice_tie, "both bad": columns.choice_bad, "no choice": columns.choice_none}
    ways += [f"“{excerpt(written)}” for {what}" for what, written in others.items() if written]
    return f"{', '.join(ways[:-1])} and {ways[-1]}"


def field_sentences(report: "Report") -> list[str]:
    """Which fields made the prompts, and which nothing uses; a sentence each."""
    sentences = []
    told = report.columns or report.made_of.get("prompt") in PLAIN_PROMPTS
    if len(report.made_of) > 1 or (report.made_of and not told):
        parts = [f"{part} is {_quoted(names)}" for part, names in report.made_of.items()]
        sentences.append(f"Prompts are made of: {', '.join(parts)}.")
    if report.unused:
        fields = [f"“{name}” ({kind})" for name, kind in report.unused.items()]
        sentences.append(f"Used by nothing and kept as metadata: {', '.join(fields)}.")
    return sentences


def question_sentence(report: "Report") -> str:
    """What must be said before rows are taken, and how; empty if nothing."""
    if not report.open_fields:
        return ""
    fields = [f"“{excerpt(name)}” {reason}" for name, reason in report.open_fields.items()]
    first, reason = next(iter(report.open_fields.items()))
    name = shlex.quote(excerpt(first))
    part = (
        f"--column media={name}" if reason == UNSEEN else f"--column context={name} (in front of the prompt)"
    )
    return (
        f"{'; '.join(fields)}. Say of each whether it is a part of the prompt, such as {part}, or only "
        f"metadata: --metadata {name}."
    )


def _quoted(names: list[str]) -> str:
    return " or ".join(f"“{excerpt(name)}”" for name in names)


def as_csv(report: "Report") -> str:
    """A line for each refused row that is listed, and for each example of the other findings."""
    return csv_text(HEADER, _lines(report))


def _lines(report: "Report") -> Iterator[tuple[object, ...]]:
    for fault, place in _places(report):
        where = (place.source, place.line, place.field, place.value, place.reason)
        yield (fault.value, fault.severity.value, report.findings[fault].count, *where, fault.remedy)


def _counts(report: "Report") -> str:
    return (
        f"{report.rows:,} rows read: {report.good:,} good ({report.with_choice:,} with a choice), "
        f"{report.duplicates:,} repeated, {report.refused:,} refused."
    )


def _finding(finding: Finding) -> str:
    times = f"{finding.count:,} time{'' if finding.count == 1 else 's'}"
    return (
        f"{finding.fault.severity.value.capitalize()}: {finding.fault.value}, {times}. {finding.fault.remedy}"
    )


def _languages(languages: dict[str, int]) -> str:
    counts = ", ".join(f"{language_name(code)} {count:,}" for code, count in languages.items())
    return f"Languages, estimated from a sample of {sum(languages.values()):,} prompts: {counts}."


def _places(report: "Report") -> Iterator[tuple[Fault, Example]]:
    for source, one in report.problems:
        yield one.fault, Example(source, one.line, one.field, one.value, one.reason)
    for finding in report.ordered():
        if finding.fault.severity != Severity.REFUSED:
            yield from ((finding.fault, example) for example in finding.examples)
