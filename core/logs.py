"""How the studio logs: one line an event, a constant event name first, then ``key=value`` fields."""

import logging
from pathlib import Path

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def set_up_logs(file: Path, level: str) -> None:
    """Send the studio's log to ``file``; calling it again changes only the level."""
    logger = logging.getLogger("prefstudio")
    logger.setLevel(level)
    if logger.handlers:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.FileHandler(file, encoding="utf-8")
    handler.setFormatter(logging.Formatter(FORMAT))
    logger.addHandler(handler)


def get_logger(area: str) -> logging.Logger:
    """The logger of one area, such as ``training``."""
    return logging.getLogger(f"prefstudio.{area}")
