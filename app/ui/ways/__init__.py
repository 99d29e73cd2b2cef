"""The ways to sign in: what each knows about who is there, and what it shows to whoever is not."""

from functools import cache
from importlib import import_module

from app.ui.resources import studio
from app.ui.ways.way import Found, Waiting, Way
from core.sign_in_settings import SignIn

__all__ = ["Found", "Waiting", "Way", "module_of", "way"]


def way() -> Way:
    """The way of this studio."""
    return _loaded(studio().settings.sign_in)


def module_of(sign_in: SignIn) -> str:
    """The module whose ``WAY`` is that way: the one here that is called so."""
    return f"{__name__}.{sign_in.value}"


@cache
def _loaded(sign_in: SignIn) -> Way:
    found: Way = import_module(module_of(sign_in)).WAY
    return found
