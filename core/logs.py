"""How the studio logs: one line an event, a constant event name first, then ``key=value`` fields.

Each line says which request it belongs to, and whose; neither texts of pairs nor secrets belong into a field.
Errors that nobody foresaw are logged with their places and without their words, which may quote anything.
"""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
FIELD = re.compile(r"(\w+)=%[a-z]")
NUMBERED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
"""Numbers of requests that are taken over from whoever asks; others could hold anything."""
SERVERS = ("uvicorn", "uvicorn.error", "streamlit")
"""Loggers of the server that write to the terminal by themselves."""


@dataclass
class Asked:
    """What is being answered; shared by all threads that work on it."""

    request: str
    person: int | None = None


ASKED: ContextVar[Asked | None] = ContextVar("asked", default=None)


def begin_request(number: str = "") -> str:
    """From here on, this thread or task answers a request; with its own number if that is well-formed."""
    asked = Asked(number if NUMBERED.fullmatch(number) else token_hex(8))
    ASKED.set(asked)
    return asked.request


def note_person(number: int | None) -> None:
    """Whose request it is; where none has begun, one begins."""
    asked = ASKED.get()
    if asked is None:
        begin_request()
        asked = ASKED.get()
    if asked is not None:
        asked.person = number


class Lines(logging.Formatter):
    """One line an event, and the places of an error below it."""

    def __init__(self, *, words: bool = False) -> None:
        super().__init__(FORMAT)
        self._words = words

    def format(self, record: logging.LogRecord) -> str:
        """The line, with what is being answered at its end."""
        line = self.formatMessage(_with_message(record, self.formatTime(record)))
        said = [line, *(f"{name}={value}" for name, value in _answered())]
        return "\n".join([" ".join(said), *self.error_lines(record)])

    def error_lines(self, record: logging.LogRecord) -> Iterator[str]:
        """The error, if there is one: its words only where they are asked for."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return
        if self._words:
            yield from "".join(traceback.format_exception(error)).splitlines()
            return
        for one in _chain(error):
            yield f"{type(one).__module__}.{type(one).__qualname__}"
            for place in traceback.extract_tb(one.__traceback__):
                yield f"  {place.filename}:{place.lineno} in {place.name}"


class JsonLines(Lines):
    """One JSON object an event, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        """The object: its fields stand beside the event's name."""
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "area": record.name,
            "message": record.getMessage(),
            **_fields(record),
            **dict(_answered()),
        }
        if lines := list(self.error_lines(record)):
            said["error"] = lines
        return json.dumps(said, ensure_ascii=False, default=str)


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


def set_up_logs(file: Path, level: str, *, form: str = "text") -> None:
    """Send the studio's log to ``file``; calling it again changes only the level.

    At level ``DEBUG`` errors that nobody foresaw come with their words, which may hold texts of pairs.
    """
    logger = logging.getLogger("prefstudio")
    logger.setLevel(level)
    if logger.handlers:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    handler = LogFile(file, encoding="utf-8")
    handler.setFormatter((JsonLines if form == "json" else Lines)(words=level == "DEBUG"))
    logger.addHandler(handler)


def write_to_terminal() -> None:
    """Let a server write its log, and that of the libraries it is made of, to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.getLogger("prefstudio").addHandler(handler)
    for name in SERVERS:
        for one in logging.getLogger(name).handlers:
            one.setFormatter(JsonLines())


def get_logger(area: str) -> logging.Logger:
    """The logger of one area, such as ``training``."""
    return logging.getLogger(f"prefstudio.{area}")


def _with_message(record: logging.LogRecord, time: str) -> logging.LogRecord:
    record.message = record.getMessage()
    record.asctime = time
    return record


def _fields(record: logging.LogRecord) -> dict[str, object]:
    """The event and its fields, by the names in the message; numbers stay numbers."""
    names = FIELD.findall(str(record.msg))
    values = record.args if isinstance(record.args, tuple) else ()
    event = str(record.msg).split(" ", 1)[0]
    plain = (one if isinstance(one, int | float) else str(one) for one in values)
    return {"event": event, **dict(zip(names, plain, strict=False))} if names or " " not in record.msg else {}


def _answered() -> Iterator[tuple[str, object]]:
    asked = ASKED.get()
    if asked is not None:
        yield "request", asked.request
        if asked.person is not None:
            yield "person", asked.person


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and those it came from, nearest first."""
    following: BaseException | None = error
    while following is not None:
        yield following
        hidden = following.__suppress_context__
        following = following.__cause__ or (None if hidden else following.__context__)
