"""The client of a data hub, with the token of the environment and no other."""

from functools import cache
from typing import Any

from core.env_file import variable
from core.errors import NotAllowed

TOKEN, ENDPOINT = "HF_TOKEN", "HF_ENDPOINT"
SECONDS = 60.0  # the longest that one request may take to be answered


def token() -> str:
    """The token of the environment (or ``.env``); empty for none. It is sent to the hub and kept nowhere."""
    found = variable(TOKEN).strip()
    if not found.isascii() or not found.isprintable():
        raise NotAllowed(f"What {TOKEN} holds cannot be a token: it has characters that no header carries.")
    return found


def hub_client() -> Any:
    """A ``huggingface_hub.HfApi`` for the hub and the token of the environment, and for no others.

    Tokens that lie in files are not looked for: whose they are is not for the studio to guess.
    """
    from huggingface_hub import HfApi  # noqa: PLC0415 - slow to import

    _quieten()
    return HfApi(endpoint=variable(ENDPOINT).rstrip("/") or None, token=token() or False)


@cache
def _quieten() -> None:
    """Give requests of this process a deadline, and have the library ask for nothing that nobody wanted."""
    from huggingface_hub import constants, set_client_factory  # noqa: PLC0415 - slow to import
    from huggingface_hub.utils import logging  # noqa: PLC0415 - likewise
    from huggingface_hub.utils._http import default_client_factory  # noqa: PLC0415 - likewise
    from huggingface_hub.utils.tqdm import disable_progress_bars  # noqa: PLC0415 - likewise

    constants.HF_HUB_DISABLE_IMPLICIT_TOKEN = True
    constants.HF_HUB_DISABLE_TELEMETRY = True

    def client() -> Any:
        made = default_client_factory()
        made.timeout = SECONDS
        return made

    set_client_factory(client)
    disable_progress_bars()
    logging.set_verbosity_error()  # type: ignore[no-untyped-call] # the library leaves it untyped


def endpoint() -> str:
    """The address of the hub."""
    from huggingface_hub import constants  # noqa: PLC0415 - slow to import

    return variable(ENDPOINT).rstrip("/") or constants.ENDPOINT
