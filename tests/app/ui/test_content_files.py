"""What draws texts in the browser is loaded once, under its hash, from the studio itself."""

import pytest
from starlette.applications import Starlette

from app.ui.components import content
from app.ui.outbox import shown_as
from core.labelling import Presentation
from tests.app.asgi_client import ask

APP = Starlette(routes=content.ROUTES)


@pytest.mark.parametrize("name", [content.ENTRY, *content.LIBRARIES])
def test_a_file_may_be_kept_for_ever(name):
    said = ask(APP, f"http://studio/content/{content.version()}/{name}")
    assert said.status == 200
    assert said.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert said.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("address", ["0/content.js", "{}/labeller.js", "{}/..%2f..%2fassembly.py"])
def test_what_is_not_among_them_is_not_there(address):
    """Neither under another hash nor by another name."""
    assert ask(APP, f"http://studio/content/{address.format(content.version())}").status == 404


@pytest.mark.parametrize(
    ("values", "kind", "markdown"),
    [
        ({}, "plain", False),
        ({"content": "markdown"}, "markdown", True),
        ({"content": "dialogue"}, "dialogue", True),
        ({"content": "dialogue", "markdown_in_turns": False}, "dialogue", False),
    ],
)
def test_a_presentation_as_the_browser_is_told(values, kind, markdown):
    """Markdown is read where the project says so; in turns that can be switched off."""
    shown = shown_as(Presentation.model_validate(values))
    assert (shown["kind"], shown["markdown"]) == (kind, markdown)
    assert shown["module"] == f"/content/{content.version()}/content.js"


def test_the_address_follows_streamlit_s(monkeypatch):
    """Below a path of a proxy."""
    monkeypatch.setattr(content.st, "get_option", lambda _: "/studio/")
    assert shown_as(Presentation())["module"].startswith("/studio/content/")
