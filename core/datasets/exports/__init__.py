"""Frozen sets in the formats that other programs and people read."""

from core.datasets.exports.data_card import agreement_words, certainty_words, data_card
from core.datasets.exports.export_formats import EXPORTS, ExportFormat, formats_for
from core.datasets.exports.frozen_row import (
    OF_MESSAGES,
    Evidence,
    FrozenRow,
    GivenJudgment,
    candidate_text,
    left_out_of,
    left_out_sentence,
    prompt_text,
    sayable,
    why_not_vertex,
)
from core.datasets.exports.gemini import gemini_prompt, gemini_prompt_row, gemini_row, gemini_supervised_row
from core.datasets.exports.write import LINE_FORMATS, line_blocks, write_rows

__all__ = [
    "EXPORTS",
    "LINE_FORMATS",
    "OF_MESSAGES",
    "Evidence",
    "ExportFormat",
    "FrozenRow",
    "GivenJudgment",
    "agreement_words",
    "candidate_text",
    "certainty_words",
    "data_card",
    "formats_for",
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
