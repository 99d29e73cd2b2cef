"""Formats of rows: recognise one, and make records of its rows; nothing is trimmed, folded or guessed.

A format is a file here and its line in `registry.FORMATS`; what several share stands in `shared`.
"""

from core.datasets.formats.choice_rules import NOT_CHOSEN, Rule, opened_rows, rule_of, values_of, ways_of
from core.datasets.formats.format import Adapter, Format, Guess, Recognised, left_over
from core.datasets.formats.guess_columns import choice_in
from core.datasets.formats.joins import Joins
from core.datasets.formats.label_studio_guess import ExportGuess, guess_label_studio
from core.datasets.formats.mapping import Columns, Parts, Row, Wanted
from core.datasets.formats.registry import format_named, format_titled, known_formats, recognise
from core.datasets.formats.shared.paths import paths_in
from core.datasets.formats.shared.prompts import Prompts

__all__ = [
    "NOT_CHOSEN",
    "Adapter",
    "Columns",
    "ExportGuess",
    "Format",
    "Guess",
    "Joins",
    "Parts",
    "Prompts",
    "Recognised",
    "Row",
    "Rule",
    "Wanted",
    "choice_in",
    "format_named",
    "format_titled",
    "guess_label_studio",
    "known_formats",
    "left_over",
    "opened_rows",
    "paths_in",
    "recognise",
    "rule_of",
    "values_of",
    "ways_of",
]
