"""``prefstudio serve``: open the studio."""

import os
from pathlib import Path
from typing import Annotated

import typer

from core.services import open_studio
from core.settings import Settings, load_settings

ROOT = Path(__file__).parents[2]


def serve(
    host: Annotated[str | None, typer.Option(help="Loopback address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    *,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = False,
) -> None:
    """Open the studio in the browser; it listens on this machine only."""
    given = {"host": host, "port": port}
    settings = load_settings(**{name: value for name, value in given.items() if value is not None})
    open_studio(settings).close()  # what is wrong with the home is said here, in a sentence
    _hand_on(settings)
    print(f"Preference Studio: http://{settings.host}:{settings.port} (state in {settings.home})", flush=True)
    os.chdir(ROOT)  # Streamlit finds .streamlit/config.toml from where it is started
    options = [
        f"--server.address={settings.host}",
        f"--server.port={settings.port}",
        f"--server.headless={'false' if browser else 'true'}",
    ]
    from streamlit.web.cli import main as streamlit  # noqa: PLC0415 - half a second that only this needs

    streamlit(["run", str(ROOT / "app" / "asgi.py"), *options])


def _hand_on(settings: Settings) -> None:
    """Let the server read the same settings from wherever it is started."""
    for name, value in settings.model_dump(mode="json").items():
        os.environ[f"PREFSTUDIO_{name.upper()}"] = str(value)
