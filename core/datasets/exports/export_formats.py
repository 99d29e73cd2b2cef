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
    GEMINI_RLHF = "gemini-rlhf"
    TRL = "trl"
    TRL_CONVERSATIONAL = "trl-conversational"
    PARQUET = "parquet"
    CARD = "card"


_CHOSEN_ONLY = (
    "A row has a preferred answer: ties were left out or decided by a seeded coin, as the recipe says, "
    "and pairs that everybody skipped are left out. "
)
_COIN_LOST = _CHOSEN_ONLY + "A row that a coin decided looks like any other; Parquet tells them apart."
_PAIRS = frozenset({DatasetKind.PREFERENCE})


@dataclass(frozen=True)
class ExportSpec:
    """What people should know of a format before they choose it.

    Attributes:
        title: What it is called on screen.
        suffix: How its files' names end.
        purpose: What it is for, as a sentence.
        kinds: The kinds of set that can be written so.
        ties_and_skips: What became of ties and skips, as sentences.
        media_type: For a browser's download.
    """

    title: str
    suffix: str
    purpose: str
    kinds: frozenset[DatasetKind] = frozenset(DatasetKind)
    ties_and_skips: str = _COIN_LOST
    media_type: str = "application/jsonl"


EXPORTS: dict[ExportFormat, ExportSpec] = {
    ExportFormat.VERTEX: ExportSpec(
        "Vertex RLHF",
        ".jsonl",
        "For Google's RLHF pipeline and for importing into a studio again; these are the rows as frozen.",
    ),
    ExportFormat.GEMINI: ExportSpec(
        "Gemini preference tuning",
        ".gemini.jsonl",
        "For preference tuning of Gemini: the preferred answer has score 1, the other score 0.",
        _PAIRS,
    ),
    ExportFormat.SUPERVISED: ExportSpec(
        "Supervised tuning, input and output text",
        ".supervised.jsonl",
        "For supervised tuning on the preferred answers, as text models of Vertex read it.",
        _PAIRS,
    ),
    ExportFormat.GEMINI_SUPERVISED: ExportSpec(
        "Supervised tuning of Gemini",
        ".gemini-supervised.jsonl",
        "For supervised tuning of Gemini on the preferred answers.",
        _PAIRS,
    ),
    ExportFormat.GEMINI_RLHF: ExportSpec(
        "Reinforcement tuning of Gemini",
        ".gemini-rlhf.jsonl",
        "For reinforcement tuning of Gemini: prompts, which it answers itself.",
        frozenset({DatasetKind.PROMPT, DatasetKind.EVALUATION}),
        ties_and_skips="A prompt stands without answers, so there is nothing that people could tie or skip.",
    ),
    ExportFormat.TRL: ExportSpec(
        "TRL / Hugging Face",
        ".trl.jsonl",
        "For reward and DPO training with TRL: prompt, chosen and rejected as text.",
    ),
    ExportFormat.TRL_CONVERSATIONAL: ExportSpec(
        "TRL / Hugging Face, conversational",
        ".trl-conversational.jsonl",
        "For training with TRL on a chat template: prompt, chosen and rejected as lists of messages.",
    ),
    ExportFormat.PARQUET: ExportSpec(
        "Parquet with all judgments",
        ".parquet",
        "For analysis: each row with its sources, its metadata and every judgment it rests on.",
        ties_and_skips=_CHOSEN_ONLY
        + "The column decided_by says which a coin decided; judgments lists the ties given.",
        media_type="application/vnd.apache.parquet",
    ),
    ExportFormat.CARD: ExportSpec(
        "Data card",
        ".README.md",
        "For people: what the set is, how it was made and what to beware of, as a README for a data hub.",
        ties_and_skips=_CHOSEN_ONLY + "The card says how many a coin decided.",
        media_type="text/markdown",
    ),
}


def formats_for(kind: DatasetKind) -> list[ExportFormat]:
    """The formats that a set of this kind can be written in, in the order people should see them."""
    return [name for name, about in EXPORTS.items() if kind in about.kinds]
