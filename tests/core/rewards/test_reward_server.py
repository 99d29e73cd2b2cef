"""The reward server that the studio writes out, as a real process: what it answers, and to what."""

import http.client
import io
import json
import signal
import time
import zipfile

import pytest
import requests

from core.errors import Conflict
from core.rewards import ModelPart, deploy_words, server_zip, write_server
from core.rewards.reward_server.folder import server_files
from tests.core.rewards.reward_servers import running

CODE = """
import math


def evaluate(example, response):
    said = response["parts"][0]["text"]
    if said == "raise":
        raise KeyError("SECRET ANSWER")
    return {"nan": math.nan, "none": None, "word": "much", "text": "0.5"}.get(said, 1 / (1 + len(said)))
"""
BODY = {
    "example": {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]},
    "response": {"role": "model", "parts": [{"text": "Hello"}]},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = write_server(ModelPart(name="people", code=CODE), tmp_path_factory.mktemp("server") / "new")
    with running(folder) as started:
        yield started


def ask(server, body=None, **changes):
    """The status, and what is answered."""
    content = body if isinstance(body, bytes) else json.dumps(BODY | changes).encode()
    answer = requests.post(server.address, data=content, timeout=10)
    return answer.status_code, answer.json()


def says(text: str) -> dict:
    """An answer of this text."""
    return {"role": "model", "parts": [{"text": text}]}


@pytest.mark.parametrize("spelling", ["tuningJobId", "tuning_job_id"])
def test_both_spellings_of_the_jobs_id_are_understood(server, spelling):
    """It is in the log, by which one finds out who asks; nothing of the texts is."""
    assert ask(server, metadata={spelling: f"job-{spelling}"}) == (200, {"reward": 1 / 6})
    assert server.line_of(f"job-{spelling}").keys() == {"severity", "status", "job", "milliseconds", "reward"}


@pytest.mark.parametrize("metadata", [None, {}, [], "x", {"tuningJobId": None}, {"tuningJobId": {"a": 1}}])
def test_metadata_is_no_condition(server, metadata):
    assert ask(server, metadata=metadata) == (200, {"reward": 1 / 6})


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b'"x"', b"\xff", b"[" * 100_000, b'{"example": {}}'),
        *(b'{"example": [], "response": {}}', b'{"example": {}, "response": "x"}'),
    ],
    ids=lambda body: repr(body[:12]),
)
def test_what_is_no_request_is_refused_in_a_sentence(server, body):
    status, answer = ask(server, body)
    assert (status, answer.keys()) == (400, {"error"})


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("raise", "The reward raised KeyError in reward.py, line 8."),
        ("nan", "What the reward gave is no finite number."),
        ("none", "What the reward gave is no finite number."),
        ("word", "What the reward gave is no finite number."),
    ],
)
def test_a_reward_that_fails_says_so_and_nothing_of_the_answer(server, text, error):
    assert ask(server, response=says(text)) == (500, {"error": error})


def test_what_is_missing_in_an_answer_is_the_programs_matter(server):
    assert ask(server, response={"parts": []})[1] == {
        "error": "The reward raised IndexError in reward.py, line 6."
    }
    assert ask(server, response=says("text")) == (200, {"reward": 0.5})


def test_large_answers_are_scored_and_too_large_ones_refused(server):
    """Whoever sends too much reads why, and the server goes on."""
    assert ask(server, response=says("x" * 7_000_000)) == (200, {"reward": 1 / 7_000_001})
    assert ask(server, response=says("x" * 9_000_000)) == (
        413,
        {"error": "A request may have 8,388,608 bytes at most."},
    )
    assert ask(server)[0] == 200


def test_chunks_are_read_and_the_connection_kept(server):
    """As a proxy may send what it streams; the second request comes through the same connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    content = json.dumps(BODY).encode()
    for _ in range(2):
        connection.request(
            "POST",
            "/",
            iter([content[:9], content[9:]]),
            encode_chunked=True,
            headers={"Transfer-Encoding": "chunked"},
        )
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())) == (200, {"reward": 1 / 6})
    connection.request(
        "POST",
        "/",
        iter([b"x" * 5_000_000] * 2),
        encode_chunked=True,
        headers={"Transfer-Encoding": "chunked"},
    )
    assert connection.getresponse().status == 413
    connection.close()


def test_a_kept_connection_is_answered_at_once(server):
    """Were head and body sent apart, most answers would wait 40 ms for an acknowledgement."""
    content, seconds = json.dumps(BODY), []
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for _ in range(60):
        began = time.monotonic()
        connection.request("POST", "/", content)
        connection.getresponse().read()
        seconds.append(time.monotonic() - began)
    connection.close()
    assert sorted(seconds[30:])[7] < 0.03


def test_a_request_of_unknown_length_is_refused(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.putrequest("POST", "/")
    connection.endheaders()
    assert connection.getresponse().status == 411
    connection.close()


def test_it_says_that_it_runs(server):
    for path, status in (("/", 200), ("/healthz", 200), ("/healthz?x=1", 200), ("/reward.py", 404)):
        assert requests.get(f"{server.address}{path}", timeout=10).status_code == status
    assert requests.put(server.address, timeout=10).status_code == 501


def test_it_ends_when_the_platform_says_so(tmp_path):
    with running(write_server(ModelPart(name="people", code=CODE), tmp_path / "new")) as server:
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(10) == 0


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(Conflict, match="is not empty"):
        write_server(ModelPart(name="people", code=CODE), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_what_a_program_imports_is_installed():
    """In the version that is installed here, so that the numbers are the same; nothing else is installed."""
    code = "import math, numpy as np\nfrom sklearn.linear_model import Ridge\nimport json\n" + CODE
    lines = server_files(ModelPart(name="people", code=code))["requirements.txt"].splitlines()
    assert [line.partition("==")[0] for line in lines] == ["numpy", "scikit-learn"]
    assert "requirements.txt" not in server_files(ModelPart(name="people", code=CODE))


def test_how_it_is_deployed_is_said_once():
    """What pages and commands show is the README's, from its heading to the next."""
    assert deploy_words().startswith("Choose the region")
    assert deploy_words() in server_files(ModelPart(name="people", code=CODE))["README.md"]
    assert "## " not in deploy_words()


def test_the_archive_holds_the_folder():
    """Equal rewards give equal bytes; the image's name has no host before it."""
    part = ModelPart(name="people", code=CODE)
    content = server_zip(part)
    assert content == server_zip(part)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.namelist() == [
            f"reward-server/{name}" for name in ("Containerfile", "README.md", "main.py", "reward.py")
        ]
        assert packed.read("reward-server/reward.py").decode() == CODE
        assert b"\nFROM python:3.11-slim\n" in packed.read("reward-server/Containerfile")
        assert b"roles/run.invoker" in packed.read("reward-server/README.md")
