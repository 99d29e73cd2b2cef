"""Who may give the studio a file: of others nothing is read, whatever page they have open."""

import json
import shutil

import pytest
from streamlit.web.server.starlette import starlette_websocket as sockets
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from app.serving import uploads
from app.ui.ways import arrivals
from core.access import SYSTEM, Role, pause_person, set_project_role
from core.db import now
from core.services import open_studio
from core.settings import load_settings
from core.sign_in import SessionKind, start_session
from tests.app.asgi_client import ask
from tests.core.builders import new_person, new_project
from tests.core.enrolling import come, opened
from tests.core.provider_accounts import LIMITS, Claims, Rules, arrive
from tests.core.sign_in.scene import LIFETIME

URL = "https://studio.example.org"
PATH = f"{URL}/_stcore/upload_file/1-2-3/4"
COOKIE = "__Host-prefstudio_session"
PROVIDER = {
    "oidc_metadata_url": "https://login.example.org/.well-known/openid-configuration",
    "oidc_client_id": "studio",
    "oidc_client_secret": "a-secret-nobody-may-see",
    "sign_in_domains": "example.org",
}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """A migrated database, to be copied."""
    home = tmp_path_factory.mktemp("migrated")
    open_studio(load_settings(home=home, store="", database="")).close()
    return home / "studio.db"


@pytest.fixture
def way(tmp_path, migrated, monkeypatch):
    """Open a studio with this way to sign in."""
    made = []

    def open_it(sign_in, **more):
        shutil.copy(migrated, tmp_path)
        given = {"sign_in": sign_in, "url": "" if sign_in == "local" else URL, "sample": False, **more}
        studio = open_studio(load_settings(home=tmp_path, store="", database="", **given))
        made.append(studio)
        for module in (uploads, arrivals):
            monkeypatch.setattr(module, "studio", lambda: studio)
        return studio

    yield open_it
    for studio in made:
        studio.close()


def put(cookie="", path=PATH):
    """Send a file; whether any of it was asked for, and what was answered."""
    read = []

    async def streamlit(scope, receive, send):
        read.append(await receive())
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    answer = ask(uploads.Uploads(streamlit), path, method="PUT", headers={"cookie": cookie}, body=b"x" * 99)
    assert bool(read) is (answer.status == 204)
    return answer


def session_of(studio, person, kind=SessionKind.PASSWORD):
    with studio.db.write() as session:
        return start_session(session, person.id, kind, LIFETIME)


@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("where", ["everywhere", "in a project"])
def test_the_role_decides(way, role, where):
    """In any project: which one a file is for is asked when it is used."""
    studio = way("accounts")
    everywhere = where == "everywhere"
    person = new_person(studio, role if everywhere else None, "Ada")
    if role and not everywhere:
        project = new_project(studio)
        with studio.db.write() as session:
            set_project_role(session, SYSTEM, person.id, project.id, role)
    answer = put(f"{COOKIE}={session_of(studio, person)}")
    may = role in {Role.REVIEWER, Role.ENGINEER, Role.LEAD}
    assert (answer.status, answer.text) == ((204, "") if may else (403, uploads.NO_PART))


@pytest.mark.parametrize("path", [PATH, f"{URL}//_stcore/upload_file/1/2", f"{URL}/x/_stcore/upload_file"])
@pytest.mark.parametrize("cookie", ["", COOKIE + "=" + "A" * 43, "_streamlit_user=x"])
def test_nobody_brings_nothing(way, path, cookie):
    way("accounts")
    assert (put(cookie, path).status, put(cookie, path).text) == (403, uploads.NOBODY)


def test_other_addresses_are_left_alone(way):
    way("accounts")
    assert put("", f"{URL}/_stcore/health").status == 204


def test_whoever_is_paused_or_came_by_a_link_brings_nothing(way):
    """The session of an outside annotator counts under no name of a cookie."""
    studio = way("accounts")
    ada = new_person(studio, Role.ENGINEER, "Ada")
    with studio.db.write() as session:
        pause_person(session, SYSTEM, ada.id, paused=True)
    assert put(f"{COOKIE}={session_of(studio, ada)}").text == uploads.NOBODY
    outsider = come(studio, opened(studio, new_project(studio)))
    token = session_of(studio, outsider, SessionKind.OUTSIDE)
    assert put(f"{COOKIE}={token}; __Host-prefstudio_outside={token}").text == uploads.NOBODY


def test_where_a_name_is_enough_this_machine_may(way):
    """Nobody else reaches the studio there."""
    way("local")
    assert put(path="http://127.0.0.1/_stcore/upload_file/1/2").status == 204


def identity(secret, origin=URL, **more):
    """Streamlit's cookie of somebody who has signed in at the provider."""
    user = {"iss": "https://login.example.org", "sub": "ada", "email": "ada@example.org", "nonce": "one"}
    user |= {"email_verified": True, "iat": more.pop("iat"), "origin": origin, "is_logged_in": True, **more}
    value = create_signed_value(secret, sockets.USER_COOKIE_NAME, json.dumps(user))
    return user, f"{sockets.USER_COOKIE_NAME}={value.decode()}"


@pytest.mark.parametrize("what", ["known", "of another secret", "of another address", "strange"])
def test_a_providers_word_counts_as_on_the_pages(way, monkeypatch, what):
    """Signed with our secret, for our address, of somebody whom the studio knows."""
    studio = way("oidc", **PROVIDER)
    monkeypatch.setattr(sockets, "get_cookie_secret", lambda: "ours")
    user, cookie = identity(
        "other" if what == "of another secret" else "ours",
        "https://other.example.org" if what == "of another address" else URL,
        iat=now().timestamp(),
    )
    if what != "strange":
        rules = Rules(frozenset({"example.org"}), frozenset({"ada@example.org"}), sessions=LIMITS)
        with studio.db.write() as session:
            arrive(session, Claims.of(user), rules)
    assert put(cookie).status == (204 if what == "known" else 403)


def test_behind_the_proxy_its_word_is_asked_for(way):
    """Whoever reached the server past it brings nothing."""
    way("iap", iap_audience="/projects/1/global/backendServices/2")
    assert put().status == 403
