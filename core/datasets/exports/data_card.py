"""The data card of a frozen set: a README for a data hub, whatever the texts about it hold.

Source of the front matter: https://github.com/huggingface/hub-docs/blob/main/datasetcard.md.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from core.datasets.exports.export import COIN_LOST
from core.datasets.exports.markdown import code_block, code_span, yaml_string
from core.datasets.exports.registry import exports_for
from core.datasets.models import Card, DatasetKind, DatasetView
from core.datasets.scratch import json_text
from core.errors import InvalidInput
from core.labelling.quality import ConsensusMethod

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
    "personal data, and belong to those who wrote them. Annotators appear by number. "
)
NO_LICENCE = "No licence is stated: add one, and the languages, to the head of this file."
NO_LANGUAGES = "Add the languages to the head of this file."
UNKNOWN = "unknown"
LICENCE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}")

CERTAINTY = {
    ConsensusMethod.MAJORITY: "Mean confidence that the choice is right (majority)",
    ConsensusMethod.WEIGHTED: "Mean confidence that the choice is right (votes weighted by gold)",
    ConsensusMethod.DAWID_SKENE: "Mean posterior of the choice (Dawid–Skene)",
}


def data_card(
    dataset: DatasetView, project_name: str, *, instruction: str, licence: str | None = None
) -> str:
    """The README of a frozen set: YAML for the hub, then Markdown for people.

    Every text from outside stands in a code span, a code block or a quoted scalar, and cannot leave it.

    Args:
        dataset: The set; one frozen before cards were made has the figures that are known.
        project_name: Of the project it comes from.
        instruction: What annotators were asked; empty if nothing.
        licence: Of the data, as hubs name it; None for no such line.

    Raises:
        InvalidInput: The licence is no such name.
    """
    card = dataset.card or {}
    missing = NO_LICENCE if licence in {None, UNKNOWN} else NO_LANGUAGES
    lines = [
        *_front_matter(dataset, licence),
        *_opening(dataset, project_name),
        *_section("Rows", _rows(card, rows=dataset.rows)),
        *_section("Candidates", _candidates(card)),
        *_section("Judgments", _judgments(card, dataset.recipe)),
        *_section("Labels by models", _by_models(card)),
        *_section("Known weaknesses", _weaknesses(card)),
        *_section("Recipe", _named(dataset.recipe)),
        *_section("What became of the pairs and prompts", _named(dataset.counts)),
        *_section(
            "Instruction to annotators",
            [code_block(instruction) if instruction else "The project has no instruction."],
        ),
        *_formats(dataset.kind),
        *_section("Before you publish", [BEFORE_PUBLISHING + missing]),
    ]
    return "\n".join(lines) + "\n"


def valid_licence(name: str) -> str:
    """The licence, if it may be one that hubs know.

    Raises:
        InvalidInput: It is no such name.
    """
    if not LICENCE.fullmatch(name):
        raise InvalidInput(
            f"{name[:80]!r} is no licence; write it as hubs do, such as cc-by-4.0, mit or {UNKNOWN}."
        )
    return name


def _front_matter(dataset: DatasetView, licence: str | None) -> Iterator[str]:
    yield "---"
    if licence is not None:
        yield f"license: {valid_licence(licence)}"
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


def _weaknesses(card: Card) -> list[str]:
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


def _formats(kind: DatasetKind) -> Iterator[str]:
    if kind == DatasetKind.PREFERENCE:
        yield from _section("Ties and skips", [COIN_LOST])
    yield from _section(
        "Formats", [f"- **{one.title}** (`*{one.suffix}`). {one.purpose}" for one in exports_for(kind)]
    )


def _rows(card: Card, *, rows: int) -> list[str]:
    """How many rows and prompts there are, and how long they are."""
    lines = [f"- Rows: {rows:,}", f"- Distinct prompts: {_told(card.get('distinct_prompts'), ',')}"]
    for what, lengths in card.get("lengths", {}).items():
        name = "Prompts" if what == "prompt" else "Candidates"
        lines.append(
            f"- {name}: {lengths['median']:,} characters (median), {lengths['mean']:,} on average, "
            f"{lengths['longest']:,} at most"
        )
    return lines


def _candidates(card: Card) -> list[str]:
    """What the choices lean to; no line for sets without candidates."""
    order, longer = card.get("candidate_0_preferred"), card.get("longer_preferred")
    lines = []
    if order is not None:
        lines.append(f"- The preferred candidate is candidate_0 in {order:.1%} of the rows.")
    if longer is not None:
        lines.append(f"- The longer candidate is preferred in {longer:.1%} of the rows where one is longer.")
    return lines


def _judgments(card: Card, recipe: Mapping[str, Any]) -> list[str]:
    """What the choices rest on; no line where nothing is known of judgments."""
    if card.get("judgments") is None:
        return []
    lines = [
        f"- Judgments: {card['judgments']:,} on these rows, {card['judgments_per_row']:.2f} a row",
        f"- Annotators: {card['annotators']:,}",
        f"- Given: {_period(card)}",
        f"- Imported: {_told(card['imported'], '.1%')} of the judgments",
        f"- Agreement: {_agreement(card)}",
        f"- {certainty_words(recipe)}: {_told(card['mean_confidence'], '.2f')}",
    ]
    decided = [f"{code_span(str(by))} {number:,}" for by, number in card["decided_by"].items()]
    return [*lines, f"- Rows by what decided them: {', '.join(decided) or 'unknown'}"]


def _by_models(card: Card) -> list[str]:
    """Whose labels stand in for people's, and in how many rows; no line where people chose in all."""
    return [
        f"- {code_span(one['name'])}, {code_span(one['model'])}: {one['rows']:,} rows; as people on "
        f"{one['agreeing']:,} of {one['compared']:,} pairs that both have judged"
        for one in card.get("model_labels", ())
    ]


def _period(card: Card) -> str:
    first, last = card["first_judgment"], card["last_judgment"]
    if not first:
        return "unknown (imported choices have no time)"
    return f"{code_span(first)} to {code_span(str(last))}"


def _agreement(card: Card) -> str:
    if card["agreement"] is None:
        return "unknown, no row has two judgments"
    return f"{_told(card['agreement'], '.1%')} {agreement_words(card)}"


def _told(value: float | None, form: str) -> str:
    return "unknown" if value is None else format(value, form)


def certainty_words(recipe: Mapping[str, Any]) -> str:
    """What ``mean_confidence`` is the mean of: the recipe says whether votes were counted or weighed.

    As `PreferenceRecipe.needs_confidence` has it; recipes of older sets have fewer fields.
    """
    method = recipe.get("consensus", ConsensusMethod.MAJORITY)
    counted = not (recipe.get("weights") or recipe.get("minimum_confidence"))
    if method not in set(ConsensusMethod) or (method == ConsensusMethod.MAJORITY and counted):
        return "Mean share of the votes for the choice"
    return CERTAINTY[ConsensusMethod(method)]


def agreement_words(card: Card) -> str:
    """What the agreement is of; cards of older sets have it by pairs of judgments."""
    rows = card.get("rows_compared")
    if rows is None:
        return f"of {card['judgments_compared']:,} pairs of judgments on these rows"
    return f"on {rows:,} {'row' if rows == 1 else 'rows'} with two judgments or more, each counting the same"
