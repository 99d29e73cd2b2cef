"""Once round the loop without a screen, with the sample and with one's own files."""

import json
from importlib.resources import files
from itertools import islice

import pytest
from pydantic import Field

from core.datasets import Dataset, DatasetKind
from core.demo.trip import TripFiles, go_round
from core.errors import Conflict, InvalidInput
from core.review import list_reviews
from core.storage import parse_address
from core.training.method import RunReport
from core.training.methods import all_methods
from core.training.methods.local_rlhf.method import LocalRlhf
from core.training.methods.local_rlhf.parameters import RlhfParameters
from core.training.models import Run, RunState
from tests.core.builders import new_project, rows_of
from tests.core.training.made_method import MadeMethod
from tests.core.training.methods.local_rlhf.local_rlhf_posts import prompt_lines, prompts
from tests.core.training.methods.local_rlhf.tasks_here import tasks_done_here
from tests.loop_helpers import preference_text

STAGES = ["label", "freeze", "freeze", "freeze", "export", "launch", "curves", "compare"]
ROLES = [DatasetKind.PREFERENCE, DatasetKind.PROMPT, DatasetKind.EVALUATION]


class BriefParameters(RlhfParameters):
    """Fewer steps unless others are asked for."""

    reward_model_train_steps: int = Field(default=12, ge=1)
    reinforcement_learning_train_steps: int = Field(default=6, ge=1)


class BriefRlhf(LocalRlhf):
    """The real local method, with the patience of a test."""

    parameters = BriefParameters


class FailingMethod(MadeMethod):
    """Takes what the local method takes, and fails."""

    inputs = LocalRlhf.inputs
    parameters = RlhfParameters

    def poll(self, run):
        """Tell that it failed."""
        super().poll(run)
        return RunReport(RunState.FAILED, error="The card caught fire.")


@pytest.fixture
def brief(monkeypatch):
    """Let the demo's runs be short, and take place here; the command's tests start processes."""
    monkeypatch.setitem(all_methods(), "local-rlhf", BriefRlhf())
    with tasks_done_here():
        yield


@pytest.fixture
def write(tmp_path):
    """Write a JSONL file and give its path."""

    def write_file(name, text):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write_file


def round_trip(studio, **given):
    """All stages of a trip."""
    return list(go_round(studio, TripFiles(**given), seconds=0.05))


def first_stages(studio, **given):
    """The stages before the run: each is done when it is told, so the trip can end there."""
    stages = list(islice(go_round(studio, TripFiles(**given)), STAGES.index("launch")))
    assert [stage.name for stage in stages] == STAGES[:5]
    assert rows_of(studio, Run) == []


def rows_by_kind(studio):
    """How many rows were frozen of each kind, and the texts of prompts and evaluation prompts."""
    counts, texts = {}, {}
    for dataset in rows_of(studio, Dataset):
        lines = parse_address(dataset.address).path.read_text().splitlines()
        counts[dataset.kind] = dataset.rows
        texts[dataset.kind] = {json.loads(line)["input_text"] for line in lines}
    return counts, texts


def check_ending(studio, stages):
    """Every stage is told, in order, and the run's predictions wait for a reviewer."""
    assert [stage.name for stage in stages] == STAGES
    assert [stage.figures["kind"] for stage in stages[1:4]] == ROLES
    assert {"rank_loss", "reward", "kl_loss"} <= set(stages[6].figures)
    counts, _ = rows_by_kind(studio)
    compared = stages[7].figures["comparisons"]
    assert compared + stages[7].figures["identical"] == counts[DatasetKind.EVALUATION]
    assert set(stages[7].figures["mean_words"]) == {"base", "tuned"}
    with studio.db.read() as session:
        (made,) = list_reviews(session, rows_of(studio, Run)[0].project_id)
    assert made.items == compared > 0


def test_with_the_sample(studio, brief):
    """The figures are those of the sample's files; the exported set is there."""
    stages = round_trip(studio)
    check_ending(studio, stages)
    folder = files("core.demo") / "sample"
    lines = [(folder / name).read_text().splitlines() for name in ("pairs_1.jsonl", "pairs_2.jsonl")]
    rows = [json.loads(line) for part in lines for line in part]
    judged = [one for row in rows for one in row["judgments"] if one["outcome"] != "skip"]
    assert stages[0].figures == {"pairs": len(rows), "judgments": len(judged)}
    exported = parse_address(stages[4].figures["address"]).path
    assert len(exported.read_text().splitlines()) == stages[1].figures["rows"]
    assert "succeeded in" in stages[5].sentence


def test_with_preferences_only(studio, brief, write):
    """The posts of the pairs are split: a fifth of 10 distinct posts is 2, the other 8 to practise on."""
    stages = round_trip(studio, preference=write("pairs.jsonl", preference_text(10)))
    check_ending(studio, stages)
    assert stages[0].figures == {"pairs": 20, "judgments": 20}
    counts, texts = rows_by_kind(studio)
    assert counts == {DatasetKind.PREFERENCE: 20, DatasetKind.PROMPT: 8, DatasetKind.EVALUATION: 2}
    assert texts[DatasetKind.PROMPT].isdisjoint(texts[DatasetKind.EVALUATION])


