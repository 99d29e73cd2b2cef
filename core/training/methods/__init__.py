"""The methods: a new one is a file or package here that provides a `Method`, and a line in `CLASSES`."""

import pkgutil
from functools import cache
from typing import TYPE_CHECKING

from core.errors import NotFound

if TYPE_CHECKING:
    from core.training.method import Method

__all__ = ["CLASSES", "all_methods", "get_method"]

CLASSES = (
    "local_rlhf.method:LocalRlhf",
    "vertex_rlhf.method:VertexRlhf",
    "gemini.method:GeminiPreference",
    "gemini.method:GeminiSupervised",
    "gemini_rlhf.method:GeminiRlhf",
    "autosxs.method:AutoSxs",
)
"""Where each is found below this package; loaded on use, for a local run's process needs none of them."""


@cache
def all_methods() -> dict[str, "Method"]:
    """Every method by its name, in the order in which they are offered."""
    made = [pkgutil.resolve_name(f"{__name__}.{where}")() for where in CLASSES]
    return {method.name: method for method in made}


def get_method(name: str) -> "Method":
    """The method called ``name``.

    Raises:
        NotFound: There is none; the message lists those there are.
    """
    methods = all_methods()
    if name not in methods:
        raise NotFound(f"There is no method “{name}”; there are: {', '.join(methods)}.")
    return methods[name]
