"""Judges are asked through the real clients; whatever goes wrong is a state and a sentence."""

import logging
from threading import Event

import pytest

from core.errors import InvalidInput, NotAllowed, NotFound, QuotaExceeded, Unavailable
from core.judges import Choice, SaidState, ask_judge, verdict_of
from tests.core.judges.judged import at_google, of_endpoint, questions, said_by
from tests.doubles.choosing import the_first
from tests.doubles.openai_server import KEY


@pytest.fixture(params=["openai", "genai"])
def judged(request):
    """A judge of either kind, and what stands behind it."""
    if request.param == "openai":
        running = request.getfixturevalue("endpoint")
        return of_endpoint(running), running
    running = request.getfixturevalue("cloud")
    return at_google(), running.judge


def test_each_comparison_is_asked_in_both_orders(judged):
    """The shorter answer wins wherever it stands; reasons and tokens are kept."""
    judge, behind = judged
    said = said_by(judge, questions(6))
    assert [one.choice for one in said] == [Choice.FIRST, Choice.FIRST, Choice.SECOND, Choice.SECOND] * 3
    assert {one.state for one in said} == {SaidState.ANSWERED}
    assert said[0].reasons == "Both say what matters. One is clearer."
    assert all(one.tokens_in and one.tokens_out for one in said)
    assert len(behind.asked) == len(set(behind.prompts)) == 12


def test_a_judge_that_goes_by_the_order_has_no_preference(judged):
    judge, behind = judged
    behind.picks = the_first
    said = said_by(judge, questions(3))
    pairs = [verdict_of(one.choice, two.choice) for one, two in zip(said[::2], said[1::2], strict=True)]
    assert pairs == [(Choice.TIE, False)] * 3


def test_it_is_asked_as_it_was_set_up(endpoint, cloud):
    """Temperature 0 and the most tokens, by each interface's own names."""
    said_by(of_endpoint(endpoint, most_tokens=77), questions(1))
    assert (endpoint.asked[0]["temperature"], endpoint.asked[0]["max_tokens"]) == (0, 77)
    said_by(at_google(most_tokens=78), questions(1))
    config = cloud.judge.asked[0]["generationConfig"]
    assert (config["temperature"], config["maxOutputTokens"]) == (0, 78)


@pytest.mark.parametrize(
    ("trouble", "state", "sentence"),
    [
        (
            "nonsense",
            SaidState.UNCLEAR,
            "names no choice between the tags <choice>; it ends “I like them both.”",
        ),
        ("silent", SaidState.UNCLEAR, "The judge said nothing."),
        ("refusal", SaidState.REFUSED, "The judge refuses to answer: “I cannot judge that”."),
        ("filtered", SaidState.REFUSED, "The judge refuses to answer (content_filter)."),
        ("cut", SaidState.CUT, "cut off at 4,096 tokens"),
        ("broken", SaidState.FAILED, "is no chat completion"),
        ("other shape", SaidState.FAILED, "is no chat completion"),
    ],
)
def test_what_is_no_choice_is_a_state_and_a_sentence(endpoint, trouble, state, sentence):
    """On every second call; where it failed, it was tried again until it did not."""
    endpoint.trouble, endpoint.share = trouble, 0.5
    said = said_by(of_endpoint(endpoint, at_once=1), questions(4))
    found = [one for one in said if one.state is not SaidState.ANSWERED]
    if state is SaidState.FAILED:
        assert found == []
        return
    assert [one.state for one in found] == [state] * 4
    assert all(sentence in one.trouble for one in found)


@pytest.mark.parametrize(
    ("trouble", "state"),
    [("nonsense", SaidState.UNCLEAR), ("silent", SaidState.CUT), ("blocked", SaidState.REFUSED)],
)
def test_googles_troubles_come_to_the_same_states(cloud, trouble, state):
    cloud.judge.trouble, cloud.judge.share = trouble, 1.0
    assert {one.state for one in said_by(at_google(), questions(2))} == {state}


def test_who_is_busy_is_asked_again(endpoint):
    """Two of three calls are refused for a while; every question is answered in the end."""
    endpoint.trouble, endpoint.status, endpoint.share = "status", 429, 2 / 3
    said = said_by(of_endpoint(endpoint, at_once=1), questions(3))
    assert {one.state for one in said} == {SaidState.ANSWERED}
    assert len(endpoint.asked) > 6


@pytest.mark.parametrize(
    ("status", "kind", "sentence"),
    [
        (401, NotAllowed, "does not accept the key"),
        (403, NotAllowed, "may not be used with this key"),
        (404, NotFound, "Correct the model's name or the address"),
        (429, QuotaExceeded, "is asked more often than it allows"),
        (500, Unavailable, "answers HTTP 500"),
        (400, InvalidInput, "refuses the question"),
    ],
)
def test_what_holds_for_all_ends_it(endpoint, status, kind, sentence):
    """With the endpoint's own words, and long before all have been asked."""
    endpoint.trouble, endpoint.status, endpoint.message = "status", status, "Its own words."
    with pytest.raises(kind, match=sentence) as raised:
        said_by(of_endpoint(endpoint), questions(200))
    assert "“Its own words”" in str(raised.value)
    assert len(endpoint.asked) < 100


