"""What a listing does where a folder of it cannot be looked into."""

from collections.abc import Callable
from typing import NoReturn

from core.errors import StudioError

Refused = Callable[[StudioError], None]
"""Told of such a folder, where what lies beside it is wanted all the same."""


def fail(error: StudioError) -> NoReturn:
    """Give up: nothing of the listing is of use without that folder.

    Raises:
        StudioError: What happened there.
    """
    raise error
