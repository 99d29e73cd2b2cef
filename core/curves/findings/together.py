"""Read all curves of a run together and say what they come to."""

from core.curves.curve import Curves
from core.curves.findings.finding import Context, Finding, Kind, Tone


def find(curves: Curves, context: Context) -> list[Finding]:
    """What the curves come to.

    Args:
        curves: As `read_curves` gives them.
        context: What is known beside them.

    Returns:
        The findings, most important first.
    """
    from core.curves.summary import summarise  # noqa: PLC0415 - until shapes are here

    return [
        Finding(Kind.WENT, Tone.NOTE, one.sentence, curves=((one.task, one.tag),))
        for one in summarise(curves, ended=context.ended, notes=context.notes)
        if one.sentence
    ]
