"""Rewards made of choices: fitted, measured on prompts that were held out, kept with their program."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.access import SYSTEM
from core.datasets.delivery import read_dataset
from core.demo.sample import load_sample
from core.errors import InvalidInput, NotFound
from core.findings import Level
from core.labelling import get_project
from core.labelling.reports import measured_agreement
from core.rewards import LengthPart, NewModel, RewardRequest, list_rewards, make_reward, reward_findings
from tests.core.builders import frozen, new_project, row, take
from tests.core.rewards.generated_choices import rows

RECOMPUTE = Path(__file__).with_name("recompute.py")


def make(studio, dataset, *parts, actor=SYSTEM, tell=None, **more):
    """Make a reward of a set; a reward model where no parts are given."""
    request = RewardRequest(dataset.id, parts or (NewModel(),), **more)
    return make_reward(studio.db, actor, dataset.project_id, request, tell=tell)


def frozen_of(studio, given, name="Posts"):
    """A preference set of these rows."""
    project = new_project(studio, name)
    take(studio, project, *given)
    return frozen(studio, project)


def recomputed(folder, dataset, made):
    """What the independent script finds, from the set's file and the program alone."""
    file, program = folder / "preference.jsonl", folder / "reward.py"
    file.write_bytes(read_dataset(dataset))
    program.write_text(made.specification.parts[0].code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(RECOMPUTE), str(file), str(program)], capture_output=True, check=True
    )
    return json.loads(done.stdout)


def test_a_reward_of_the_sample_project(studio, tmp_path):
    """All figures are there, and its accuracy is what anybody can recompute."""
    sample, told = frozen(studio, load_sample(studio.db)), []
    made = make(studio, sample, NewModel(weight=3), LengthPart(name="short", most_words=60), tell=told.append)
    report = made.view.report
    assert (report.failed, report.pairs + report.training_pairs) == (0, sample.rows)
    assert report.cross_validation.folds == 5
    assert report.rank_loss[-1].training < report.rank_loss[0].training
    with studio.db.read() as session:
        agreed = measured_agreement(session, get_project(session, sample.project_id))
    assert (report.agreement.value, report.agreement.n) == (agreed.value, agreed.n)
    assert studio.db.ask(list_rewards, sample.project_id) == [made.view]
    assert told[0] == "Reading the choices."
    alone = make(studio, sample)
    assert alone.specification.parts[0].code == made.specification.parts[0].code
    assert recomputed(tmp_path, sample, alone)["accuracy"] == alone.view.report.accuracy.value


def test_a_known_rule_is_learned(studio, tmp_path):
    """Of 2,000 pairs words and letters tell more than the ten measures, and the launch is good."""
    dataset = frozen_of(studio, rows(2000, seed=1))
    made = make(studio, dataset)
    report = made.view.report
    found = recomputed(tmp_path, dataset, made)
    assert (found["pairs"], found["accuracy"]) == (report.pairs, report.accuracy.value)
    assert report.pairs == 400
    assert report.accuracy.lower > 0.6
    assert report.cross_validation.text.lower > report.cross_validation.measures.upper
    assert report.saturated <= 0.05
    assert len(made.specification.parts[0].code) < 100_000
    assert [one.level for one in reward_findings(made.view)] == [Level.GOOD]


@pytest.mark.real
def test_the_courses_rows_with_others(studio, real_data, tmp_path):
    """The five published rows, among made-up ones."""
    course = [
        json.loads(line) for line in (real_data / "sample_preference.jsonl").read_text("utf-8").splitlines()
    ]
    dataset = frozen_of(studio, course + rows(95, seed=3))
    made = make(studio, dataset)
    assert made.view.report.pairs + made.view.report.training_pairs == 100
    assert recomputed(tmp_path, dataset, made)["accuracy"] == made.view.report.accuracy.value


def test_random_choices_are_refused(studio):
    """Nothing is learned from chance, and a launch stops."""
    made = make(studio, frozen_of(studio, rows(400, seed=2, random_choices=True)))
    assert reward_findings(made.view)[0].level == Level.STOP


@pytest.mark.parametrize(
    ("wins", "remedy"),
    [("longer", "Join it with a length reward"), ("shorter", "Judge pairs of equal length")],
)
def test_a_reward_that_is_only_length_is_said_to_be(studio, wins, remedy):
    """People who go by length alone teach nothing else; a length reward helps against long answers only."""
    given = rows(400, seed=4)
    for one in given:
        first_is_longer = len(one["candidate_0"].split()) > len(one["candidate_1"].split())
        one["choice"] = int(first_is_longer == (wins == "shorter"))
    (_, found) = reward_findings(make(studio, frozen_of(studio, given)).view)
    assert f"little more than that an answer is {wins}" in found.text
    assert found.remedy.startswith(remedy)


def test_no_prompt_is_on_both_sides(studio):
    """Pairs of one prompt are held out together, also where its white space differs."""
    given = [
        row(number) | {"input_text": f"post {number % 5}{' ' * (number // 5)}", "choice": number % 2}
        for number in range(20)
    ]
    report = make(studio, frozen_of(studio, given), NewModel()).view.report
    assert (report.prompts, report.pairs, report.training_pairs) == (1, 4, 16)


def test_three_prompts_are_enough_to_try(studio):
    """Two to learn from, one to check on; the interval says how little that is."""
    report = make(studio, frozen_of(studio, [row(n, choice=n % 2) for n in range(3)])).view.report
    assert (report.pairs, report.training_pairs, report.beats_coin) == (1, 2, False)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ((NewModel(), NewModel("other")), "one reward model at most"),
        ((LengthPart(name="short", most_words=9),), "nothing of what people prefer"),
        ((NewModel("Two words"),), "pattern"),
        ((), "at least 1"),
    ],
)
def test_parts_that_make_no_reward_are_refused_before_any_work(studio, parts, why):
    dataset = frozen_of(studio, [row(1, choice=0)])
    with pytest.raises(InvalidInput, match=why):
        make_reward(studio.db, SYSTEM, dataset.project_id, RewardRequest(dataset.id, parts))


def test_sets_that_cannot_be_measured_on_are_refused(studio):
    dataset = frozen_of(studio, [row(1, choice=0)])
    with pytest.raises(InvalidInput, match="choices on 1 prompt"):
        make(studio, dataset)
    with pytest.raises(InvalidInput, match="one prompt to learn from"):
        make(studio, frozen_of(studio, [row(n, choice=0) for n in range(2)], "Two"))
    other = new_project(studio, "Other")
    with pytest.raises(NotFound, match="in this project"):
        make_reward(studio.db, SYSTEM, other.id, RewardRequest(dataset.id, (NewModel(),)))


def test_cancelled_work_leaves_nothing(studio):
    """Whoever is told may stop it at any sentence."""
    dataset = frozen_of(studio, rows(20, seed=6))

    def stop(sentence):
        if sentence.startswith("Scored"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(studio, dataset, tell=stop)
    assert studio.db.ask(list_rewards, dataset.project_id) == []
