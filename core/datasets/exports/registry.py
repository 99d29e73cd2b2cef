"""All exports, in the order in which people see them. A new one is its file and its line here."""

from core.datasets.exports import (
    argilla,
    aws_nova,
    axolotl,
    card,
    dialogues,
    gemini,
    gemini_rlhf,
    gemini_supervised,
    hub,
    kto,
    kto_conversational,
    llama_factory,
    ms_swift,
    nemo_rl,
    openai_preference,
    parquet,
    supervised,
    trl,
    trl_conversational,
    verl,
    vertex,
)
from core.datasets.exports.export import Export
from core.datasets.models import DatasetKind
from core.datasets.named import one_named

EXPORTS: tuple[Export, ...] = (
    vertex.EXPORT,
    gemini.EXPORT,
    supervised.EXPORT,
    gemini_supervised.EXPORT,
    gemini_rlhf.EXPORT,
    trl.EXPORT,
    trl_conversational.EXPORT,
    dialogues.EXPORT,
    kto.EXPORT,
    kto_conversational.EXPORT,
    llama_factory.EXPORT,
    axolotl.EXPORT,
    ms_swift.EXPORT,
    nemo_rl.EXPORT,
    verl.EXPORT,
    openai_preference.EXPORT,
    aws_nova.EXPORT,
    argilla.EXPORT,
    hub.EXPORT,
    parquet.EXPORT,
    card.EXPORT,
)


def exports_for(kind: DatasetKind | None = None) -> list[Export]:
    """All exports, or those that a set of this kind can be written in, as people should see them."""
    return [one for one in EXPORTS if kind is None or kind in one.kinds]


def export_named(name: str) -> Export:
    """The export that addresses and commands call so.

    Raises:
        ValueError: There is none.
    """
    return one_named(name, EXPORTS)
