"""Every refusal is a problem of RFC 9457 with a sentence; limits hold; and nobody's secret stands in one."""

import json
from dataclasses import replace

import pytest

from app.api import callers, gate
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, QuotaExceeded, Unavailable
from core.logs import ASKED, begin_request
from tests.app.api.api_scene import pair_of, token_of
from tests.app.api.conftest import caller

PAIRS = "/projects/1/pairs"
JSON = {"method": "POST", "headers": {"content-type": "application/json"}}


def problem(answer, status):
    """The problem, which is whole."""
    assert answer.status == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert (found["type"], found["status"]) == ("about:blank", status)
    assert found["request"] == answer.headers["x-request-id"]
    assert found["title"]
    assert found["detail"][-1] in ".…"
    return found


@pytest.mark.parametrize(
    ("status", "path", "more"),
    [
        (404, "/nothing", {}),
        (404, "/projects/", {}),
        (405, "/projects", {"json": {}}),
        (405, PAIRS, {"method": "DELETE"}),
        (400, PAIRS, JSON | {"body": b"{"}),
        (
            400,
            PAIRS,
            {"body": b"\xff\xfe", "method": "POST", "headers": {"content-type": "application/json"}},
        ),
        (422, PAIRS, {"body": b"a=b", "method": "POST", "headers": {"content-type": "text/plain"}}),
        (422, PAIRS, {"json": {"pairs": []}}),
        (422, PAIRS, {"json": {"pairs": [{}]}}),
        (422, PAIRS, {"json": {"pairs": [pair_of("a", 1)] * 1001}}),
        (422, PAIRS, {"json": {"pairs": [pair_of("a", 1) | {"choice": 2}]}}),
        (422, f"{PAIRS}?limit=1001", {}),
        (422, f"{PAIRS}?limit=0", {}),
        (422, f"/projects/{10**30}", {}),
        (422, "/projects/0", {}),
        (422, "/projects/1/judgments?since=2026-01-01T00:00:00", {}),
        (422, "/projects/1/judgments?since=yesterday", {}),
        (422, "/projects/1/runs", {"json": {}}),
        (400, f"{PAIRS}?cursor=AAAA", {}),
        (400, f"{PAIRS}?cursor=%FF%00", {}),
        (422, "/sets/1/rows?format=word", {}),
        (422, "/sets/1/rows?format=parquet", {}),
    ],
)
def test_what_is_wrong_with_a_request(call, status, path, more):
    """Each has its status, and a sentence."""
    problem(call(path, "lead", **more), status)


def test_a_malformed_request_is_told_place_by_place(call):
    """And what was given is not repeated: it may be a secret."""
    wrong = {"pairs": [pair_of("a", 1), pair_of("b", 2) | {"input_text": 7, "choice": "hush"}]}
    answer = call(PAIRS, "lead", json=wrong)
    found = problem(answer, 422)
    assert [one["place"] for one in found["errors"]] == ["body.pairs.1.input_text", "body.pairs.1.choice"]
    assert found["detail"].startswith(
        "The request is not as docs/openapi.json says: body.pairs.1.input_text: "
    )
    assert "hush" not in answer.text


def test_what_core_refuses_is_said_in_its_words(call):
    """All or none: the good pair of a request with a bad one is not there."""
    same = pair_of("same", 1)
    bad = same | {"candidate_1": same["candidate_0"]}
    found = problem(call(PAIRS, "lead", json={"pairs": [pair_of("fresh", 1), bad]}), 422)
    assert "so nothing was taken" in found["detail"]
    assert "fresh" not in call(f"{PAIRS}?limit=1000", "lead").text


ERRORS = {
    InvalidInput: 422,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    Unavailable: 503,
    QuotaExceeded: 503,
}


@pytest.mark.parametrize("kind", ERRORS)
def test_errors_of_core(call, monkeypatch, kind):
    """Each kind has a status; the sentence is core's."""

    def refuse(*_, **__):
        raise kind("Because.")

    monkeypatch.setattr("app.api.labels.list_projects", refuse)
    answer = call("/projects", "lead")
    assert problem(answer, ERRORS[kind])["detail"] == "Because."
    assert ("retry-after" in answer.headers) == (ERRORS[kind] == 503)


def test_what_nobody_foresaw(call, monkeypatch, caplog):
    """The caller gets a number, the log the rest, once; neither has the token."""

    def fail(*_, **__):
        msg = "hush"
        raise ZeroDivisionError(msg)

    monkeypatch.setattr("app.api.labels.list_projects", fail)
    answer = call("/projects", "lead")
    found = problem(answer, 500)
    assert "hush" not in answer.text
    (told,) = [one for one in caplog.records if one.name == "prefstudio.api"]
    assert found["request"] in told.getMessage()
    assert "pst_" not in caplog.text


def test_a_body_that_is_too_large(call, monkeypatch):
    """Whether its length is said before, is a lie, or is no number."""
    monkeypatch.setattr(gate, "MOST_BYTES", 100)
    body = json.dumps({"pairs": [pair_of("a", 1)] * 3}).encode()
    for length in (str(len(body)), "50", "many"):
        headers = {"content-type": "application/json", "content-length": length}
        problem(call(PAIRS, "lead", body=body, method="POST", headers=headers), 413)


def test_a_token_has_so_many_calls_a_minute(scene, monkeypatch):
    """Two servers together give no more; the other tokens of the person have their own."""
    monkeypatch.setattr(gate.time, "time", lambda: 1_800_000_020.0)
    studio = replace(scene.studio, settings=scene.studio.settings.model_copy(update={"api_calls": 20}))
    secret, another = (token_of(studio, scene.people["lead"]) for _ in range(2))
    servers = [caller(studio, {}) for _ in range(2)]
    answers = [servers[number % 2]("/health", token=secret) for number in range(24)]
    assert [one.status for one in answers] == [200] * 20 + [429] * 4
    assert answers[-1].headers["retry-after"] == "40"
    assert problem(answers[-1], 429)["detail"].startswith("A token has 20 calls a minute")
    assert servers[0]("/health", token=another).status == 200
    monkeypatch.setattr(gate.time, "time", lambda: 1_800_000_060.0)
    assert servers[0]("/health", token=secret).status == 200


def test_the_log_knows_whose_request_it_is(scene, call):
    """And the request's number is that of the server around the interface, if there is one."""
    number = begin_request("a-number-of-theirs")
    call("/whoami", "lead")
    assert (ASKED.get().request, ASKED.get().person) == (number, scene.people["lead"].id)


def test_a_crowd_of_programs_is_refused_at_once(call, monkeypatch):
    """They would wait behind each other for longer than they want to."""
    monkeypatch.setattr(callers, "MOST_WAITING", 0)
    for path in ("/projects", "/sets/1/rows"):
        answer = call(path, "lead")
        assert problem(answer, 503)["detail"].startswith("The studio has too much to do for programs now")
        assert answer.headers["retry-after"] == "5"


def test_answers_are_kept_by_nobody_on_the_way(call):
    """They are one person's."""
    for path in ("/whoami", "/nothing"):
        answer = call(path, "lead")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
