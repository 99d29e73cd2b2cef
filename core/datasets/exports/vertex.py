"""The rows as frozen, which Google's RLHF pipeline and a studio read."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any

from core.datasets.exports.export import Export, metadata_of
from core.datasets.exports.frozen_row import FrozenRow, why_not_vertex


def _with_sources(frozen: FrozenRow) -> Mapping[str, Any]:
    known = frozen.evidence.get
    sources = {"source_0": known("source_0"), "source_1": known("source_1")}
    return {name: value for name, value in sources.items() if value is not None} | dict(metadata_of(frozen))


EXPORT = Export(
    name="vertex-rlhf",
    title="Vertex RLHF",
    suffix=".jsonl",
    purpose="For Google's RLHF pipeline and for importing into a studio again; these are the rows as frozen.",
    holds="the rows as frozen, byte for byte: `input_text`, `candidate_0`, `candidate_1`, `choice`",
    row=attrgetter("row"),
    why_not=why_not_vertex,
    metadata=_with_sources,
)
