"""The sentence that refuses settings."""

import pytest

from core.errors import InvalidInput
from core.settings import load_settings


def refusal(**given: object) -> str:
    """The sentence that refuses these settings."""
    with pytest.raises(InvalidInput) as caught:
        load_settings(**given)
    return str(caught.value)
