"""What another site's page makes a browser send is refused; our pages and programs are served."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from app.serving.same_site import from_our_pages
from tests.app.asgi_client import ask


@from_our_pages
async def leave(_request):
    return PlainTextResponse("done")


HOST = "studio.example.org"
APP = Starlette(routes=[Route("/leave", leave, methods=["POST"])])


def post(headers):
    """Send it to the studio."""
    return ask(APP, f"http://{HOST}/leave", method="POST", headers=headers)


@pytest.mark.parametrize(
    "headers",
    [
        {},  # a program
        {"sec-fetch-site": "same-origin", "origin": f"http://{HOST}"},
        {"sec-fetch-site": "none"},
        {"origin": f"https://{HOST}"},  # a proxy speaks TLS for us
        {"origin": f"https://{HOST}:443"},
        {"origin": "HTTP://Studio.example.org:80"},
        {"origin": f"https://{HOST}:8443", "host": f"{HOST}:8443"},
    ],
)
def test_what_is_ours(headers):
    assert post(headers).text == "done"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": f"http://{HOST}"},  # a neighbour below the same domain
        {"sec-fetch-site": "anything"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "https://evil.example.org"},
        {"origin": f"http://{HOST}.evil.example"},
        {"origin": f"http://evil{HOST}"},
        {"origin": f"http://{HOST}:8443"},
        {"origin": f"file://{HOST}"},
        {"origin": HOST},
    ],
)
def test_what_is_not(headers):
    """With a sentence, and nothing is done."""
    answer = post(headers)
    assert answer.status == 403
    assert answer.json()["problem"].startswith("The request came from a page of another site")


def test_one_foreign_origin_among_several():
    """No browser sends two; who does is not believed."""
    headers = [("origin", f"http://{HOST}"), ("origin", "http://evil.example")]
    assert post(headers).status == 403
