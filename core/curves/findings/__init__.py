"""What curves say: the shape of each by itself, and what they come to together."""

from core.curves.findings.finding import Context, Finding, Floor, Kind, Tone, Verdicts
from core.curves.findings.together import find

__all__ = ["Context", "Finding", "Floor", "Kind", "Tone", "Verdicts", "find"]
