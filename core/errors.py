"""The studio's own errors: each message is a whole sentence that a person can act on."""


class StudioError(Exception):
    """Anything the studio refuses or cannot do; ``str(error)`` may be shown to the person as it is."""


class InvalidInput(StudioError):  # noqa: N818 - named for what happened, as the standard library's KeyboardInterrupt
    """What was given is wrong: the message names the place, the value and the remedy."""


class NotAllowed(StudioError):  # noqa: N818
    """The person's role does not include this action."""


class NotFound(StudioError):  # noqa: N818
    """The named thing does not exist (any more)."""


class Conflict(StudioError):  # noqa: N818
    """The state changed under the action, or it would break a promise such as "frozen is frozen"."""


class Unavailable(StudioError):  # noqa: N818
    """A service the action needs does not answer; trying again later may work."""


class QuotaExceeded(StudioError):  # noqa: N818
    """A service has no room for this now: the project's quota is used up, or it was asked too often."""
