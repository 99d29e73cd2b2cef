"""Whatever Google's clients raise becomes an error of the studio: a sentence, no secret, nothing chained."""

import threading
import traceback
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests
from google.api_core.operation import Operation
from google.longrunning import operations_pb2

from core.cloud import ask_google, genai_client, translated, vertex_client, within
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound, QuotaExceeded, StudioError, Unavailable
from core.storage import CloudStore
from core.training.methods.gemini.jobs import Batches

STATUSES = {
    400: (InvalidInput, "Google refuses", "does not accept this name or request"),
    401: (NotAllowed, "the sign-in has expired or was refused", "is not signed in to Google"),
    403: (NotAllowed, "does not let this account do that", "does not let this account do that"),
    404: (NotFound, "Google knows nothing of", "has no such object or no such bucket"),
    408: (Unavailable, "gave no usable answer", "gave no usable answer (HTTP 408)"),
    409: (Conflict, "exists already or changed meanwhile", "says that it was changed meanwhile"),
    412: (Conflict, "exists already or changed meanwhile", "says that it was written meanwhile"),
    418: (InvalidInput, "Google refuses", "does not accept this name or request"),
    429: (QuotaExceeded, "quota does not allow", "was asked more often than it allows"),
    500: (Unavailable, "gave no usable answer", "gave no usable answer (HTTP 500)"),
    503: (Unavailable, "gave no usable answer", "gave no usable answer (HTTP 503)"),
    504: (Unavailable, "gave no usable answer", "gave no usable answer (HTTP 504)"),
}
"""What each comes to, whichever service gives it; what is said of a job, and of an object in a bucket."""

HOSTILE = "Bearer hush-hush ya29.hush-hush <b>no</b> " + "long " * 200


def by_pipelines(cloud):
    """Through the client of Vertex AI's pipelines."""
    with translated("the pipeline job x"):
        name = f"projects/{cloud.project}/locations/us-central1/pipelineJobs/x"
        vertex_client("Pipeline", "us-central1").get_pipeline_job(name=name, **within())


def by_genai(cloud):
    """Through google-genai."""
    with translated("the tuning job x"):
        genai_client("us-central1").tunings.get(
            name=f"projects/{cloud.project}/locations/us-central1/tuningJobs/1"
        )


def by_rest(cloud):
    """Through the studio's own requests."""
    ask_google("logging", "POST", "v2/entries:list", body={}, what="the log of x")


def by_bucket(cloud):
    """Through the client of Cloud Storage."""
    list(CloudStore(cloud.bucket, patience=5).list())


WAYS = [by_pipelines, by_genai, by_rest]


@pytest.fixture
def no_patience(monkeypatch):
    """The client of Cloud Storage would try again, but has to wait too long for that."""
    monkeypatch.setattr("google.api_core.retry.retry_base.random.uniform", lambda _low, _high: 60.0)


def raised(way, cloud) -> StudioError:
    """The error, after a look at all that a log of it would hold."""
    with pytest.raises(StudioError) as caught:
        way(cloud)
    everything = "".join(traceback.format_exception(caught.value))
    assert "hush-hush" not in everything
    assert not [secret for secret in cloud.secrets() if secret in everything]
    assert str(caught.value).endswith(".")
    return caught.value


@pytest.mark.parametrize("way", [*WAYS, by_bucket])
@pytest.mark.usefixtures("no_patience")
def test_every_status(cloud, way):
    """The kind of error follows from the status, whichever client met it; a long message is cut."""
    for status, (kind, sentence, of_object) in STATUSES.items():
        cloud.faults.clear()
        cloud.fault("*.*", status=status, times=0, message=HOSTILE)
        error = raised(way, cloud)
        assert (status, type(error)) == (status, kind)
        assert (of_object if way is by_bucket else sentence) in str(error)
        assert len(str(error)) < 700


@pytest.mark.usefixtures("no_patience")
@pytest.mark.parametrize("way", [*WAYS, by_bucket])
def test_every_status_of_the_sign_in(cloud, monkeypatch, way):
    """A token that is refused is a sign-in that is refused; one that cannot be had now may be had later."""
    monkeypatch.setattr("google.auth._exponential_backoff.time.sleep", lambda _: None)
    monkeypatch.setattr("google.oauth2.service_account.Credentials._use_self_signed_jwt", lambda _: False)
    for status, kind in ((400, NotAllowed), (403, NotAllowed), (503, Unavailable)):
        cloud.faults.clear()
        cloud.fault("token", status=status, times=0, message=HOSTILE)
        assert (status, type(raised(way, cloud))) == (status, kind)


@pytest.mark.parametrize("way", WAYS)
def test_an_answer_that_never_comes(cloud, monkeypatch, way):
    """The studio waits as long as the setting says, no longer."""
    monkeypatch.setenv("PREFSTUDIO_REQUEST_SECONDS", "0.3")
    cloud.fault("*", "hang", times=0)
    assert type(raised(way, cloud)) is Unavailable


@pytest.mark.parametrize("kind", ["disconnect", "lose_response"])
@pytest.mark.parametrize("way", WAYS)
def test_a_connection_that_breaks(cloud, way, kind):
    cloud.fault("*", kind, times=0)
    assert type(raised(way, cloud)) is Unavailable


