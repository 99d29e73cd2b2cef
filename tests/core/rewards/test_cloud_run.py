"""A server of somebody's own is asked as Google asks it, and trusted with nothing."""

import datetime as dt
import json
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import ValidationError

from core.cloud import identity_token
from core.errors import NotAllowed, NotFound, QuotaExceeded, Unavailable
from core.rewards import CloudRunPart, ModelPart, write_server
from core.rewards.cloud_run import score_by_server
from tests.core.rewards.judged_pairs import sample
from tests.core.rewards.reward_servers import answering, running

LENGTH = "def evaluate(example, response):\n    return len(response['parts'][0]['text']) / 100\n"


@pytest.fixture(autouse=True)
def no_waits(monkeypatch):
    """Tries follow each other at once, and nobody is waited for long."""
    monkeypatch.setattr("core.asking.WAITS_S", (0.0, 0.0))
    monkeypatch.setenv("PREFSTUDIO_REQUEST_SECONDS", "5")


def at(address: str) -> CloudRunPart:
    """A server at an address."""
    return CloudRunPart(name="server", address=address)


def scored(address: str, *answers: str):
    """What a server gives these answers."""
    return score_by_server(at(address), [sample(text) for text in answers or ("One.",)], lambda _: None)


def test_the_written_out_server_scores(tmp_path):
    """In the order of the answers, whichever comes back first; nobody signs in on this machine."""
    told: list[str] = []
    with running(write_server(ModelPart(name="people", code=LENGTH), tmp_path / "new")) as server:
        answers = [sample("x" * number) for number in range(1, 41)]
        assert score_by_server(at(server.address), answers, told.append) == [n / 100 for n in range(1, 41)]
    assert told[-1] == f"The server {server.address} has scored 40 of 40."
    assert len(told) == 40


def test_the_request_is_googles():
    """Example, response and the job's id in both spellings; no sign-in goes to this machine in the clear."""
    asked = []

    def keep(handler, body):
        asked.append((dict(handler.headers), json.loads(body)))
        return 200, b'{"reward": -0.5, "user_requested_aux_info": "x"}'

    with answering(keep) as address:
        assert scored(address) == [-0.5]
    ((headers, body),) = asked
    assert body == {
        "example": {"contents": [{"role": "user", "parts": [{"text": "A prompt."}]}]},
        "response": {"role": "model", "parts": [{"text": "One."}]},
        "metadata": {"tuningJobId": "prefstudio-check", "tuning_job_id": "prefstudio-check"},
    }
    assert "Authorization" not in headers


@pytest.mark.parametrize(
    ("status", "content", "sentence"),
    [
        (200, b'{"reward": NaN}', "The server's reward is nan, which is no number to go by."),
        (200, b'{"reward": ' + b"9" * 400 + b"}", "The server's reward is inf, which is no number to go by."),
        (200, b'{"reward": 1e999}', "The server's reward is inf, which is no number to go by."),
        (200, b'{"reward": "0.5"}', 'The server\'s answer is not {"reward": a number}.'),
        (200, b'{"reward": true}', 'The server\'s answer is not {"reward": a number}.'),
        (200, b"{}", 'The server\'s answer is not {"reward": a number}.'),
        (200, b"[0.5]", 'The server\'s answer is not {"reward": a number}.'),
        (200, b"<p>0.5", 'The server\'s answer is not {"reward": a number}.'),
        (200, b"[" * 60_000, 'The server\'s answer is not {"reward": a number}.'),
        (200, b" " * 70_000, "The server's answer has more than 65,536 bytes."),
        (500, b'{"error": "The reward raised\\nKeyError."}',
         "The server refuses an answer (HTTP 500): “The reward raised KeyError”."),
        (500, b"Traceback: SECRET", "The server refuses an answer (HTTP 500)."),
        (413, b'{"error": {"a": 1}}', "The server refuses an answer (HTTP 413)."),
    ],
)  # fmt: skip
def test_what_is_no_reward_is_a_sentence(status, content, sentence):
    with answering(lambda *_: (status, content)) as address:
        assert scored(address, "a", "b") == [sentence, sentence]


