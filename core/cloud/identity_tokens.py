"""Who the studio is, told to a service of one's own such as one at Cloud Run."""

from functools import partial
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from core.cloud.account import Account, account
from core.cloud.clients import cached
from core.cloud.errors import translated
from core.cloud.settings import request_seconds
from core.errors import NotAllowed

REFRESHING = Lock()


def identity_token(address: str) -> str:
    """A token that says at an address who the studio is; it is worth nothing at any other host.

    Raises:
        NotAllowed: There is no account, or it is one that Google gives no such tokens to.
        StudioError: As `core.cloud.errors.translated` says.
    """
    from google.auth.transport.requests import Request  # noqa: PLC0415 - slow to import

    parts = urlsplit(address)
    audience = f"{parts.scheme}://{parts.netloc}"
    with translated(f"a sign-in for {audience}"), REFRESHING:
        credentials = _identified(account(), audience)
        if not credentials.valid:
            credentials.refresh(partial(Request(), timeout=request_seconds()))
    return str(credentials.token)


@cached(most=32)
def _identified(who: Account, audience: str) -> Any:
    """Credentials for one audience, of whichever kind the account's own are."""
    from google.auth import compute_engine, impersonated_credentials  # noqa: PLC0415 - slow to import
    from google.oauth2 import service_account  # noqa: PLC0415 - slow to import

    own = who.credentials
    if isinstance(own, service_account.Credentials):
        place = own._token_uri  # noqa: SLF001 - Google's say it nowhere else
        return service_account.IDTokenCredentials(  # type: ignore[no-untyped-call] # Google's
            own.signer, own.service_account_email, place, audience
        )
    if isinstance(own, impersonated_credentials.Credentials):
        return impersonated_credentials.IDTokenCredentials(own, audience, include_email=True)  # type: ignore[no-untyped-call]
    if isinstance(own, compute_engine.Credentials):
        return compute_engine.IDTokenCredentials(  # type: ignore[no-untyped-call]
            None, audience, use_metadata_identity_endpoint=True
        )
    raise NotAllowed(
        f"Google gives a person's own sign-in no token for {audience}. Set SERVICE_ACCOUNT_KEY, or run "
        "'gcloud auth application-default login --impersonate-service-account=EMAIL'."
    )
