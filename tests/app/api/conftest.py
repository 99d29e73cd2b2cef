"""The interface of a studio with two projects, asked in this process; and the same served over HTTP."""

from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from app.api import ROOT
from app.api.build import build
from core.services import Studio
from tests.app.api.api_scene import ApiScene, made_scene
from tests.app.asgi_client import Answer, ask
from tests.loop_helpers import open_scratch

Call = Callable[..., Answer]


@pytest.fixture(scope="module")
def scene(tmp_path_factory) -> Iterator[ApiScene]:
    """One for a file of tests: they read, or add what others do not look at."""
    with open_scratch(tmp_path_factory.mktemp("api")) as studio:
        yield made_scene(studio)


@pytest.fixture(scope="module")
def call(scene) -> Call:
    """Ask the interface as somebody of the scene, or with a token of one's own."""
    return caller(scene.studio, scene.tokens)


def caller(studio: Studio, tokens: dict[str, str]) -> Call:
    """What asks a studio's interface: a path, and who asks."""
    app = Starlette(routes=[Mount(ROOT, build(lambda: studio))])

    def call(path: str, who: str = "", *, token: str | None = None, **more: Any) -> Answer:
        secret = tokens[who] if who else token
        shown = {} if secret is None else {"authorization": f"Bearer {secret}"}
        headers = shown | more.pop("headers", {})
        if "json" in more:
            more |= {"body": orjson.dumps(more.pop("json")), "method": more.get("method", "POST")}
            headers |= {"content-type": "application/json", "content-length": str(len(more["body"]))}
        return ask(app, f"http://localhost{ROOT}{path}", headers=headers, **more)

    return call
