"""Who gets what: every address for every role, in their own project and another, and for no role at all."""

import re
from datetime import timedelta

import pytest

from app.api.build import application
from core.access import SYSTEM, Action, Role, may, pause_person
from core.sign_in import Scope, list_tokens, revoke_token
from core.sign_in import tokens as tokens_of_core
from tests.app.api.api_scene import MARK, pair_of, token_of

PAIRS = {"pairs": [pair_of("more", 1)]}
NO_RUN = {"method": "local-rlhf"}
READS = {
    "/projects/{project_id}": Action.SEE_PROJECT,
    "/projects/{project_id}/pairs": Action.SEE_DATA,
    "/projects/{project_id}/judgments": Action.SEE_QUALITY,
    "/projects/{project_id}/sets": Action.SEE_DATA,
    "/sets/{set_id}": Action.SEE_DATA,
    "/sets/{set_id}/card": Action.SEE_DATA,
    "/sets/{set_id}/rows": Action.EXPORT,
    "/projects/{project_id}/rewards": Action.SEE_RUNS,
    "/rewards/{reward_id}?specification=true": Action.SEE_RUNS,
    "/projects/{project_id}/runs": Action.SEE_RUNS,
    "/runs/{run_id}": Action.SEE_RUNS,
    "/runs/{run_id}/curves": Action.SEE_RUNS,
    "/runs/{run_id}/points?task=a&tag=b": Action.SEE_RUNS,
    "/projects/{project_id}/reviews": Action.COMPARE,
    "/reviews/{review_id}": Action.COMPARE,
}
BLIND = {  # the scene's reviews are open: whoever may compare is told so
    "/reviews/{review_id}/results": Action.COMPARE,
    "/reviews/{review_id}/file": Action.COMPARE,
}
WRITES = {
    "/projects/{project_id}/pairs": (Action.IMPORT, PAIRS, 200),
    "/projects/{project_id}/runs/check": (Action.LAUNCH, NO_RUN, 200),
    "/projects/{project_id}/runs": (Action.LAUNCH, NO_RUN, 422),  # no set was named
    "/runs/{run_id}/cancel": (Action.CANCEL_RUN, {}, 409),  # it has ended
}
FOR_ALL = {"/health", "/whoami", "/projects"}
EVERYWHERE = [
    *((one, None) for one in (*READS, *BLIND)),
    *((path, body) for path, (_, body, _) in WRITES.items()),
]
KEY = {"idempotency-key": "one"}


def asked(call, path, who, half, body=None, **more):
    """Ask for something of a half of the scene."""
    where = path.format(**half.numbers)
    return call(where, who, headers=KEY, **({} if body is None else {"json": body}), **more)


def test_the_table_is_whole():
    """Every address that there is stands in it."""
    there = {(method, path) for path, one in application().openapi()["paths"].items() for method in one}
    named = {("get", path.partition("?")[0]) for path in (*READS, *BLIND, *FOR_ALL)}
    assert there == named | {("post", path) for path in WRITES}


@pytest.mark.parametrize("role", list(Role))
def test_in_their_own_project(scene, call, role):
    """What the policy says, and nothing else."""
    for path, action in READS.items():
        assert asked(call, path, role.value, scene.own).status == (200 if may(role, action) else 403), path
    for path, action in BLIND.items():
        assert asked(call, path, role.value, scene.own).status == (409 if may(role, action) else 403), path
    for path, (action, body, status) in WRITES.items():
        answer = asked(call, path, role.value, scene.own, body)
        assert answer.status == (status if may(role, action) else 403), (path, answer.text)


@pytest.mark.parametrize("role", list(Role))
def test_in_another_project(scene, call, role):
    """Nothing of it exists for them, and the sentence is that of what was never there."""
    for path, body in EVERYWHERE:
        answer = asked(call, path, role.value, scene.other, body)
        assert answer.status == 404, path
        assert MARK not in answer.text.lower()
        number = re.search(r"/(\d+)", path.format(**scene.other.numbers))[1]
        absent = call(path.format(**dict.fromkeys(scene.own.numbers, 99)), role.value, headers=KEY,
                      **({} if body is None else {"json": body}))  # fmt: skip
        assert answer.json()["detail"] == absent.json()["detail"].replace("99", number)


