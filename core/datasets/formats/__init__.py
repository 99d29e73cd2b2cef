"""Formats of rows: recognise one, and make records of its rows; nothing is trimmed, folded or guessed.

A format is a file here and its line in `registry.FORMATS`; what several share stands in `shared`.
"""

from core.datasets.formats.format import Adapter, Format, Guess, Recognised
from core.datasets.formats.mapping import Columns, Parts, Wanted
from core.datasets.formats.registry import format_named, format_titled, known_formats, recognise
from core.datasets.formats.shared.prompts import Prompts
from core.datasets.formats.shared.transcripts import transcript

__all__ = [
    "Adapter",
    "Columns",
    "Format",
    "Guess",
    "Parts",
    "Prompts",
    "Recognised",
    "Wanted",
    "format_named",
    "format_titled",
    "known_formats",
    "recognise",
    "transcript",
]
