"""What was found while reading: counts, findings with examples, and what the rows look like."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from core.datasets.checks.findings import Example, Finding, Lengths, excerpt
from core.datasets.checks.wording import as_csv, as_text, summary
from core.datasets.formats import Columns, Format, Wanted, format_titled
from core.datasets.models import DatasetKind
from core.datasets.problems import Fault, Problem, Severity

MOST_PROBLEMS_LISTED = 1000
MOST_VERSIONS = 100
MOST_BYTES_OF_PLACES = 100_000
"""Of examples and refused rows in JSON, so that a report stays below 200 kB whatever it was made from."""

PROMPTS, CANDIDATES = "prompts", "candidates"


@dataclass
class Report:
    """What a file, or several, hold.

    Attributes:
        name: What was read: a file's name or an address.
        kind: What the rows are for.
        wanted: What the importer is to make of a row.
        format: The shape that the rows have; None before that is known.
        columns: Under which names the parts of a row stand, if the format is mapped.
        why: By which signs the format was recognised, as a sentence.
        directions: Which way round choices were read in the first rows, as sentences.
        fates: What became of each field, by name or path, in the first rows.
        good: Rows that can be taken.
        duplicates: Rows that repeat an earlier one; they are left out.
        with_choice: Good rows that carry a choice.
        refused: Rows that cannot be taken.
        findings: What was found, by fault.
        problems: The first 1,000 refused rows, each with its file.
        made_of: The fields that make the prompt, by part, where it does not stand in ``input_text`` alone.
        unused: What stands in each field that nothing uses; these are kept as metadata.
        open_fields: Fields that may belong to the prompt, each with the reason; nothing is taken before
            somebody has said what they are.
        lengths: How long the texts are, by what they are (`PROMPTS`, `CANDIDATES`).
        versions: The addresses of files on a hub, each with the commit that was read.
        sample: Beginnings of some prompts, drawn at random; JSON leaves them out.
        languages: How many prompts of the sample are in which language; None until `languages` is called.
    """

    name: str
    kind: DatasetKind
    wanted: Wanted = Wanted.PAIRS
    format: Format | None = None
    columns: Columns | None = None
    why: str = ""
    directions: list[str] = field(default_factory=list)
    fates: dict[str, str] = field(default_factory=dict)
    good: int = 0
    duplicates: int = 0
    with_choice: int = 0
    refused: int = 0
    findings: dict[Fault, Finding] = field(default_factory=dict)
    problems: list[tuple[str, Problem]] = field(default_factory=list)
    made_of: dict[str, list[str]] = field(default_factory=dict)
    unused: dict[str, str] = field(default_factory=dict)
    open_fields: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, Lengths] = field(default_factory=lambda: {PROMPTS: Lengths(), CANDIDATES: Lengths()})
    versions: list[str] = field(default_factory=list)
    sample: list[str] = field(default_factory=list)
    languages: dict[str, int] | None = None

    @property
    def rows(self) -> int:
        """Rows read."""
        return self.good + self.refused + self.duplicates

    @property
    def is_unread(self) -> bool:
        """Whether people have judged the rows, and none of what they said was read as a choice."""
        return Fault.UNREAD in self.findings and not self.with_choice

    def note(
        self,
        fault: Fault,
        source: str,
        line: int,
        field: str = "",
        value: str = "",
        reason: str = "",
        *,
        times: int = 1,
    ) -> None:
        """Count a fault in so many lines; the first three places become its examples."""
        finding = self.findings.get(fault)
        if finding is None:
            finding = self.findings[fault] = Finding(fault)
        finding.add(source, line, field=field, value=value, reason=reason, times=times)

    def refuse(self, source: str, problem: Problem) -> None:
        """Count a row that cannot be taken, or several with the same fault; the first 1,000 are listed."""
        self.refused += problem.times
        about = (problem.field, problem.value, problem.reason)
        self.note(problem.fault, source, problem.line, *about, times=problem.times)
        if len(self.problems) < MOST_PROBLEMS_LISTED:
            field, value, reason = map(excerpt, about)
            listed = min(problem.times, MOST_PROBLEMS_LISTED - len(self.problems))
            self.problems += [
                (excerpt(source), Problem(line, field, value, reason, problem.fault))
                for line in range(problem.line, problem.line + listed)
            ]

    def ordered(self) -> list[Finding]:
        """The findings, the gravest first, within that the most frequent."""
        gravity = list(Severity)
        return sorted(self.findings.values(), key=lambda one: (gravity.index(one.fault.severity), -one.count))

    def summary(self) -> list[str]:
        """What was read and what of it is noteworthy, a sentence each."""
        return summary(self)

    def as_text(self) -> str:
        """The whole report for reading."""
        return as_text(self)

    def as_csv(self) -> str:
        """The findings as a table: a line for each example, and for each refused row that is listed."""
        return as_csv(self)

    def as_json(self) -> dict[str, Any]:
        """The values of a JSON object of less than 200 kB that any database takes."""
        findings = self.ordered()
        examples = [[asdict(example) for example in finding.examples] for finding in findings]
        problems = [{"source": source, **_about(problem)} for source, problem in self.problems]
        *examples, problems = _that_fit([*examples, problems])
        return {
            "name": excerpt(self.name),
            "kind": self.kind.value,
            "wanted": self.wanted.value,
            "format": self.format and self.format.title,
            "columns": self.columns and _plain_names(self.columns),
            "why": excerpt(self.why),
            "directions": self.directions,
            "fates": self.fates,
            "good": self.good,
            "duplicates": self.duplicates,
            "with_choice": self.with_choice,
            "refused": self.refused,
            "findings": {
                finding.fault.value: {"count": finding.count, "examples": shown}
                for finding, shown in zip(findings, examples, strict=True)
            },
            "problems": problems,
            "made_of": {part: [excerpt(name) for name in names] for part, names in self.made_of.items()},
            "unused": self.unused,
            "versions": [excerpt(one) for one in self.versions[:MOST_VERSIONS]],
            "open_fields": {excerpt(name): reason for name, reason in self.open_fields.items()},
            "lengths": {name: asdict(lengths) for name, lengths in self.lengths.items()},
            "languages": self.languages,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Report":
        """The report that `as_json` made these values of, without its sample."""
        kept = {name: value for name, value in values.items() if name in cls.__dataclass_fields__}
        return cls(**kept | _objects(values))


def _objects(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": DatasetKind(values["kind"]),
        "wanted": Wanted(values["wanted"]),
        "format": format_titled(values["format"]),
        "columns": values["columns"] and Columns(**values["columns"]),
        "findings": {
            Fault(name): Finding(Fault(name), one["count"], [Example(**place) for place in one["examples"]])
            for name, one in values["findings"].items()
        },
        "problems": [_problem(one) for one in values["problems"]],
        "lengths": {name: Lengths(**one) for name, one in values["lengths"].items()},
    }


def _plain_names(columns: Columns) -> dict[str, str | None]:
    return {part: name and excerpt(name) for part, name in asdict(columns).items()}


def _about(problem: Problem) -> dict[str, Any]:
    return {name: value for name, value in asdict(problem).items() if name != "times"}


def _problem(values: dict[str, Any]) -> tuple[str, Problem]:
    parts = {name: value for name, value in values.items() if name != "source"}
    return values["source"], Problem(**parts | {"fault": Fault(values["fault"])})


def _that_fit(lists: Iterable[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Of each list as many places as there is room for, the first lists first."""
    room = MOST_BYTES_OF_PLACES
    kept: list[list[dict[str, Any]]] = []
    for places in lists:
        kept.append([])
        for place in places:
            room -= len(json.dumps(place)) + 2
            if room < 0:
                break
            kept[-1].append(place)
    return kept
