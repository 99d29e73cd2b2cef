"""Rewards that ask a judge or a server, from choices to figures on record, and what stops them."""

from statistics import fmean

import numpy as np
import pytest

from core.access import SYSTEM
from core.demo.sample import load_sample
from core.errors import InvalidInput, NotAllowed
from core.findings import Level
from core.rewards import (
    SCORE_EXPRESSION,
    AutoraterPart,
    CloudRunPart,
    LengthPart,
    ModelPart,
    RewardRequest,
    RewardSpec,
    calls_of,
    draft_judge,
    list_rewards,
    make_reward,
    reward_findings,
    score_all,
    write_server,
)
from core.rewards.choices import HELD_OUT, folds_of, read_choices
from core.rewards.programs import model_code
from core.rewards.text_features import BUCKETS, MEASURES, Weights
from tests.core.builders import frozen
from tests.core.rewards.judged_pairs import sample as an_answer
from tests.core.rewards.reward_servers import running
from tests.doubles.google.judges import shorter_is_better


@pytest.fixture
def dataset(studio):
    return frozen(studio, load_sample(studio.db))


@pytest.fixture
def held_out(dataset):
    """The pairs a reward of the set is checked on."""
    pairs = read_choices(dataset)
    return [pair for pair, fold in zip(pairs, folds_of(pairs), strict=True) if fold == HELD_OUT]


def judge(studio, dataset, **changes) -> AutoraterPart:
    """A judge that is asked what the studio drafts."""
    prompt = draft_judge(studio.db, SYSTEM, dataset.project_id, dataset.id).prompt
    fields = {"name": "judge", "model": "gemini-3.5-flash", "expression": SCORE_EXPRESSION}
    return AutoraterPart(prompt=prompt, **(fields | changes))


def model() -> ModelPart:
    """A reward model as the studio writes them, with weights of a die instead of people's."""
    die, n = np.random.default_rng(7), len(MEASURES)
    text = die.normal(0, 0.3, BUCKETS)
    weights = Weights(die.normal(0, 1, n), die.normal(0, 1, n), die.uniform(0.5, 2, n), text, 0.3, 2.0)
    return ModelPart(name="people", code=model_code(weights))


def make(studio, dataset, *parts, **more):
    """Make a reward of these parts."""
    request = RewardRequest(dataset.id, parts, **more)
    return make_reward(studio.db, SYSTEM, dataset.project_id, request)


def liked(pairs) -> set[str]:
    """The answers people preferred."""
    return {pair.answers[pair.choice] for pair in pairs}


def test_a_judges_accuracy_is_the_share_it_gets_right(cloud, studio, dataset, held_out):
    """It errs on every third pair: its figure is that share, by prompt; each answer is asked about once."""
    errs = {answer for pair in held_out[::3] for answer in pair.answers}
    good = liked(held_out)
    cloud.judge.rule = lambda answer: 0.5 if (answer in good) != (answer in errs) else -0.5
    made = make(studio, dataset, part := judge(studio, dataset))
    right: dict[str, list[bool]] = {}
    for number, pair in enumerate(held_out):
        right.setdefault(pair.prompt, []).append(number % 3 != 0)
    assert made.view.report.accuracy.value == pytest.approx(fmean(map(fmean, right.values())))
    assert len(cloud.judge.asked) == calls_of(part, len(held_out))
    assert made.specification.parts == (part,)


def test_only_so_many_pairs_are_asked_about(cloud, studio, dataset):
    made = make(studio, dataset, judge(studio, dataset, samples=2), most_pairs=3)
    assert made.view.report.pairs == 3
    assert len(cloud.judge.asked) == 12


def test_a_judge_that_knows_nothing_may_not_be_launched(cloud, studio, dataset):
    """The same score for every answer is right half of the time, and the findings stop there."""
    cloud.judge.rule = lambda _: 0.1
    made = make(studio, dataset, judge(studio, dataset))
    assert made.view.report.accuracy.value == 0.5
    assert reward_findings(made.view)[0].level == Level.STOP


def test_what_a_judge_fails_on_is_counted(cloud, studio, dataset, held_out):
    """Nonsense on a tenth of its answers; the pairs they belong to are left out and said to be."""
    cloud.judge.share = 0.1
    made = make(studio, dataset, judge(studio, dataset))
    report = made.view.report
    assert 0 < report.failed <= len(held_out) * 2 / 10 + 1
    assert report.pairs + report.failed == len(held_out)
    assert any("Scoring failed on" in finding.text for finding in reward_findings(made.view))


@pytest.mark.parametrize(
    ("trouble", "error", "words"),
    [
        ("nonsense", InvalidInput, r"None of .* could be scored\. The first reason: judge: The judge"),
        ("denied", NotAllowed, r"lacks the permission aiplatform\.endpoints\.predict"),
    ],
)
def test_nothing_is_kept_of_a_judge_that_scores_nothing(cloud, studio, dataset, trouble, error, words):
    cloud.judge.share = float(trouble == "nonsense")
    if trouble == "denied":
        cloud.deny("aiplatform.endpoints.predict")
    with pytest.raises(error, match=words):
        make(studio, dataset, judge(studio, dataset))
    assert studio.db.ask(list_rewards, dataset.project_id) == []


def test_the_server_that_is_written_out_is_the_model(studio, dataset, held_out, tmp_path):
    """The same numbers to 1e-9, so the same figures; also for answers in another language and of no words."""
    here = make(studio, dataset, part := model())
    odd = [an_answer(text) for text in ("", " \n", "Ĥüß 日本語 ✓", "x" * 20_000)]
    asked = [one for pair in held_out for one in pair.samples] + odd
    with running(write_server(part, tmp_path / "server")) as server:
        served = make(studio, dataset, CloudRunPart(name="people", address=server.address))
        found = score_all(served.specification, asked, lambda _: None)
    own = score_all(here.specification, asked, lambda _: None)
    assert [one.reward for one in found] == pytest.approx([one.reward for one in own], rel=0, abs=1e-9)
    figures = {"accuracy", "longer", "length_correlation", "saturated", "pairs"}
    assert served.view.report.model_dump(include=figures) == here.view.report.model_dump(include=figures)


def test_parts_are_put_together_by_weight(cloud, studio, dataset, held_out, tmp_path):
    """Judge 3, server 2, length 1: (3·a + 2·b + 1·c) / 6 of each answer, each part as it is alone."""
    with running(write_server(model(), tmp_path / "server")) as server:
        parts = (
            judge(studio, dataset, weight=3),
            CloudRunPart(name="people", weight=2, address=server.address),
            LengthPart(name="short", weight=1, most_words=20),
        )
        made = make(studio, dataset, *parts)
        asked = [one for pair in held_out for one in pair.samples]
        whole = score_all(made.specification, asked, lambda _: None)
    here = score_all(RewardSpec(parts=(model(),)), asked, lambda _: None)
    for answer, one, own in zip(asked, whole, here, strict=True):
        scores = one.parts
        text = answer.response["parts"][0]["text"]
        assert scores["judge"] == pytest.approx(shorter_is_better(text), abs=5e-5)  # it writes four decimals
        assert scores["people"] == pytest.approx(own.reward, abs=1e-9)
        expected = (3 * scores["judge"] + 2 * scores["people"] + scores["short"]) / 6
        assert one.reward == pytest.approx(expected)
    assert made.view.report.failed == 0
