"""The studio's own errors: each message is a whole sentence that a person can act on."""

import errno

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


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


def refused_by_system(error: OSError) -> str:
    """What the operating system refused of a file, where nobody knows what it was for; else nothing.

    Libraries raise errors of this kind, too, for what happens in a network.
    """
    if error.errno is None or not (error.filename or error.errno in NO_ROOM):
        return ""
    what = error.filename or "a file"
    return (
        f"The system does not let the studio read or write {what} ({error.strerror}); "
        "see what stands there, who may use it, and that its disk has room."
    )