@pytest.mark.parametrize("way", WAYS)
def test_nobody_there(cloud, monkeypatch, way):
    monkeypatch.setenv("PREFSTUDIO_GOOGLE_ENDPOINT", "http://127.0.0.1:9")
    assert type(raised(way, cloud)) is Unavailable


@pytest.mark.parametrize("way", WAYS)
def test_a_sign_in_that_has_expired(cloud, way):
    cloud.expire_credentials()
    error = raised(way, cloud)
    assert type(error) is NotAllowed
    assert "the sign-in has expired or was refused" in str(error)


@pytest.mark.parametrize("way", WAYS)
def test_a_permission_that_is_missing(cloud, way):
    """Named, with the role that has it."""
    message = "Permission 'aiplatform.pipelineJobs.get' denied on '//aiplatform.googleapis.com/p'."
    cloud.fault("*.*", status=403, times=0, message=message)
    assert "lacks the permission aiplatform.pipelineJobs.get" in str(raised(way, cloud))
    assert "Vertex AI User (roles/aiplatform.user)" in str(raised(way, cloud))


@pytest.mark.parametrize("way", WAYS)
def test_an_api_that_is_switched_off(cloud, way):
    message = (
        "Vertex AI API has not been used in project 1 before or it is disabled. Enable it by visiting "
        "https://console.developers.google.com/apis/api/aiplatform.googleapis.com/overview then retry."
    )
    cloud.fault("*.*", status=403, times=0, message=message)
    assert "'gcloud services enable aiplatform.googleapis.com'" in str(raised(way, cloud))


def test_what_is_asked_about_is_named_and_google_is_quoted(cloud):
    cloud.fault("*.*", status=400, message="The field pipelineSpec is broken.")
    said = str(raised(by_pipelines, cloud))
    assert said == (
        "Google refuses the pipeline job x (“The field pipelineSpec is broken”). "
        "Correct the request and try again."
    )


@pytest.mark.parametrize("status", [400, 403, 404, 409, 429])
@pytest.mark.parametrize("way", WAYS)
def test_a_page_is_not_quoted(cloud, way, status):
    """A service, or what stands before it, may refuse in HTML; nobody wants to read that."""
    page = '\n <!DOCTYPE HTML>\n<html lang="en"><title>Error</title></html>'
    cloud.fault("*.*", status=status, times=0, message=page)
    said = str(raised(way, cloud))
    assert "<" not in said
    assert "html" not in said.casefold()


def test_other_errors_pass_through():
    """A mistake of the program's own is not Google's."""
    with pytest.raises(ZeroDivisionError), translated("x"):
        _ = 1 / 0
    with pytest.raises(Conflict, match="ours"), translated("x"):
        raise Conflict("ours")


def test_an_answer_that_is_no_json(cloud, monkeypatch):
    """As a proxy's page would be."""
    monkeypatch.setattr("requests.Response.json", _no_json)
    assert type(raised(by_rest, cloud)) is Unavailable


class Page(BaseHTTPRequestHandler):
    """What stands between the studio and Google, and answers itself."""

    def do_GET(self):
        """Say that all is well, in HTML."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"<html>Please sign in.</html>")

    do_POST = do_GET  # noqa: N815 - as the standard library names it

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def page(monkeypatch):
    """An address that answers every request with a page."""
    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        monkeypatch.setenv("PREFSTUDIO_GOOGLE_ENDPOINT", address)
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", address)
        yield address
        server.shutdown()


def makes_a_batch(_):
    """A request that may have been done all the same."""
    Batches("us-central1", "x").submit("base", {"model": "m", "src": "gs://a/b", "dest": "gs://a/c"})


def looks_at_an_object(cloud):
    """Through the client of Cloud Storage."""
    CloudStore(cloud.bucket).stat("a")


@pytest.mark.parametrize("way", [*WAYS, makes_a_batch, looks_at_an_object])
def test_a_page_instead_of_an_answer(cloud, page, way):
    """Whichever client reads it: nobody knows what became of the request."""
    assert type(raised(way, cloud)) is Unavailable


def test_an_operation_that_takes_longer(cloud, monkeypatch):
    """Google goes on with it, so nobody needs to do it again."""
    monkeypatch.setenv("PREFSTUDIO_REQUEST_SECONDS", "0.1")
    going = operations_pb2.Operation(name="x")
    operation = Operation(going, lambda **_: going, None, dict)
    with pytest.raises(Unavailable) as caught, translated("the model x"):
        operation.result(timeout=0.1)
    assert str(caught.value) == (
        "Google was asked about the model x and takes longer than 0.1 seconds; look again in a few minutes."
    )


def test_names_that_cannot_be_stored_are_mended(cloud):
    """They stand in the sentence, which is kept with the run."""
    cloud.fault("*.*", status=404, times=0, message="no \0 and no \ud800")
    with pytest.raises(NotFound) as caught:
        ask_google("logging", "POST", "v2/entries:list", body={}, what="x\0\ud800")
    assert str(caught.value).startswith("Google knows nothing of x\ufffd? (“no \ufffd and no ?”)")


def _no_json(_):
    raise requests.exceptions.JSONDecodeError("hush-hush", "", 0)
