"""The routes of accounts, as the server has them: what lets a browser in, and all that does not."""

import json
import shutil
from datetime import timedelta

import pytest
from sqlmodel import update
from starlette.applications import Starlette

from app.asgi import app
from app.ui.resources import studio as opened
from core.access import SYSTEM, Person
from core.db import now
from core.services import open_studio
from core.settings import load_settings
from core.sign_in import make_reset
from core.sign_in.models import SignInLink, SignInSession
from tests.app.asgi_client import ask
from tests.core.builders import rows_of
from tests.core.sign_in.scene import PASSWORD, QUICK, arrive, invitation, whose

URL = "https://studio.example.org"
OURS = {"origin": URL, "sec-fetch-site": "same-origin", "content-type": "application/json"}
COOKIE = "__Host-prefstudio_session"
OTHER = "four other long words"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """A migrated database, to be copied."""
    home = tmp_path_factory.mktemp("migrated")
    open_studio(load_settings(home=home, store="", database="")).close()
    return home / "studio.db"


@pytest.fixture
def studio(home, migrated, monkeypatch):
    """An empty studio of accounts."""
    home.mkdir()
    shutil.copy(migrated, home)
    monkeypatch.setattr("core.sign_in.passwords.hasher", lambda: QUICK)
    for name, value in {"SIGN_IN": "accounts", "URL": URL, "SAMPLE": "no"}.items():
        monkeypatch.setenv(f"PREFSTUDIO_{name}", value)
    opened.clear()
    yield opened()
    opened().close()
    opened.clear()


def post(path, *, cookie="", headers=(), raw=None, **fields):
    """Send one request past the pages, through all that stands before the route."""
    server = Starlette(routes=app._user_routes, middleware=app._user_middleware)  # noqa: SLF001 - no socket is needed
    given = {**OURS, **dict(headers), **({"cookie": f"{COOKIE}={cookie}"} if cookie else {})}
    body = json.dumps(fields).encode() if raw is None else raw
    return ask(server, f"{URL}/auth/{path}", method="POST", headers=given, body=body)


def token_of(answer):
    """The token in the cookie that an answer sets."""
    return answer.headers["set-cookie"].partition(";")[0].partition("=")[2]


def nothing_of(answer):
    """Whether an answer is a refusal in a sentence, and no more."""
    assert answer.status in {400, 403, 404, 405, 409, 422, 429}
    assert "set-cookie" not in answer.headers
    return answer.json()["problem"]


def test_from_invitation_to_session_and_out(studio):
    """The cookie is for this host, over TLS, for no script and no other site; the answer is kept nowhere."""
    token = invitation(studio, name="Ada?")
    assert post("invited", token=token).json() == {"status": "ok", "name": "Ada?"}
    came = post("accept", token=token, name="Ada", password=PASSWORD)
    words = came.headers["set-cookie"].split("; ")
    assert words[0].startswith(f"{COOKIE}=")
    assert set(words[1:]) == {"HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=strict", "Secure"}
    assert came.headers["cache-control"] == "no-store"
    assert token_of(came) not in came.text
    assert whose(studio, token_of(came)).name == "Ada"
    again = post("sign-in", cookie=token_of(came), name="ada", password=PASSWORD)
    assert whose(studio, token_of(came)) is None
    out = post("sign-out", cookie=token_of(again))
    assert f'{COOKIE}=""; ' in out.headers["set-cookie"]
    assert whose(studio, token_of(again)) is None


def test_a_password_is_changed(studio):
    """By whoever is signed in and knows the old one; the other session is over."""
    arrive(studio)
    here, there = (token_of(post("sign-in", name="Ada", password=PASSWORD)) for _ in range(2))
    assert (
        nothing_of(post("password", cookie=here, old=OTHER, password=OTHER)) == "The old password is wrong."
    )
    changed = post("password", cookie=here, old=PASSWORD, password=OTHER)
    assert [whose(studio, one) is None for one in (token_of(changed), here, there)] == [False, True, True]


FORGED = ["", "x", "A" * 43, "A" * 5000, "ü" * 43, "../../etc", "1", "null"]


@pytest.mark.parametrize("token", FORGED)
@pytest.mark.parametrize("path", ["invited", "accept", "reset"])
def test_a_forged_link_gets_a_refusal(studio, path, token):
    """Nobody is made, nobody is let in."""
    nothing_of(post(path, token=token, name="Ben", password=PASSWORD))
    assert rows_of(studio, Person) == []


