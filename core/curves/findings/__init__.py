"""What curves say: the shape of each by itself, and what they come to together."""

from core.curves.findings.finding import KL_AT_END, Context, Finding, Floor, Kind, Tone, Verdicts
from core.curves.findings.read_shape import shape_of
from core.curves.findings.shape import Lost, Point, Shape, ShapeKind
from core.curves.findings.together import find, known_of_logs

__all__ = [
    "KL_AT_END",
    "Context",
    "Finding",
    "Floor",
    "Kind",
    "Lost",
    "Point",
    "Shape",
    "ShapeKind",
    "Tone",
    "Verdicts",
    "find",
    "known_of_logs",
    "shape_of",
]
