"""A reward on held-out pairs, scored here and by Google: what is asked, read, and said of it."""

from dataclasses import replace

import pytest
from google.genai import types

from core.errors import QuotaExceeded
from core.findings import Level
from core.rewards import (
    AutoraterPart,
    CloudRunPart,
    FormatPart,
    LengthPart,
    ModelPart,
    RewardSpec,
    Sample,
    get_reward,
)
from core.training.google import reward_fields, validate, validate_findings, validated_pairs
from core.training.google.validate_reward import scored_of
from core.training.method import Plan
from tests.core.rewards.made_rewards import kept
from tests.doubles.google.clients import gemini_client

WORDS = "def evaluate(example, response):\n    return len(response['parts'][0]['text'].split()) / 100 - 0.4\n"
ELSEWHERE = (
    "import sys\ndef evaluate(example, response):\n    return 0.1 if 'sandbox' in sys.argv[0] else 0.2\n"
)
PEOPLE = ModelPart(name="people", weight=3, code=WORDS)
JUDGE = AutoraterPart(
    name="judge",
    model="gemini-3.5-flash",
    prompt="<answer>\n{{response}}\n</answer>",
    expression="<score>(.*?)</score>",
)
SHORT, DOTTED = LengthPart(name="short", most_words=40), FormatPart(name="dotted", expression=r"\.$")
SERVER = CloudRunPart(name="server", address="http://127.0.0.1:9")
ROW = {
    "contents": [{"role": "user", "parts": [{"text": "Hi"}]}],
    "systemInstruction": {"parts": [{"text": "be brief"}]},
    "references": {"k": "v"},
}
SAMPLES = [Sample.of(ROW, "Hello, you."), Sample.of(ROW, "Hello")]


@pytest.fixture(autouse=True)
def no_waits(monkeypatch):
    """Tries follow each other at once."""
    monkeypatch.setattr("core.asking.WAITS_S", (0.0,))


def planned(scene, *parts):
    """A plan with a reward of these parts, which was checked on the scene's choices."""
    studio = scene.studio
    view = kept(studio, scene.sets["preference_dataset"])
    detail = studio.db.ask(get_reward, view.id)
    reward = replace(detail, specification=RewardSpec(parts=parts or (PEOPLE,)))
    return Plan({"location": "us-central1"}, {}, reward)


def said(plan):
    """Levels and texts of what is found."""
    return [(finding.level, finding.text) for finding in validate_findings(plan)]


@pytest.mark.parametrize(
    "parts", [(PEOPLE,), (PEOPLE, JUDGE, SHORT, DOTTED, SERVER)], ids=["single", "composite"]
)
def test_google_is_asked_as_its_own_client_asks(cloud, parts):
    """The very same bodies, key by key."""
    spec = RewardSpec(parts=parts)
    validate("us-central1", spec, SAMPLES[:1])
    fields = reward_fields(spec, project=cloud.project, location="us-central1")
    if single := fields.pop("reward_config", None):
        fields["single_reward_config"] = single
    with gemini_client(cloud) as client:
        client.tunings.validate_reward(
            parent=f"projects/{cloud.project}/locations/us-central1",
            sample_response=types.Content.model_validate(SAMPLES[0].response),
            example=types.ReinforcementTuningExample.model_validate(ROW),
            **fields,
        )
    ours, theirs = cloud.validations
    assert ours == theirs


def test_google_gives_the_rewards_of_all_kinds_of_parts(cloud):
    """Together with each part's own; a server that is not there fails."""
    found = validate("us-central1", RewardSpec(parts=(PEOPLE, SHORT, DOTTED, JUDGE)), SAMPLES)
    assert [one.error for one in found] == ["", ""]
    assert found[0].parts == pytest.approx({"people": -0.38, "short": 1, "dotted": 1, "judge": 0.98})
    assert found[0].reward == pytest.approx((-0.38 * 3 + 1 + 1 + 0.98) / 6)
    assert found[1].parts["dotted"] == -1
    [failed] = validate("us-central1", RewardSpec(parts=(PEOPLE, SERVER)), SAMPLES[:1])
    assert failed.reward is None
    assert failed.error.startswith("Google says “server: Invalid response of Cloud Run service")
    assert failed.parts == pytest.approx({"people": -0.38})


