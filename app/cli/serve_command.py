"""``prefstudio serve``: open the studio."""

import gc
import os
import signal
import socket
import sys
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from app.serving.oidc import cookie_secret
from core.demo import make_ready
from core.env_file import STARTED_IN
from core.errors import InvalidInput
from core.services import open_studio
from core.settings import Settings, load_settings
from core.sign_in import without_password
from core.sign_in_settings import PREFIX, SignIn

ROOT = Path(__file__).parents[2]
LONGEST_HEADER = 65_536  # bytes; as long as those of other requests


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; loopback only where people sign in locally.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    *,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = False,
) -> None:
    """Open the studio in the browser; where a name is enough to sign in, for this machine only."""
    given = {"host": host, "port": port}
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    _refuse_taken(settings)
    with closing(open_studio(settings)) as studio:  # what is wrong with the home is said here, in a sentence
        make_ready(studio)
        if settings.sign_in is SignIn.ACCOUNTS and studio.db.ask(without_password):
            print("Nobody can sign in yet. Make the first link with: prefstudio invite NAME --admin")
    _hand_on(settings)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}"
    known_as = f"{settings.url}, listening on {address}" if settings.url else address
    print(f"Preference Studio: {known_as} (state in {settings.home})", flush=True)
    os.chdir(ROOT)  # Streamlit finds .streamlit/config.toml from where it is started
    options = [
        f"--server.address={settings.host}",
        f"--server.port={settings.port}",
        f"--server.headless={'false' if browser else 'true'}",
    ]
    signal.signal(signal.SIGTERM, _end)
    gc.disable()  # hundreds of modules are loaded, which all stay; the server switches it on when it is ready
    from streamlit.web.cli import main as streamlit  # noqa: PLC0415 - half a second that only this needs

    streamlit(["run", str(ROOT / "app" / "asgi.py"), *options])


def _end(_number: int, _frame: FrameType | None) -> None:
    """What is left of a SIGTERM when the server has ended, or has not begun."""
    sys.exit(0)


def _refuse_taken(settings: Settings) -> None:
    """Streamlit would end with a word in its log."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise InvalidInput(
                f"The studio cannot listen on port {settings.port} of {settings.host} ({error.strerror}); "
                "choose another with --port or PREFSTUDIO_PORT."
            ) from error


def _hand_on(settings: Settings) -> None:
    """Let the server, which works in another folder, read the same settings.

    It reads environment and ``.env`` itself, the database's address among them. Handed on is what options
    may have said, and what would mean something else in its folder.
    """
    for name in ("host", "port", "home", "store"):
        os.environ[f"{PREFIX}{name.upper()}"] = str(getattr(settings, name))
    if settings.sign_in is SignIn.OIDC:
        # With this Streamlit signs what it remembers on the way to the provider and back. It would draw a key
        # of its own for each process, and another replica would not know who comes back.
        os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = cookie_secret(settings)
    # A handshake with more cookies than are read would never be answered, and those of a sign-in are large.
    os.environ.setdefault("WEBSOCKETS_MAX_LINE_LENGTH", str(LONGEST_HEADER))
    os.environ["FORWARDED_ALLOW_IPS"] = settings.believed  # uvicorn would believe this machine
    os.environ.setdefault(STARTED_IN, str(Path.cwd()))
