"""What threads share is made once, whoever asks first."""

import time
from functools import partial

import pytest

from core.cloud.clients import cached
from tests.core.threads import at_once


def test_threads_that_ask_at_once_get_the_same_object():
    """Also while it is still being made; other arguments make another one."""

    @cached(most=2)
    def make(name: str) -> list[str]:
        time.sleep(0.02)
        return [name]

    given = at_once(*[partial(make, "a")] * 6, partial(make, "b"))
    assert len({id(one) for one in given}) == 2
    assert make("a") is given[0]


def test_what_cannot_be_made_is_tried_again():
    """A refusal is not kept, and keeps nobody else from trying."""
    tries = []

    @cached(most=2)
    def make(name: str) -> str:
        tries.append(name)
        if len(tries) == 1:
            raise ValueError(name)
        return name

    with pytest.raises(ValueError, match="a"):
        make("a")
    assert make("a") == "a"
    assert tries == ["a", "a"]
