"""Frozen sets in the formats that other programs and people read."""

from core.datasets.exports.about import ABOUT, About, ExportFormat, formats_for
from core.datasets.exports.data_card import data_card
from core.datasets.exports.frozen_row import FrozenRow
from core.datasets.exports.write import write_rows

__all__ = ["ABOUT", "About", "ExportFormat", "FrozenRow", "data_card", "formats_for", "write_rows"]
