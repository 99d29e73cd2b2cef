"""What the client of a data hub raises, said in the studio's own words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus

from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, QuotaExceeded, StudioError, Unavailable
from core.storage.hub_client import ENDPOINT, TOKEN, endpoint, token

REFUSED_HERE = ("Invalid metadata in README.md", "LFS batch API returned errors")
"""How the client begins to say what the hub told it to refuse."""
QUOTE = 300  # characters of the hub's own words that are passed on


@contextmanager
def hub_told(what: str, *, of: str) -> Iterator[None]:
    """Turn the exceptions of the hub's client into the studio's errors; all others pass through.

    The original is not chained: its request carries the token.

    Args:
        what: What was asked for, as it stands in a sentence.
        of: The repository, ``owner/name``.

    Raises:
        NotAllowed: The token was refused, may not do this, or the repository is gated.
        NotFound: There is no such repository, revision or file.
        Conflict: Somebody else has written there meanwhile.
        QuotaExceeded: The hub was asked too often.
        InvalidInput: The hub refuses the request.
        Unavailable: It does not answer.
    """
    try:
        yield
    except StudioError:
        raise
    except Exception as error:  # noqa: BLE001 - none is kept: each goes on, in the studio’s words if it has some
        # What happens while a large file is sent, a person's cancelling too, comes wrapped in another error.
        inner = error.__cause__ if type(error) is RuntimeError and error.__cause__ else error
        raise (_said_of(inner, what, of) or inner) from None


def _said_of(error: BaseException, what: str, of: str) -> StudioError | None:
    import httpx2  # noqa: PLC0415 - slow to import
    from huggingface_hub import errors  # noqa: PLC0415 - slow to import

    for kind, sentence in KINDS.items():
        if isinstance(error, getattr(errors, kind)):
            return sentence(what, of)
    if isinstance(error, ValueError) and str(error).startswith(REFUSED_HERE):
        return InvalidInput(f"The hub refuses {what}{_quoted(str(error))}. Correct it and try again.")
    if isinstance(error, errors.HfHubHTTPError) and error.response is not None:
        return _refusal(error.response.status_code, error.server_message or "", what, of)
    if isinstance(error, httpx2.HTTPError):
        return Unavailable(
            f"The hub at {endpoint()} does not answer, so {what} cannot be used. See whether this machine "
            f"has a network (and what {ENDPOINT} says, if it is set), then try again."
        )
    return None


def gated(_: str, of: str) -> StudioError:
    """Its owners want their terms accepted."""
    account = f"the account of {TOKEN}" if token() else f"an account whose token then stands in {TOKEN}"
    return NotAllowed(
        f"The data set {of} is gated: whoever reads it accepts its owners’ terms first. Do that at "
        f"{endpoint()}/datasets/{of} with {account}, and try again."
    )


def no_repository(_: str, of: str) -> StudioError:
    """There is none, or it is private: a hub does not say which."""
    if token():
        return NotFound(
            f"There is no data set {of} on the hub that the account of {TOKEN} may see. Check the name; for "
            "a private one the token needs the right to read it."
        )
    return NotFound(
        f"There is no data set {of} on the hub that everybody may see. Check the name; for a private one, "
        f"set {TOKEN} where the studio runs, to a token that may read it."
    )


def _nothing(what: str, _: str) -> StudioError:
    return NotFound(f"There is nothing at {what}. It may have been deleted or misspelt.")


KINDS: dict[str, Callable[[str, str], StudioError]] = {
    "GatedRepoError": gated,
    "RepositoryNotFoundError": no_repository,
    "RevisionNotFoundError": lambda what, of: NotFound(
        f"{what} names a revision that {of} does not have; check what stands behind the @."
    ),
    "EntryNotFoundError": _nothing,
    "OfflineModeIsEnabled": lambda what, _: Unavailable(
        f"{what} cannot be reached: HF_HUB_OFFLINE is set where the studio runs."
    ),
    "HFValidationError": lambda what, _: InvalidInput(
        f"{what} is no address that the hub knows; check owner and name."
    ),
}
"""What each exception of the client comes to; the first that fits, and the special ones stand first."""


def _refusal(status: int, words: str, what: str, of: str) -> StudioError:
    """What an answer of this status comes to."""
    if status == HTTPStatus.UNAUTHORIZED and not token():
        return no_repository(what, of)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unavailable(f"The hub has trouble of its own with {what} (status {status}). Try again later.")
    kind, sentence = STATUSES.get(status, OTHER)
    return kind(sentence.format(what=what, of=of, said=_quoted(words)))


STATUSES: dict[int, tuple[type[StudioError], str]] = {
    HTTPStatus.UNAUTHORIZED: (
        NotAllowed,
        f"The hub does not accept the token in {TOKEN}; it may have expired. Set a new one, and try again.",
    ),
    HTTPStatus.FORBIDDEN: (
        NotAllowed,
        f"The account of {TOKEN} may not do that with {{of}}{{said}}. To write, a token needs the right to.",
    ),
    HTTPStatus.NOT_FOUND: (NotFound, "There is nothing at {what}. It may have been deleted or misspelt."),
    HTTPStatus.CONFLICT: (Conflict, "{what} was changed by somebody else meanwhile{said}. Look at it first."),
    HTTPStatus.PRECONDITION_FAILED: (
        Conflict,
        "Somebody else has written to {what} meanwhile; nothing was written. Try again.",
    ),
    HTTPStatus.TOO_MANY_REQUESTS: (
        QuotaExceeded,
        "The hub was asked for {what} more often than it allows. Try again later.",
    ),
}
OTHER = (InvalidInput, "The hub refuses {what}{said}. Correct it and try again.")


def _quoted(words: str) -> str:
    """The hub's own words, on one line; should they hold the token, without it."""
    secret = token()
    shown = " ".join((words.replace(secret, "…") if secret else words).split())[:QUOTE]
    return f" (“{shown}”)" if shown else ""
