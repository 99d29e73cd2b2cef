"""Plain lines for the log of a run: its launcher sends standard output there."""

import sys
import time


def say(text: str) -> None:
    """Writes one line at once, with the time of day in UTC before it."""
    write_line(f"{time.strftime('%H:%M:%S', time.gmtime())} {text}\n")


def write_line(line: str) -> None:
    """Writes a line at once; what the output's encoding lacks is escaped, for a log must not fail a run."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()
