"""The file ``.env`` of the folder that the studio was started in: where it is, and whether it can be read."""

import os
from pathlib import Path

from core.errors import InvalidInput

STARTED_IN = "PREFSTUDIO_STARTED_IN"
"""Not a setting: `prefstudio serve` tells the server, which works in another folder, where it was started."""


def env_path() -> Path:
    """The file's path, whether there is one or not."""
    return Path(os.environ.get(STARTED_IN, "")) / ".env"


def env_file() -> Path:
    """The file's path, after a look whether what is there can be read.

    Raises:
        InvalidInput: It is there and cannot be read as text; what stands in it is not quoted.
    """
    path = env_path()
    if path.is_file():
        _refuse_unreadable(path.absolute())
    return path


def variable(name: str) -> str:
    """What a variable says that is no setting of the studio's: in the environment, else in ``.env``, else "".

    Raises:
        InvalidInput: The file cannot be read.
    """
    from dotenv import dotenv_values  # noqa: PLC0415 - only who asks for one waits for it

    return os.environ.get(name) or dotenv_values(env_file()).get(name) or ""


def _refuse_unreadable(path: Path) -> None:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InvalidInput(
            f"The file {path} cannot be read ({error.strerror}); change its permissions or remove it."
        ) from error
    if b"\0" in content:
        raise InvalidInput(f"The file {path} is not UTF-8: it has NULs, as UTF-16. Save it anew as UTF-8.")
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInput(
            f"The file {path} is not UTF-8: line {line} has the byte 0x{content[error.start]:02x}. "
            "Save it anew as UTF-8."
        ) from None