def test_lists_without_a_project_name_only_ones_own(call):
    """Nor does the other's name stand anywhere."""
    for path in FOR_ALL:
        answer = call(path, "lead")
        assert answer.status == 200
        assert MARK not in answer.text.lower()
    assert [one["name"] for one in call("/projects", "lead").json()["items"]] == ["Posts"]
    assert len(call("/projects", "admin").json()["items"]) == 2


def bad_tokens(scene):
    """Tokens that open nothing, by what is wrong with them."""
    studio, lead = scene.studio, scene.people["lead"]
    secret = token_of(studio, lead)
    with studio.db.write() as session:
        revoke_token(session, lead, list_tokens(session, lead, lead.id)[0].id)
    good = scene.tokens["lead"]
    forged = good[:-1] + ("A" if good[-1] != "A" else "B")
    return {
        "revoked": secret,
        "forged": forged,
        "cut": good[:-1],
        "another's": f"pst_{'a' * 43}",
        "none": None,
        "bare": good.removeprefix("pst_"),
        "long": good * 100,
        "odd": "pst_\xff",
    }


def test_without_a_token_that_stands_nothing_is_said(scene, call):
    """The same refusal everywhere, even where there is nothing: not even what exists is told."""
    for what, secret in bad_tokens(scene).items():
        said = set()
        for path, body in [*EVERYWHERE, ("/health", None), ("/nothing", None), ("/openapi.json", None)]:
            answer = asked(call, path, "", scene.own, body, token=secret)
            assert answer.status == 401, (what, path)
            assert answer.headers["www-authenticate"].startswith('Bearer realm="Preference Studio"')
            said.add(answer.json()["detail"])
        assert len(said) == 1


def test_an_expired_token_opens_nothing(scene, call, monkeypatch):
    """At the moment at which it ends."""
    secret = token_of(scene.studio, scene.people["lead"], days=1)
    assert call("/whoami", token=secret).status == 200
    late = tokens_of_core.now() + timedelta(days=1)
    monkeypatch.setattr(tokens_of_core, "now", lambda: late)
    assert call("/whoami", token=secret).status == 401


def test_cookies_and_other_ways_to_say_who_one_is_are_not_taken(scene, call):
    """A browser sends cookies for whatever page asks it to."""
    secret = scene.tokens["lead"]
    for headers in ({"cookie": f"prefstudio_session={secret}; token={secret}"}, {"x-api-key": secret},
                    {"authorization": f"Basic {secret}"}, {"authorization": secret}):  # fmt: skip
        assert call("/whoami", headers=headers).status == 401
    assert call(f"/whoami?access_token={secret}").status == 401


def test_no_other_site_may_ask(call):
    """There is no CORS: a browser lets no page of another site read an answer."""
    headers = {"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    for answer in (
        call("/whoami", "lead", headers=headers),
        call("/whoami", method="OPTIONS", headers=headers),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("scope", list(Scope))
def test_a_token_does_no_more_than_its_scopes(scene, call, scope):
    """Whatever its person may do."""
    secret = token_of(scene.studio, scene.people["lead"], scope)
    for path in READS:
        answer = asked(call, path, "", scene.own, token=secret)
        assert (answer.status == 200) == (scope == Scope.READ), path
    for path, (action, body, _) in WRITES.items():
        needed = Scope.DATA if action == Action.IMPORT else Scope.RUNS
        answer = asked(call, path, "", scene.own, body, token=secret)
        assert (answer.status == 403) == (scope != needed), path
        if answer.status == 403:
            assert f"has not the scope “{needed.value}”" in answer.json()["detail"]
            assert f'scope="{needed.value}"' in answer.headers["www-authenticate"]


def test_a_paused_person_gets_a_sentence(scene, call):
    """And everything again when that ends, without a new token."""
    lead = scene.people["lead"]
    for paused, status in ((True, 403), (False, 200)):
        with scene.studio.db.write() as session:
            pause_person(session, SYSTEM, lead.id, paused=paused)
        answer = call("/projects", "lead")
        assert answer.status == status
    assert "paused" not in answer.text or not answer.json()["items"][0]["paused"]