def test_with_preferences_and_prompts(studio, write):
    """Now the prompts are split: ⌈0.2 · 11⌉ = 3 to evaluate on, 8 to practise on."""
    own = prompts(11, seed=5)
    pairs = write("pairs.jsonl", preference_text(5))
    first_stages(studio, preference=pairs, prompts=write("prompts.jsonl", prompt_lines(own)))
    counts, texts = rows_by_kind(studio)
    assert counts == {DatasetKind.PREFERENCE: 10, DatasetKind.PROMPT: 8, DatasetKind.EVALUATION: 3}
    assert texts[DatasetKind.PROMPT] | texts[DatasetKind.EVALUATION] == set(own)


def test_with_preferences_and_evaluation_prompts(studio, write):
    """Then nothing need be held out: every post of the pairs is practised on."""
    evaluate = prompts(4, seed=6)
    pairs = write("pairs.jsonl", preference_text(5))
    first_stages(studio, preference=pairs, evaluation=write("evaluation.jsonl", prompt_lines(evaluate)))
    counts, texts = rows_by_kind(studio)
    assert counts == {DatasetKind.PREFERENCE: 10, DatasetKind.PROMPT: 5, DatasetKind.EVALUATION: 4}
    assert texts[DatasetKind.EVALUATION] == set(evaluate)


def test_with_all_three_files(studio, write):
    """Each file is used for what it is, whole."""
    practise, evaluate = prompts(7, seed=5), prompts(4, seed=6)
    first_stages(
        studio,
        preference=write("pairs.jsonl", preference_text(5)),
        prompts=write("prompts.jsonl", prompt_lines(practise)),
        evaluation=write("evaluation.jsonl", prompt_lines(evaluate)),
    )
    _, texts = rows_by_kind(studio)
    assert texts[DatasetKind.PROMPT] == set(practise)
    assert texts[DatasetKind.EVALUATION] == set(evaluate)


@pytest.mark.real
def test_with_the_files_of_the_public_course(studio, brief, real_data):
    """5 preference rows and 6 prompts are few, but enough to go round: ⌈0.2 · 6⌉ = 2 to evaluate on."""
    stages = round_trip(
        studio, preference=real_data / "sample_preference.jsonl", prompts=real_data / "sample_prompt.jsonl"
    )
    check_ending(studio, stages)
    counts, _ = rows_by_kind(studio)
    assert counts == {DatasetKind.PREFERENCE: 5, DatasetKind.PROMPT: 4, DatasetKind.EVALUATION: 2}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{oops\n", r"bad\.jsonl, line 1, field \(line\): is no JSON"),
        ('{"input_text": "a"}\n', r"bad\.jsonl, line 1, field candidate_0: is missing"),
        (
            '{"input_text": "a", "candidate_0": "b", "candidate_1": "c", "choice": 2}\n',
            r"bad\.jsonl: The field “choice” may be the choice, but its values \(\"2\"\) do not tell",
        ),
        ("", r"bad\.jsonl is empty"),
        (
            '{"input_text": "a", "candidate_0": "b", "candidate_1": "c"}\n',
            r"This preference set would have no row",
        ),
    ],
)
def test_a_bad_file_ends_in_a_sentence(studio, write, text, sentence):
    """And no run was launched."""
    with pytest.raises(InvalidInput, match=sentence):
        round_trip(studio, preference=write("bad.jsonl", text))
    assert rows_of(studio, Run) == []


@pytest.mark.parametrize("which", ["preference", "prompts", "evaluation"])
def test_a_file_that_is_not_there(studio, write, tmp_path, which):
    """It is named."""
    given = {"preference": write("pairs.jsonl", preference_text(2)), which: tmp_path / "none.jsonl"}
    with pytest.raises(InvalidInput, match=r"There is no file .*none\.jsonl; check the name"):
        round_trip(studio, **given)
    assert rows_of(studio, Run) == []


def test_a_home_in_use_is_left_alone(studio):
    """The demo goes round in an empty studio only."""
    new_project(studio, "Mine")
    with pytest.raises(Conflict, match="This home has a project already; the demo needs an empty one"):
        round_trip(studio)
    assert rows_of(studio, Run) == []


def test_a_run_that_fails_ends_the_trip(studio, write, monkeypatch):
    """With its reason and the end of its log."""
    method = FailingMethod()
    method.log = "step 1\nsmoke"
    monkeypatch.setitem(all_methods(), "local-rlhf", method)
    with pytest.raises(Conflict, match=r"ended as failed: The card caught fire\.\nstep 1\nsmoke$"):
        round_trip(studio, preference=write("pairs.jsonl", preference_text(5)))
