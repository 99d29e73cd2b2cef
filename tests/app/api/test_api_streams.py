"""Rows as they are frozen, over a wire: whole or known to be cut, in flat memory, ended by who hangs up."""

import hashlib
import tracemalloc

import orjson
import pytest
import requests

from core.access import AuditEntry
from core.datasets.delivery import streaming
from core.datasets.exports import export_named
from core.datasets.models import Dataset
from core.storage import LocalAddress, parse_address
from tests.app.api.serving import served
from tests.core.builders import frozen, new_project, row, rows_of, take
from tests.loop_helpers import wait_until


@pytest.fixture(scope="module")
def url(scene):
    """Where the interface is served."""
    with served(scene.studio) as address:
        yield address


@pytest.fixture(scope="module")
def large(scene):
    """A set of 12 MB."""
    project = new_project(scene.studio, "Large")
    take(scene.studio, project, *(row(n, choice=0) | {"input_text": f"{n} " * 1000} for n in range(3000)))
    return frozen(scene.studio, project)


def get(scene, url, dataset, **more):
    """Ask for its rows."""
    headers = {"Authorization": f"Bearer {scene.tokens['admin']}"} | more.pop("headers", {})
    return requests.get(f"{url}/api/v1/sets/{dataset.id}/rows", headers=headers, timeout=30, **more)


def test_a_set_comes_as_it_was_frozen(scene, url, large):
    """To the byte, with its length said, and once more only if it is another one."""
    answer = get(scene, url, large)
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert int(answer.headers["content-length"]) == large.size
    assert hashlib.sha256(answer.content).hexdigest() == large.sha256
    assert large.stem in answer.headers["content-disposition"]
    told = sum(one.action == "export" for one in rows_of(scene.studio, AuditEntry))
    known = {"If-None-Match": answer.headers["etag"]}
    again = get(scene, url, large, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    other = get(
        scene, url, large, params={"format": "trl"}, headers={"If-None-Match": answer.headers["etag"]}
    )
    assert other.status_code == 200
    assert sum(one.action == "export" for one in rows_of(scene.studio, AuditEntry)) == told + 1


def test_a_set_in_another_form(scene, url, large):
    """A row a line, in the set's order."""
    lines = get(scene, url, large, params={"format": "trl"}).content.splitlines()
    assert len(lines) == large.rows
    assert list(orjson.loads(lines[0])) == ["prompt", "chosen", "rejected"]


def test_memory_does_not_grow_with_the_set(scene, large):
    """What half of the set takes is enough for all of it, and a fraction of its size as it is frozen."""
    for form, most in ((streaming.AS_FROZEN, 1_000_000), (streaming.Form(export_named("trl")), 10_000_000)):
        stream = streaming.stream_dataset(scene.studio.db, scene.people["admin"], large, form)
        next(stream)
        tracemalloc.start()
        sent, peaks = 0, []
        for block in stream:
            sent += len(block)
            peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert sent > 12_000_000
        assert peaks[-1] < min(most, 1.1 * peaks[len(peaks) // 2])


def test_whoever_hangs_up_ends_it(scene, url, large, monkeypatch):
    """Nobody reads on for them."""
    ended = []
    whole = vars(streaming)["_bytes_of"]

    def watched(dataset):
        given = 0
        try:
            for block in whole(dataset):
                given += len(block)
                yield block
        finally:
            ended.append(given)

    monkeypatch.setattr(streaming, "_bytes_of", watched)
    with get(scene, url, large, stream=True) as answer:
        answer.raw.read(1000)
    wait_until(lambda: ended, "the reading has ended")
    assert ended[0] < large.size


def test_a_set_that_is_not_what_was_frozen_is_refused_before_the_first_row(scene, url, large):
    """And one that breaks off is known to be cut."""
    file = parse_address(large.address)
    assert isinstance(file, LocalAddress)
    content = file.path.read_bytes()
    file.path.chmod(0o600)
    try:
        file.path.write_bytes(content[:-10])
        answer = get(scene, url, large)
    finally:
        file.path.write_bytes(content)
    assert answer.status_code == 409
    assert "is not what was frozen" in answer.json()["detail"]


def test_a_stream_that_breaks_off_is_no_whole_one(scene, url, large, monkeypatch):
    """The client is told by HTTP itself."""

    def broken(_):
        yield b"{}\n"
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(streaming, "_bytes_of", broken)
    with pytest.raises(requests.exceptions.RequestException):
        get(scene, url, large)
    monkeypatch.setattr(streaming, "_blocks_of", lambda *_: broken(None))
    with pytest.raises(requests.exceptions.RequestException):
        get(scene, url, large, params={"format": "trl"})
    assert rows_of(scene.studio, Dataset)
