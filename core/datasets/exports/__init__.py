"""Frozen sets in the formats that other programs and people read.

A format is a file here and its line in `registry.EXPORTS`.
"""

from core.datasets.exports.card import EXPORT as CARD
from core.datasets.exports.data_card import UNKNOWN, agreement_words, certainty_words, data_card
from core.datasets.exports.export import Export
from core.datasets.exports.frozen_row import (
    Evidence,
    FrozenRow,
    GivenJudgment,
    candidate_text,
    left_out_of,
    prompt_text,
    sayable,
    why_not_vertex,
)
from core.datasets.exports.gemini import EXPORT as GEMINI
from core.datasets.exports.gemini import gemini_prompt, gemini_row
from core.datasets.exports.gemini_rlhf import EXPORT as GEMINI_RLHF
from core.datasets.exports.gemini_rlhf import gemini_prompt_row
from core.datasets.exports.gemini_supervised import EXPORT as GEMINI_SUPERVISED
from core.datasets.exports.gemini_supervised import gemini_supervised_row
from core.datasets.exports.registry import export_named, exports_for
from core.datasets.exports.vertex import EXPORT as VERTEX
from core.datasets.exports.write import left_out_sentence, line_blocks, write_rows

__all__ = [
    "CARD",
    "GEMINI",
    "GEMINI_RLHF",
    "GEMINI_SUPERVISED",
    "UNKNOWN",
    "VERTEX",
    "Evidence",
    "Export",
    "FrozenRow",
    "GivenJudgment",
    "agreement_words",
    "candidate_text",
    "certainty_words",
    "data_card",
    "export_named",
    "exports_for",
    "gemini_prompt",
    "gemini_prompt_row",
    "gemini_row",
    "gemini_supervised_row",
    "left_out_of",
    "left_out_sentence",
    "line_blocks",
    "prompt_text",
    "sayable",
    "why_not_vertex",
    "write_rows",
]
