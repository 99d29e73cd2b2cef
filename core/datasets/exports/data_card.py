"""The data card of a frozen set: a README for a data hub, whatever the texts about it hold.

Source of the front matter: https://github.com/huggingface/hub-docs/blob/main/datasetcard.md.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from core.datasets.exports.about import ABOUT, ExportFormat, formats_for
from core.datasets.exports.card_figures import candidate_lines, judgment_lines, row_lines
from core.datasets.exports.json_lines import json_text
from core.datasets.exports.markdown import code_block, code_span, yaml_string
from core.datasets.models import DatasetKind
from core.datasets.views import DatasetView

SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
)
LARGEST = "10M<n<100M"
PURPOSES = {
    DatasetKind.PREFERENCE: "which of two answers to a prompt people prefer",
    DatasetKind.PROMPT: "prompts to tune a model on",
    DatasetKind.EVALUATION: "prompts to evaluate a model on, kept apart from what it is tuned on",
}
BEFORE_PUBLISHING = (
    "The texts are as they came in, character by character: they may be wrong or offensive, may hold "
    "personal data, and belong to those who wrote them. Annotators appear by number. No licence is stated: "
    "add one, and the languages, to the head of this file."
)


def data_card(dataset: DatasetView, project_name: str, *, instruction: str) -> str:
    """The README of a frozen set: YAML for the hub, then Markdown for people.

    Every text from outside stands in a code span, a code block or a quoted scalar, and cannot leave it.

    Args:
        dataset: The set; one frozen before cards were made has the figures that are known.
        project_name: Of the project it comes from.
        instruction: What annotators were asked; empty if nothing.
    """
    card = dataset.card or {}
    lines = [
        *_front_matter(dataset),
        *_opening(dataset, project_name),
        *_section("Rows", row_lines(card, rows=dataset.rows)),
        *_section("Candidates", candidate_lines(card)),
        *_section("Judgments", judgment_lines(card, dataset.recipe)),
        *_section("Known weaknesses", _weaknesses(card)),
        *_section("Recipe", _named(dataset.recipe)),
        *_section("What became of the pairs and prompts", _named(dataset.counts)),
        *_instruction(instruction),
        *_formats(dataset.kind),
        *_section("Before you publish", [BEFORE_PUBLISHING]),
    ]
    return "\n".join(lines) + "\n"


def _front_matter(dataset: DatasetView) -> Iterator[str]:
    yield "---"
    yield f"pretty_name: {yaml_string(dataset.title or dataset.name)}"
    yield "task_categories:"
    yield "- text-generation"
    yield "tags:"
    yield "- rlhf"
    yield f"- {'human-feedback' if dataset.kind == DatasetKind.PREFERENCE else 'prompts'}"
    yield "size_categories:"
    yield f"- {next((size for above, size in SIZES if dataset.rows < above), LARGEST)}"
    yield "---"
    yield ""


def _opening(dataset: DatasetView, project_name: str) -> Iterator[str]:
    made_by = (dataset.card or {}).get("made_by")
    frozen = f"{dataset.created_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    yield f"# {code_span(dataset.title or dataset.name)}"
    yield ""
    yield (
        f"A data set of {dataset.rows:,} rows: {PURPOSES[dataset.kind]}. It is {code_span(dataset.name)} of "
        f"the project {code_span(project_name)}, frozen on {frozen}"
        + (f" by {code_span(str(made_by))}." if made_by else ".")
    )
    yield ""
    yield (
        f"The rows as frozen are {dataset.size:,} bytes with the sha256 `{dataset.sha256}`. "
        "The same recipe on the same judgments gives the same bytes."
    )
    yield ""


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"## {title}"
        yield ""
        yield from lines
        yield ""


def _weaknesses(card: Mapping[str, Any]) -> list[str]:
    if "weaknesses" not in card:
        return ["Not known: the set was frozen before cards were made."]
    # Our own sentences about figures: nothing in them comes from outside.
    return [f"- {one}" for one in card["weaknesses"]] or ["None was found."]


def _named(values: Mapping[str, Any]) -> list[str]:
    """Names and values as a list; they may hold text that people wrote."""
    return [
        f"- {code_span(str(name))}: {code_span(value if isinstance(value, str) else json_text(value))}"
        for name, value in values.items()
    ]


def _instruction(instruction: str) -> Iterator[str]:
    lines = [code_block(instruction)] if instruction else ["The project has no instruction."]
    yield from _section("Instruction to annotators", lines)


def _formats(kind: DatasetKind) -> Iterator[str]:
    about = [ABOUT[name] for name in formats_for(kind)]
    if kind == DatasetKind.PREFERENCE:
        yield from _section("Ties and skips", [ABOUT[ExportFormat.VERTEX].ties_and_skips])
    yield from _section("Formats", [f"- **{one.title}** (`*{one.suffix}`). {one.purpose}" for one in about])
