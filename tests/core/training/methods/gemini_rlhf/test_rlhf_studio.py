"""A reinforcement through the studio's own doors: refused, launched, followed, compared, and once more."""

from dataclasses import replace

import pytest

from core.errors import Conflict, InvalidInput, Unavailable
from core.review import review_run
from core.training.following import follow_once
from core.training.method import LaunchRequest
from core.training.methods import all_methods
from core.training.methods.gemini_rlhf.method import GeminiRlhf
from core.training.models import RunState
from core.training.run_curves import read_run_curves
from core.training.runs import fetch_curves, get_run, launch, may_fetch_curves, request_of
from tests.core.rewards.made_rewards import CODE, kept, share
from tests.core.training.methods.gemini_rlhf.rlhf_plans import GIVEN
from tests.doubles.google.jobs import BATCHES, TUNINGS
from tests.loop_helpers import set_scene


@pytest.fixture
def scene(tmp_path):
    """A studio of the test's own, as these tests write to its database."""
    with set_scene(tmp_path) as made:
        yield made


@pytest.fixture
def method(monkeypatch):
    """The method in the table, looked at whenever somebody follows."""
    made = GeminiRlhf()
    monkeypatch.setattr(made, "poll_seconds", 0.0)
    monkeypatch.setitem(all_methods(), made.name, made)
    return made


def start(scene, request):
    studio = scene.studio
    return launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request)


def asked(scene, number: int, **parameters) -> LaunchRequest:
    """What a person asks for who types the name to confirm."""
    sets = {role: scene.sets[role].id for role in ("prompt_dataset", "eval_dataset")}
    return LaunchRequest("gemini-rlhf", sets, GIVEN | {"reward": number} | parameters, "Steeper", "Steeper")


def test_a_run_is_launched_followed_compared_and_repeated(cloud, scene, method, tmp_path):
    """Its reward and the set that the reward was measured on stand with it; its curves are like any run's."""
    reward = kept(scene.studio, scene.sets["preference_dataset"])
    detail = start(scene, asked(scene, reward.id))
    assert (detail.run.state, set(detail.run.jobs)) == (RunState.RUNNING, {"tune", "base"})
    assert detail.inputs["preference_dataset"].id == scene.sets["preference_dataset"].id
    assert detail.reward == reward
    for collection in (TUNINGS, BATCHES):
        for job in cloud.of_kind(collection):
            cloud.finish(job)
        follow_once(scene.studio.db)
    for job in cloud.of_kind(BATCHES):
        cloud.finish(job)
    follow_once(scene.studio.db)
    detail = scene.studio.db.ask(get_run, detail.run.id)
    assert (detail.run.state, detail.run.error) == (RunState.SUCCEEDED, None)
    curves = read_run_curves(detail, cache=tmp_path / "cache")
    assert {"reward", "eval_reward", "generation_length"} <= {one.tag for one in curves}
    compared = review_run(scene.studio.db, scene.engineer, scene.project, detail)
    assert compared.items == scene.sets["eval_dataset"].rows
    again = replace(request_of(detail), confirmed=f"{detail.run.name} again")
    assert set(again.inputs) == {"prompt_dataset", "eval_dataset"}
    assert start(scene, again).run.retried_from == detail.run.id


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"accept_preview_terms": False}, "pre-GA terms"),
        ({"reward": 7}, "no reward number 7"),
        ({"reward": None}, "Choose a reward; where there is none"),  # as of a run that was taken over
        ({"samples_per_prompt": 15, "batch_size": 31}, "divisible by 16"),
        ({"epoch_count": 500, "batch_size": 1}, "at most 500 steps"),
    ],
)
def test_what_stands_against_a_launch_is_said_and_nothing_is_sent(cloud, scene, method, given, why):
    kept(scene.studio, scene.sets["preference_dataset"])
    with pytest.raises(InvalidInput, match=why):
        start(scene, asked(scene, 1, **given))
    assert cloud.jobs == {}


def test_curves_that_were_refused_are_fetched_once_they_may_be_read(cloud, scene, method, tmp_path):
    """The run ended without them; nothing else of it changes, and nothing is begun."""
    db = scene.studio.db
    reward = kept(scene.studio, scene.sets["preference_dataset"])
    run = start(scene, asked(scene, reward.id)).run
    with pytest.raises(Conflict, match="goes on"):
        fetch_curves(db, scene.engineer, run.id)
    cloud.deny("aiplatform.contexts.get")
    for collection in (TUNINGS, BATCHES, BATCHES):
        for job in cloud.of_kind(collection):
            cloud.finish(job)
        follow_once(db)
    ended = db.ask(get_run, run.id)
    assert ended.run.state == RunState.SUCCEEDED
    assert may_fetch_curves(ended.run)
    with pytest.raises(Unavailable, match=r"lacks the permission aiplatform\.contexts\.get"):
        fetch_curves(db, scene.engineer, run.id)
    cloud.denied.clear()
    jobs = list(cloud.jobs)
    fetch_curves(db, scene.engineer, run.id)
    fetched = db.ask(get_run, run.id)
    assert (fetched.run.state, list(cloud.jobs)) == (ended.run.state, jobs)
    assert "reward" in {one.tag for one in read_run_curves(fetched, cache=tmp_path / "cache")}
    assert [one.error for one in fetched.run.tasks if one.name == "tune"] == [None]


def test_a_reward_no_better_than_a_coin_stops_the_launch(cloud, scene, method):
    coin = kept(scene.studio, scene.sets["preference_dataset"], accuracy=share(0.55))
    with pytest.raises(InvalidInput, match="no better than a coin"):
        start(scene, asked(scene, coin.id))
    assert cloud.jobs == {}


def test_a_refused_tuning_stops_the_answers(cloud, scene, method):
    """The base model's were asked for first."""
    reward = kept(scene.studio, scene.sets["preference_dataset"])
    cloud.fault("tuningJobs.create", status=400, message="Not in this region.")
    with pytest.raises(InvalidInput, match="Not in this region"):
        start(scene, asked(scene, reward.id))
    [base] = cloud.of_kind(BATCHES)
    assert base.state == "CANCELLING"


def test_the_program_that_is_sent_is_the_one_on_record(cloud, scene, method):
    reward = kept(scene.studio, scene.sets["preference_dataset"])
    start(scene, asked(scene, reward.id))
    [job] = cloud.of_kind(TUNINGS)
    sent = job.body["reinforcementTuningSpec"]["singleRewardConfig"]["codeExecutionRewardScorer"]
    assert sent == {"python_code_snippet": CODE}
