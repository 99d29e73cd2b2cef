"""Numbers of things, in sentences."""


def counted(number: float, noun: str) -> str:
    """Such as "1 step", "1,400 rows" or "5.5 epochs"."""
    shown = f"{number:,}" if isinstance(number, int) else f"{number:.3g}"
    return f"{shown} {noun}" if shown == "1" else f"{shown} {noun}s"