@pytest.mark.parametrize("trouble", ["html", "broken", "other shape", "a list", "away"])
def test_what_is_no_endpoint_is_given_up(endpoint, trouble):
    endpoint.trouble = trouble
    with pytest.raises(Unavailable, match=r"is no chat completion|cannot be reached"):
        said_by(of_endpoint(endpoint), questions(100))
    assert len(endpoint.asked) < 100


def test_a_wrong_name_of_the_model_is_said(endpoint, cloud):
    with pytest.raises(NotFound, match="The model `gpt-0` does not exist"):
        said_by(of_endpoint(endpoint, model="gpt-0"), questions(1))
    with pytest.raises(NotFound, match="the judge claude in us-central1"):
        said_by(at_google(model="claude"), questions(1))


def test_a_slow_answer_is_not_waited_for(endpoint, monkeypatch):
    """It fails alone, as a sentence."""
    monkeypatch.setattr("core.asking.WAITS_S", ())
    endpoint.trouble, endpoint.seconds = "slow", 1.3
    (came,) = ask_judge(of_endpoint(endpoint, seconds=1), questions(1)[:1])
    assert (came[0].state, came[0].choice) == (SaidState.FAILED, None)
    assert came[0].trouble.endswith("took longer than 1 seconds.")


def test_a_redirection_is_not_followed(endpoint):
    endpoint.trouble = "redirect"
    with pytest.raises(NotFound, match="sends on to another address"):
        said_by(of_endpoint(endpoint), questions(1))


def test_parameters_that_a_model_refuses_are_left_out(endpoint):
    """As newer models want: another name for the most tokens, and no temperature; it is found out once."""
    endpoint.refuses = ("max_tokens", "temperature")
    said = said_by(of_endpoint(endpoint, at_once=1), questions(3))
    assert {one.state for one in said} == {SaidState.ANSWERED}
    assert len(endpoint.asked) == 6 + 2
    assert "temperature" not in endpoint.asked[-1]
    assert endpoint.asked[-1]["max_completion_tokens"] == 4_096


def test_it_can_be_stopped(endpoint):
    """What is on its way still comes, nothing more is asked."""
    stop, came = Event(), 0
    for some in ask_judge(of_endpoint(endpoint, at_once=4), questions(200), stop=stop):
        came += len(some)
        stop.set()
    assert came == len(endpoint.asked) <= 8


def test_what_is_on_its_way_comes_before_the_end(endpoint):
    """An error that holds for all loses no answer that was paid for."""
    endpoint.seconds = 0.05
    coming = ask_judge(of_endpoint(endpoint, at_once=4), questions(50))
    came = [*next(coming)]
    endpoint.trouble, endpoint.status = "status", 401
    with pytest.raises(NotAllowed):
        came.extend(one for some in coming for one in some)
    assert len(came) == len(endpoint.asked)


def test_the_key_comes_from_the_environment_and_goes_nowhere_else(endpoint, monkeypatch, caplog):
    """Into the header of this endpoint, and into no sentence, log or judge."""
    caplog.set_level(logging.DEBUG)
    endpoint.key = KEY
    judge = of_endpoint(endpoint, key_variable="OPENAI_API_KEY")
    with pytest.raises(NotAllowed, match="OPENAI_API_KEY, which is not set"):
        said_by(judge, questions(1))
    monkeypatch.setenv("OPENAI_API_KEY", KEY[:-1])
    with pytest.raises(NotAllowed, match="does not accept the key") as raised:
        said_by(judge, questions(1))
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert {one.state for one in said_by(judge, questions(1))} == {SaidState.ANSWERED}
    for place in (str(raised.value), caplog.text, repr(judge), judge.model_dump_json()):
        assert KEY[:-1] not in place


def test_a_key_of_the_file_counts_too(endpoint, tmp_path):
    (tmp_path / ".env").write_text(f"VLLM_API_KEY={KEY}\n")
    endpoint.key = KEY
    said_by(of_endpoint(endpoint, key_variable="VLLM_API_KEY"), questions(1))


@pytest.mark.parametrize("address", ["https://elsewhere.example/v1", "http://api.openai.com/v1"])
def test_a_key_goes_to_the_address_beside_it_only(monkeypatch, address, endpoint):
    """Else whoever may name an address could have the studio's key sent to a server of theirs."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    judge = of_endpoint(endpoint, base_url=address, key_variable="OPENAI_API_KEY")
    with pytest.raises(NotAllowed, match="setting OPENAI_BASE_URL to this address"):
        said_by(judge, questions(1))


def test_without_a_key_nothing_says_who_asks(endpoint, monkeypatch):
    """The client would else send what the environment has for OpenAI to whichever endpoint."""
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_ORG_ID", "org-secret")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Token: secret")
    said_by(of_endpoint(endpoint), questions(1))
    assert not {"authorization", "openai-organization", "x-token"} & set(endpoint.headers[0])


def test_several_are_asked_at_once(endpoint):
    """But never more than so many."""
    endpoint.seconds = 0.05
    said_by(of_endpoint(endpoint, at_once=5), questions(10))
    assert 2 <= endpoint.most_busy <= 5
