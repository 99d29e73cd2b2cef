"""Credentials whose sign-in takes no longer than any other request; slow to import."""

from functools import partial
from typing import Any

from google.oauth2 import service_account

from core.cloud.settings import cloud_settings, request_seconds


class BoundedCredentials(service_account.Credentials):
    """Google's waits two minutes for a token, longer than a run may be held by one follower."""

    def refresh(self, request: Any) -> None:
        """Fetch a new token."""
        super().refresh(partial(request, timeout=request_seconds()))  # type: ignore[no-untyped-call] # Google's

    def _is_regional_access_boundary_lookup_required(self) -> bool:
        """Google's library would ask another host beside the one that is to answer instead of all."""
        return not cloud_settings().google_endpoint and bool(
            super()._is_regional_access_boundary_lookup_required()  # type: ignore[no-untyped-call] # Google's
        )


def bounded(credentials: Any) -> Any:
    """Credentials that Google's library has found, a person's or a machine's; it picks their class itself."""
    fetch = credentials.refresh
    credentials.refresh = lambda request: fetch(partial(request, timeout=request_seconds()))
    return credentials
