"""What Google's client raises, said in the studio's own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, StudioError, Unavailable

BY_STATUS: dict[int, tuple[type[StudioError], str]] = {
    HTTPStatus.BAD_REQUEST: (InvalidInput, "does not accept this name or request. Check the address"),
    HTTPStatus.UNAUTHORIZED: (NotAllowed, "does not accept the studio's sign-in. Sign in again"),
    HTTPStatus.FORBIDDEN: (
        NotAllowed,
        "does not let this account do that. Ask for a role such as Storage Object User",
    ),
    HTTPStatus.NOT_FOUND: (NotFound, "has no such object or no such bucket. Check the address"),
    HTTPStatus.CONFLICT: (
        Conflict,
        "says that it was changed meanwhile. Look at it again before another try",
    ),
    HTTPStatus.PRECONDITION_FAILED: (Conflict, "says that it was written meanwhile. Look at it again"),
}


@contextmanager
def translated(address: str) -> Iterator[None]:
    """Turn the client's exceptions about ``address`` into the studio's errors; others pass through.

    The original message is neither quoted nor chained: it may hold an upload's session address, with which
    anybody may write.
    """
    from google.api_core.exceptions import GoogleAPIError  # noqa: PLC0415 - slow to import
    from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415 - slow to import
    from google.cloud.storage.exceptions import DataCorruption  # noqa: PLC0415 - slow to import
    from requests import (  # type: ignore[import-untyped] # noqa: PLC0415 - slow to import
        RequestException,
    )

    try:
        yield
    except DataCorruption:
        raise Unavailable(
            f"What arrived at {address} was damaged on the way and was removed. Try again."
        ) from None
    except GoogleAuthError as error:
        raise _sign_in_problem(address, retryable=error.retryable) from None
    except GoogleAPIError as error:
        raise _refusal(address, getattr(error, "code", None)) from None
    except (RequestException, TimeoutError):  # a page of a proxy's instead of JSON, for one
        raise _refusal(address, None) from None


def _sign_in_problem(address: str, *, retryable: bool) -> StudioError:
    if retryable:
        return Unavailable(
            f"Google's sign-in service does not answer, so {address} cannot be used. Try again later."
        )
    return NotAllowed(
        f"The studio is not signed in to Google, so {address} cannot be used. Run 'gcloud auth "
        "application-default login', or set GOOGLE_APPLICATION_CREDENTIALS to a key file, and start it again."
    )


def _refusal(address: str, status: int | None) -> StudioError:
    if status is None:
        return Unavailable(
            f"Cloud Storage gave no usable answer in time, so {address} cannot be used. Try again later."
        )
    kind, reason = BY_STATUS.get(
        status, (Unavailable, f"has a problem of its own (HTTP {int(status)}). Try again later")
    )
    return kind(f"{address} cannot be used: Cloud Storage {reason}.")