@pytest.mark.parametrize("what", ["used", "expired", "revoked", "of the other kind"])
@pytest.mark.parametrize("path", ["accept", "reset"])
def test_a_link_that_is_over_gets_a_refusal(studio, path, what):
    """All with one sentence, which does not say which it was."""
    ada = arrive(studio)
    tokens = {"accept": invitation(studio, name="Ben")}
    with studio.db.write() as session:
        tokens["reset"] = make_reset(session, SYSTEM, ada.id)
    token = tokens[path if what != "of the other kind" else {"accept": "reset", "reset": "accept"}[path]]
    if what == "used":
        assert post(path, token=token, name="Ben", password=OTHER).status == 200
    past = {"expired": {"expires_at": now() - timedelta(seconds=1)}, "revoked": {"ended_at": now()}}.get(what)
    if past:
        with studio.db.write() as session:
            session.exec(update(SignInLink).values(**past))
    said = nothing_of(post(path, token=token, name="Ben", password="yet other long words"))  # noqa: S106
    assert said.startswith("This link is not valid: it was used already, has expired, or was revoked.")


@pytest.mark.parametrize("what", ["none", "forged", "hash", "signed out", "idle", "old", "of another way"])
def test_a_cookie_that_is_none_of_ours_changes_nothing(studio, what):
    """The password of nobody is changed, however right the old one is."""
    arrive(studio)
    token = token_of(post("sign-in", name="Ada", password=PASSWORD))
    if what == "signed out":
        post("sign-out", cookie=token)
    past = {"idle": {"last_seen": now() - timedelta(days=2)}, "old": {"expires_at": now()}}.get(what)
    if past:
        with studio.db.write() as session:
            session.exec(update(SignInSession).values(**past))
    cookie = {"none": "", "forged": "A" * 43, "hash": rows_of(studio, SignInSession)[-1].token_hash}.get(
        what, token
    )
    headers = {"cookie": f"prefstudio_session={token}"} if what == "of another way" else {}
    answer = post("password", cookie="" if headers else cookie, headers=headers, old=PASSWORD, password=OTHER)
    assert nothing_of(answer).startswith("You are not signed in any more")


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://example.org"},
        {"origin": "null"},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": ""},
        {"host": "example.org"},
    ],
)
def test_another_sites_page_gets_a_refusal(studio, headers):
    """Right name and password or not: a page elsewhere must not sign somebody in as somebody else."""
    arrive(studio)
    answer = post("sign-in", headers=headers, name="Ada", password=PASSWORD)
    assert answer.status in {403, 422}
    assert "set-cookie" not in answer.headers


UNREADABLE = [b"[" * 4000, b'{"name":' + b"[" * 4000, b'{"name": "Ada", "password": "\\ud800 small words"}']


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{",
        b"null",
        b"\xff",
        b'{"name": "Ada"}',
        b'{"name": 1, "password": []}',
        b" " * 5000,
        *UNREADABLE,
    ],
)
def test_what_is_no_request_gets_a_refusal(studio, raw):
    """Too little, too much, or of another kind."""
    nothing_of(post("sign-in", raw=raw))


def test_attempts_are_slowed_and_the_answer_says_how_long(studio):
    """The right password is not looked at either until then."""
    arrive(studio)
    answers = [post("sign-in", name="Ada", password="wrong words here") for _ in range(7)]  # noqa: S106
    assert [one.status for one in answers] == [403] * 6 + [429]
    assert answers[-1].headers["retry-after"] == "1"
    assert post("sign-in", name="Ada", password=PASSWORD).status == 429


def test_a_look_at_the_address_signs_nobody_in(studio):
    """A link that somebody follows is a GET."""
    server = Starlette(routes=app._user_routes, middleware=app._user_middleware)  # noqa: SLF001 - as above
    assert {ask(server, f"{URL}/auth/{path}").status for path in ("sign-in", "accept", "sign-out")} == {405}


def test_another_way_has_no_passwords(studio, monkeypatch):
    """Where people come by a provider nobody signs in here, whatever accounts there were."""
    arrive(studio)
    monkeypatch.setenv("PREFSTUDIO_SIGN_IN", "local")
    monkeypatch.setenv("PREFSTUDIO_URL", "")
    opened().close()
    opened.clear()
    headers = {"host": "127.0.0.1", "origin": "http://127.0.0.1"}
    assert post("sign-in", headers=headers, name="Ada", password=PASSWORD).status == 404
