"""What curves say: the shape of each by itself, and what they come to together."""

from core.curves.findings.finding import Context, Finding, Floor, Kind, Tone, Verdicts
from core.curves.findings.read_shape import shape_of
from core.curves.findings.shape import Lost, Point, Shape, ShapeKind
from core.curves.findings.together import find

__all__ = [
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
    "shape_of",
]
