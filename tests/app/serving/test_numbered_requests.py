"""Every request has a number, and brings no more than it may; what is logged of it holds no address."""

import logging

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from app.serving import requests
from app.serving.requests import Requests
from core import logs, measures
from tests.app.asgi_client import ask

SECRET = "5f3c" * 8


async def take(request):
    """Read what is sent, and say how much it is."""
    return PlainTextResponse(f"{len(await request.body())} bytes")


async def fail(_request):
    """Break."""
    raise ZeroDivisionError


take.__module__ = fail.__module__ = "app.made_up"
APP = Requests(
    Starlette(
        routes=[
            Route("/leave/{token}", take, methods=["POST"]),
            Route("/fail", fail),
            Route("/_stcore/upload_file", take, methods=["POST"]),
            Mount("/api", Starlette(routes=[Route("/v1/pairs", take, methods=["POST"])])),
        ]
    )
)


@pytest.fixture
def logged(caplog):
    """What the server logs."""
    caplog.set_level(logging.INFO, logger="prefstudio.server")
    return caplog


def post(path: str, size: int = 0, **headers: str):
    """Send so many bytes."""
    return ask(APP, f"http://studio{path}", method="POST", body=b"x" * size, headers=headers)


@pytest.mark.parametrize("given", ["0af7651916cd43dd", "req-2026.11.28_17-00", "a" * 64])
def test_a_number_that_comes_along_is_kept(given):
    assert ask(APP, "http://studio/", headers={"x-request-id": given}).headers["x-request-id"] == given


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 65, "line\\nbreak!!", "<script>alert(1)</script>", "ééééééééé"]
)
def test_another_one_is_replaced(given):
    """It goes into the log and back to the browser, so it holds nothing that could mean something there."""
    number = ask(APP, "http://studio/", headers={"x-request-id": given}).headers["x-request-id"]
    assert number != given
    assert logs.NUMBERED.fullmatch(number)


def test_each_has_its_own():
    numbers = {ask(APP, "http://studio/").headers["x-request-id"] for _ in range(20)}
    assert len(numbers) == 20


def test_the_line_in_the_log(logged):
    """The endpoint's name, the status, how long; never the address, which may hold a token."""
    post(f"/leave/{SECRET}?token={SECRET}")
    (record,) = logged.records
    assert record.getMessage().startswith("request_answered endpoint=take status=200 ms=")
    assert SECRET not in logged.text


def test_what_fails_is_counted(logged, monkeypatch):
    """As the server error that it becomes."""
    monkeypatch.setattr(measures, "_counts", {figure: {} for figure in measures.COUNTS})
    with pytest.raises(ZeroDivisionError):
        ask(APP, "http://studio/fail")
    assert dict(measures.counted())[measures.REQUESTS] == {("fail", "500"): 1}


@pytest.mark.parametrize("announced", [True, False])
def test_a_request_brings_so_much_at_most(announced):
    """Whether it says so before or not."""
    path, most = "/leave/x", requests.MOST_BYTES

    def said(size: int) -> dict[str, str]:
        return {"content-length": str(size)} if announced else {}

    assert post(path, most, **said(most)).text == f"{most} bytes"
    refused = post(path, most + 1, **said(most + 1))
    assert refused.status == 413
    assert refused.text == f"The request brings {most:,} bytes at most here; send less at once."


@pytest.mark.parametrize("path", ["/_stcore/upload_file", "/api/v1/pairs"])
def test_some_have_limits_of_their_own(path):
    """Uploads Streamlit's, which are in its configuration, and programs those of their gate."""
    assert post(path, requests.MOST_BYTES + 1).status == 200
