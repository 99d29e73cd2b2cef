"""What trainers call what people ask about: from tags to meanings, units and directions."""

from core.curves.tags.guess import held_out_log
from core.curves.tags.lookup import known_tag, meanings
from core.curves.tags.meaning import Known, Meaning
from core.curves.tags.table import ROWS, Row

__all__ = ["ROWS", "Known", "Meaning", "Row", "held_out_log", "known_tag", "meanings"]