ONE, TWO = RewardSpec(parts=(PEOPLE,)), RewardSpec(parts=(PEOPLE, SHORT))
ANSWERS = {
    "a reward": (ONE, {"overallReward": 0.5, "rewardInfoDetails": {"people": {"reward": 0.5}}}, 0.5, ""),
    "a whole number": (ONE, {"overallReward": 1}, 1.0, ""),
    "nothing": (ONE, {}, None, "Google's answer is empty"),
    "a zero left out": (ONE, {"rewardInfoDetails": {"people": {}}}, 0.0, ""),
    "zeros left out": (TWO, {"rewardInfoDetails": {"people": {}, "short": {"reward": 0}}}, 0.0, ""),
    "parts that come to 0": (
        TWO,
        {"rewardInfoDetails": {"people": {"reward": 0.25}, "short": {"reward": -0.75}}},
        0.0,
        "",
    ),
    "parts that do not": (
        TWO,
        {"rewardInfoDetails": {"people": {"reward": 0.5}, "short": {}}},
        None,
        "do not come to 0",
    ),
    "a part that is not there": (TWO, {"rewardInfoDetails": {"people": {}}}, None, "do not come to 0"),
    "an error": (ONE, {"errorStatus": {"code": 3, "message": "No\nsuch name."}}, None, "“No such name”."),
    "an error beside a reward": (ONE, {"overallReward": 1, "errorStatus": {"code": 3}}, None, "a word"),
    "a status of what went well": (ONE, {"overallReward": 1, "errorStatus": {"code": 0}}, 1.0, ""),
    "a status and no reward": (ONE, {"errorStatus": {}}, None, "without a word"),
    "an error of a part": (
        TWO,
        {"overallReward": 1, "rewardInfoDetails": {"people": {"errorStatus": {"message": "Late."}}}},
        None,
        "Google says “people: Late”.",
    ),
    "an error in the client's words": (ONE, {"error": "Late."}, None, "Google says “Late”."),
    "no number": (ONE, {"overallReward": "NaN"}, None, "is no number"),
    "no number, bare": (ONE, {"overallReward": float("nan")}, None, "is no number"),
    "no end": (ONE, {"overallReward": "Infinity"}, None, "is no number"),
    "no number in a part": (
        ONE,
        {"overallReward": 0.5, "rewardInfoDetails": {"people": {"reward": "NaN"}}},
        None,
        "people: a reward that is no number",
    ),
    "hundreds of digits": (ONE, {"overallReward": 10**400}, None, "is no number"),
    "truth": (ONE, {"overallReward": True}, None, "is no number"),
    "nonsense": (ONE, {"rewardInfoDetails": {"people": 7}}, None, "people: nothing that can be read"),
}  # fmt: skip


NO_REWARDS = {
    "empty": "Google's answer is empty",
    "error": "Google says “Planned by the test”.",
    "part_error": "Google says “people: Planned by the test”.",
    "nan": "people: a reward that is no number",
    "bare_nan": "people: a reward that is no number",
}


@pytest.mark.parametrize("case", ANSWERS)
def test_an_answer_is_a_reward_or_says_why_not(case):
    spec, answer, reward, words = ANSWERS[case]
    found = scored_of(spec, answer)
    assert found.reward == reward
    assert words in found.error
    assert bool(words) == bool(found.error)


