"""How the studio logs: one line an event, a constant event name first, then ``key=value`` fields."""

import logging
import sys
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class LogFile(logging.FileHandler):
    """A log that says in one line, once, when it cannot be written; the studio goes on without it."""

    told = False

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Leave the record out."""
        error = sys.exception()
        if not isinstance(error, OSError):
            super().handleError(record)
        elif not self.told:
            self.told = True
            sys.stderr.write(f"prefstudio: {self.baseFilename} cannot be written ({error.strerror})\n")


def set_up_logs(file: Path, level: str) -> None:
    """Send the studio's log to ``file``; calling it again changes only the level."""
    logger = logging.getLogger("prefstudio")
    logger.setLevel(level)
    if logger.handlers:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = LogFile(file, encoding="utf-8")
    handler.setFormatter(logging.Formatter(FORMAT))
    logger.addHandler(handler)


def get_logger(area: str) -> logging.Logger:
    """The logger of one area, such as ``training``."""
    return logging.getLogger(f"prefstudio.{area}")
