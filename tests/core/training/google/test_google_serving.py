"""A tuned model is asked at the host of the location that serves it."""

import pytest

from core.errors import InvalidInput, NotFound
from core.training.google import ask
from core.training.google.serving import client_for
from core.training.method import ServedModels
from tests.doubles.google.registry import add_endpoint, add_model

HOW = ServedModels("", "", instruction="In a word.", thinking_level="MINIMAL", most_tokens=64)


@pytest.fixture
def endpoint(cloud):
    """That of a model which was tuned in us-central1 and is served from `us`."""
    model = add_model(cloud, "us-central1", "Tuned", {})
    return add_endpoint(cloud, "us", model)


def test_a_model_answers_a_prompt_with_its_instruction(cloud, endpoint):
    said = ask(endpoint, "First. Middle. Last.", HOW)
    assert said
    assert cloud.requests[-1] == "endpoints.generateContent"


def test_the_host_is_that_of_the_location_in_its_name(cloud, endpoint, monkeypatch):
    monkeypatch.delenv("PREFSTUDIO_GOOGLE_ENDPOINT")
    options = client_for(endpoint)._api_client._http_options  # noqa: SLF001 - what the client was told
    assert options.base_url == "https://aiplatform.us.rep.googleapis.com/"


def test_an_endpoint_is_not_known_elsewhere(cloud, endpoint):
    with pytest.raises(NotFound):
        ask(endpoint.replace("/us/", "/us-central1/"), "First. Last.", HOW)
    with pytest.raises(InvalidInput, match="is no model or endpoint"):
        ask("gemini-3.5-flash", "First. Last.", HOW)


@pytest.mark.parametrize(("trouble", "why"), [("blocked", "PROHIBITED_CONTENT"), ("silent", "MAX_TOKENS")])
def test_no_text_is_a_sentence_with_googles_reason(cloud, trouble, why):
    cloud.judge.trouble, cloud.judge.share = trouble, 1.0
    base = f"projects/{cloud.project}/locations/us/publishers/google/models/gemini-3.5-flash"
    with pytest.raises(InvalidInput, match=rf"gave no text \({why}\)"):
        ask(base, "Judge this. <answer>\nSo\n</answer>", HOW)