def test_a_reward_that_google_scores_alike_is_good(cloud, scene):
    """Six held-out pairs of three prompts here, both answers each; the table has both numbers of each."""
    plan = planned(scene)
    found = said(plan)
    assert found[0][0] == Level.GOOD
    assert found[0][1] == (
        "Google and the studio scored 12 answers of held-out pairs with reward #1 Made: 0 differ by more "
        "than 0.000001, the largest difference is less than 0.000001."
    )
    assert "of 6 held-out pairs; the studio measured 75 % (65–85 %) on all." in found[1][1]
    pairs = validated_pairs(plan.reward, "us-central1", most=2)
    assert [pair.differences for pair in pairs] == [pytest.approx((0, 0), abs=1e-12)] * 2
    assert len(cloud.validations) == 12 + 4


def test_a_plan_without_a_reward_has_nothing_to_validate():
    assert validate_findings(Plan({}, {})) == []


def test_a_reward_that_google_scores_otherwise_stops_the_launch(cloud, scene):
    """A program that finds another machine there."""
    level, text = said(planned(scene, PEOPLE.model_copy(update={"code": ELSEWHERE})))[0]
    assert level == Level.STOP
    assert "12 differ by more than 0.000001, the largest difference is 0.1. What was measured" in text


@pytest.mark.parametrize(
    ("share", "level", "words"),
    [
        (
            0.1,
            Level.WARNING,
            "could not score 1 of 12 answers with reward #1 Made. The first of them: Google says “people",
        ),
        (0.9, Level.STOP, "could not score 10 of 12 answers"),
    ],
)
def test_a_reward_that_fails_at_google(cloud, scene, share, level, words):
    """On a tenth it is a warning, on nine tenths the launch stops; what the rest says is said."""
    cloud.plan.failing = share
    found = said(planned(scene))
    assert found[0][0] == level
    assert words in found[0][1]
    assert "planned by the test" in found[0][1]
    assert "0 differ" in found[1][1]


def test_answers_that_are_no_reward_stop_the_launch(cloud, scene):
    """Each with its reason."""
    plan = planned(scene)
    for kind, words in NO_REWARDS.items():
        cloud.plan.answer_validation(kind, times=12)
        [(level, text)] = said(plan)
        assert level == Level.STOP
        assert "could not score 12 of 12 answers" in text
        assert words in text


def test_a_server_that_google_may_not_ask_is_told_of(cloud, scene):
    """The remedy names the account that must be let in."""
    found = validate_findings(planned(scene, SERVER))
    assert (found[0].level, found[1].level) == (Level.STOP, Level.UNKNOWN)
    assert "Grant roles/run.invoker on it to service-PROJECT_NUMBER@gcp-sa-vertex-tune" in found[0].remedy


def test_a_zero_that_is_left_out_is_a_reward(cloud, scene):
    cloud.plan.answer_validation("zero_omitted", times=0)
    found = said(
        planned(
            scene, PEOPLE.model_copy(update={"code": WORDS.replace("len(", "0 * len(").replace(" - 0.4", "")})
        )
    )
    assert "0 differ" in found[0][1]
    assert found[1][0] == Level.WARNING


def test_google_that_cannot_be_asked_is_unknown(cloud, scene):
    """The quota is used up, or the account may not; neither says anything of the reward."""
    plan = planned(scene)
    for fault in ({"kind": "throttle"}, {"status": 403}):
        cloud.fault("tuningJobs.validateReinforcementTuningReward", times=0, **fault)
        [(level, text)] = said(plan)
        assert level == Level.UNKNOWN
        assert "How Google scores with reward #1 Made is not known: " in text
        cloud.faults.clear()
    cloud.fault("tuningJobs.validateReinforcementTuningReward", "throttle", times=0)
    with pytest.raises(QuotaExceeded):
        validated_pairs(plan.reward, "us-central1")


def test_a_judge_need_not_say_the_same_twice(cloud, scene):
    """Up to a half on four answers of five; where it is not reached from here, nothing is compared."""
    level, text = said(planned(scene, JUDGE))[0]
    assert (level, "differ by more than 0.5" in text) == (Level.GOOD, True)
    cloud.fault("models.generateContent", status=404, times=0)
    level, text = said(planned(scene, JUDGE))[0]
    assert (level, "could not score these answers" in text) == (Level.UNKNOWN, True)
