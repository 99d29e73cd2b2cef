"""The ways to sign in: what each knows about who is there, and what it shows to whoever is not."""

from functools import cache
from importlib import import_module

from app.ui.resources import studio
from app.ui.session_cookie import OUTSIDE, token_here
from app.ui.ways.way import Found, Waiting, Way
from core.sign_in_settings import SignIn

__all__ = ["Found", "Waiting", "Way", "is_outside", "module_of", "way"]


def way() -> Way:
    """The way of this studio; whoever came by a link for outside annotators came in by that."""
    if is_outside():
        from app.ui.ways.outside import WAY  # noqa: PLC0415 - most studios have none

        return WAY
    return _loaded(studio().settings.sign_in)


def is_outside() -> bool:
    """Whether this browser came by a link for outside annotators; its session may be over."""
    return bool(token_here(studio().settings, OUTSIDE))


def module_of(sign_in: SignIn) -> str:
    """The module whose ``WAY`` is that way: the one here that is called so."""
    return f"{__name__}.{sign_in.value}"


@cache
def _loaded(sign_in: SignIn) -> Way:
    found: Way = import_module(module_of(sign_in)).WAY
    return found
