"""Formats of rows: recognise one, and make records of its rows; nothing is trimmed, folded or guessed."""

from core.datasets.formats.adapters import adapter
from core.datasets.formats.openai_comparisons import CONTRADICTS
from core.datasets.formats.recognise import recognise
from core.datasets.formats.shapes import Adapter, Columns, Format, Parts, Recognised, Wanted
from core.datasets.formats.shared.prompts import Prompts
from core.datasets.formats.shared.transcripts import transcript

__all__ = [
    "CONTRADICTS",
    "Adapter",
    "Columns",
    "Format",
    "Parts",
    "Prompts",
    "Recognised",
    "Wanted",
    "adapter",
    "recognise",
    "transcript",
]