def test_a_whole_number_is_one_and_none_is_cut_here():
    """Parts are cut to -1 … 1 where they are put together."""
    with answering(lambda *_: (200, b'{"reward": 7}')) as address:
        assert scored(address) == [7.0]


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (401, NotAllowed, "roles/run.invoker"),
        (403, NotAllowed, "gcloud run services add-iam-policy-binding SERVICE"),
        (404, NotFound, "has nothing there"),
        (302, NotFound, "which is not followed"),
        (308, NotFound, "which is not followed"),
        (429, QuotaExceeded, "more often than it allows"),
        (503, Unavailable, "is not up"),
    ],
)
def test_what_holds_for_every_answer_ends_the_work(status, error, words):
    """A refusal at once, a server that is not up after eight answers; redirections lead nowhere."""
    asked = []

    def refuse(handler, _body):
        asked.append(handler.path)
        handler.send_response(status)
        handler.send_header("Location", f"http://localhost:{handler.server.server_port}/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with answering(refuse) as address, pytest.raises(error, match=words) as raised:
        scored(address, *map(str, range(200)))
    assert address in str(raised.value)
    assert set(asked) == {"/"}
    assert len(asked) < 100


def test_a_server_that_is_busy_for_a_moment_is_asked_again():
    statuses = iter([429, 503, 200])
    with answering(lambda *_: (next(statuses), b'{"reward": 0.25}')) as address:
        assert scored(address) == [0.25]


def test_nobody_there_is_said_with_the_address():
    with answering(lambda *_: (200, b"")) as address:
        pass
    with pytest.raises(Unavailable, match=f"{address} was asked and gave no answer"):
        scored(address, *map(str, range(20)))


def test_a_slow_answer_is_not_waited_for_for_ever(monkeypatch):
    """Not even if each of its bytes comes in time."""
    monkeypatch.setenv("PREFSTUDIO_REQUEST_SECONDS", "0.3")
    monkeypatch.setattr("core.asking.WAITS_S", ())
    ended = threading.Event()

    def drip(handler, _body):
        handler.send_response(200)
        handler.end_headers()
        while not ended.wait(0.05):
            handler.wfile.write(b" ")

    with answering(drip) as address:
        (sentence,) = scored(address)
        ended.set()
    assert "none within 0.3 seconds" in sentence


def test_who_is_let_in_says_who_it_is(cloud, monkeypatch, tmp_path):
    """By a token for this host alone, which a service account's key gets; a password file is left alone."""
    certificate, tls = certificate_for_localhost(tmp_path)
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    (tmp_path / ".netrc").write_text("machine localhost login me password PASSWORD")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    seen = []

    def keep(handler, _body):
        seen.append(handler.headers["Authorization"])
        return 200, b'{"reward": 0.5}'

    with answering(keep, tls) as address:
        assert scored(f"{address}/score", "a", "b", "c") == [0.5] * 3
    tokens = {text.removeprefix("Bearer ") for text in seen}
    assert [cloud.identity.audience_of(token) for token in tokens] == [address]
    assert cloud.requests == ["token"]


def test_a_persons_own_sign_in_gets_no_token(monkeypatch, tmp_path):
    """Google gives it none for a host; the sentence says what does."""
    path = tmp_path / "person.json"
    person = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r"}
    path.write_text(json.dumps(person))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    with pytest.raises(NotAllowed, match="--impersonate-service-account=EMAIL"):
        identity_token("https://a.example")


@pytest.mark.parametrize(
    "address",
    ["http://10.0.0.1/", "http://metadata.google.internal/", "ftp://x", "https://u:p@x", "https://x/?q=1"],
)
def test_addresses_that_are_not_asked(address):
    with pytest.raises(ValidationError, match="begins with https://"):
        at(address)


def certificate_for_localhost(folder):
    """A certificate that signs itself, and the server's side of it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path, secret = folder / "certificate.pem", folder / "key.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(path, secret)
    return path, tls
