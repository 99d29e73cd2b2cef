"""The formats a frozen set can be written in: what each is called, is for, and does with ties and skips."""

from dataclasses import dataclass
from enum import StrEnum

from core.datasets.models import DatasetKind


class ExportFormat(StrEnum):
    """A format; the value is its name in addresses and commands."""

    VERTEX = "vertex-rlhf"
    GEMINI = "gemini-preference"
    SUPERVISED = "supervised"
    GEMINI_SUPERVISED = "gemini-supervised"
    TRL = "trl"
    TRL_CONVERSATIONAL = "trl-conversational"
    PARQUET = "parquet"
    CARD = "card"


@dataclass(frozen=True)
class ExportSpec:
    """What people should know of a format before they choose it.

    Attributes:
        title: What it is called on screen.
        suffix: How its files' names end.
        media_type: For a browser's download.
        purpose: What it is for, as a sentence.
        ties_and_skips: What became of ties and skips, as sentences.
        kinds: The kinds of set that can be written so.
    """

    title: str
    suffix: str
    media_type: str
    purpose: str
    ties_and_skips: str
    kinds: frozenset[DatasetKind]


JSON_LINES = "application/jsonl"
_PAIRS = frozenset({DatasetKind.PREFERENCE})
_ALL = frozenset(DatasetKind)
_CHOSEN_ONLY = (
    "A row has a preferred answer: ties were left out or decided by a seeded coin, as the recipe says, "
    "and pairs that everybody skipped are left out. "
)
_COIN_LOST = _CHOSEN_ONLY + "A row that a coin decided looks like any other; Parquet tells them apart."

EXPORTS: dict[ExportFormat, ExportSpec] = {
    ExportFormat.VERTEX: ExportSpec(
        "Vertex RLHF",
        ".jsonl",
        JSON_LINES,
        "For Google's RLHF pipeline and for importing into a studio again; these are the rows as frozen.",
        _COIN_LOST,
        _ALL,
    ),
    ExportFormat.GEMINI: ExportSpec(
        "Gemini preference tuning",
        ".gemini.jsonl",
        JSON_LINES,
        "For preference tuning of Gemini: the preferred answer has score 1, the other score 0.",
        _COIN_LOST,
        _PAIRS,
    ),
    ExportFormat.SUPERVISED: ExportSpec(
        "Supervised tuning, input and output text",
        ".supervised.jsonl",
        JSON_LINES,
        "For supervised tuning on the preferred answers, as text models of Vertex read it.",
        _COIN_LOST,
        _PAIRS,
    ),
    ExportFormat.GEMINI_SUPERVISED: ExportSpec(
        "Supervised tuning of Gemini",
        ".gemini-supervised.jsonl",
        JSON_LINES,
        "For supervised tuning of Gemini on the preferred answers.",
        _COIN_LOST,
        _PAIRS,
    ),
    ExportFormat.TRL: ExportSpec(
        "TRL / Hugging Face",
        ".trl.jsonl",
        JSON_LINES,
        "For reward and DPO training with TRL: prompt, chosen and rejected as text.",
        _COIN_LOST,
        _ALL,
    ),
    ExportFormat.TRL_CONVERSATIONAL: ExportSpec(
        "TRL / Hugging Face, conversational",
        ".trl-conversational.jsonl",
        JSON_LINES,
        "For training with TRL on a chat template: prompt, chosen and rejected as lists of messages.",
        _COIN_LOST,
        _ALL,
    ),
    ExportFormat.PARQUET: ExportSpec(
        "Parquet with all judgments",
        ".parquet",
        "application/vnd.apache.parquet",
        "For analysis: each row with its sources, its metadata and every judgment it rests on.",
        _CHOSEN_ONLY + "The column decided_by says which a coin decided; judgments lists the ties given.",
        _ALL,
    ),
    ExportFormat.CARD: ExportSpec(
        "Data card",
        ".README.md",
        "text/markdown",
        "For people: what the set is, how it was made and what to beware of, as a README for a data hub.",
        _CHOSEN_ONLY + "The card says how many a coin decided.",
        _ALL,
    ),
}


def formats_for(kind: DatasetKind) -> list[ExportFormat]:
    """The formats that a set of this kind can be written in, in the order people should see them."""
    return [name for name, about in EXPORTS.items() if kind in about.kinds]
