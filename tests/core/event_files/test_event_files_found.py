"""Event files are found wherever a run left them, and named by their task."""

import random

import pytest

from core.curves import read_curves
from core.event_files import find_event_files, task_names
from core.event_files.found import task_name
from tests.core.curves.event_files import write_values

FLAT = (
    "rlhf_526064905871_rlhf-train-template-20231025162358_rewardmodeltrainer_-5577427763033276416"
    "_tensorboard_metrics_train_events.out.tfevents.1698255866.t1v-n-807add68-w-1.1.0.v2"
)
RUN = "4798865778428346368"
EVENTS = "events.out.tfevents.1698270146.host.1.0.v2"


@pytest.mark.parametrize(
    ("path", "root", "task"),
    [
        (FLAT, "runs/reinforcer", "reward-model-trainer"),
        (f"reward-logs/{FLAT}", "", "reward-model-trainer"),
        (f"rewardmodeltrainer_-5577/tensorboard_metrics/train/{EVENTS}", "", "reward-model-trainer"),
        (f"reward-model-trainer/tensorboard_metrics/logs/train/{EVENTS}", "", "reward-model-trainer"),
        (f"Reward_Model_Trainer_12/{EVENTS}", "", "reward-model-trainer"),
        (f"reinforcer_4798865778428346368/tensorboard_metrics/train/{EVENTS}", "", "reinforcer"),
        (f"Reinforcer-2/{EVENTS}", "", "reinforcer"),
        (f"critic_{RUN}/tensorboard_metrics/train/{EVENTS}", "reinforcer-experiments", "critic"),
        (f"critic_-{RUN}/{EVENTS}", "", "critic"),
        (f"train/{EVENTS}", "runs/7/reinforcer_12", "reinforcer"),
        (EVENTS, "runs/warm-up/train", "warm-up"),
        (EVENTS, "", "run"),
        ("critic/events.out.tfevents.1.reinforcer-pod-7.1.0.v2", "", "critic"),
    ],
)
def test_the_task_is_named_from_the_path(path, root, task):
    """Case, hyphens, underscores, task ids, layout folders and host names do not matter."""
    assert task_name(path, root) == task


def test_all_event_files_below_a_folder_are_found(tmp_path):
    """Only event files count, at any depth; the profiler's empty ones hold no summaries."""
    wanted = [tmp_path / "reinforcer_1/train" / EVENTS, tmp_path / "rewardmodeltrainer_2/train" / EVENTS]
    for path in [*wanted, tmp_path / "notes.txt", tmp_path / f"{EVENTS}.profile-empty"]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"abc")
    found = find_event_files(str(tmp_path))
    assert [file.address for file in found] == [path.as_uri() for path in wanted]
    assert [file.task for file in found] == ["reinforcer", "reward-model-trainer"]
    assert [file.size for file in found] == [3, 3]


@pytest.mark.parametrize("as_address", [str, lambda path: path.as_uri()])
def test_one_file_may_be_named_itself(tmp_path, as_address):
    """The folders above the file then name the task, whether the address is a path or a file address."""
    path = tmp_path / "reward model" / "train" / EVENTS
    path.parent.mkdir(parents=True)
    path.write_bytes(b"abc")
    assert [file.task for file in find_event_files(as_address(path))] == ["reward model"]


def test_nothing_written_yet_is_no_mistake(tmp_path):
    """A run that has just started has no folder."""
    assert find_event_files(str(tmp_path / "later")) == []


@pytest.mark.parametrize(
    ("folders", "names"),
    [
        (["lr_1", "lr_2"], ["lr_1", "lr_2"]),
        (["PPO_1", "PPO_2"], ["PPO_1", "PPO_2"]),
        (["lightning_logs/version_0", "lightning_logs/version_1"], ["version_0", "version_1"]),
        (["trial_1/train", "trial_2/train"], ["trial_1", "trial_2"]),
        (["trial_1/train", "trial_1/validation"], ["trial_1", "trial_1/validation"]),
        (["train", "validation"], ["logs of mine", "logs of mine/validation"]),
        ([f"critic_{RUN}/train", f"critic_{RUN}/eval"], ["critic", "critic/eval"]),
        (["1/a/val", "1/a/train", "2/a/val"], ["a/1/val", "a", "a/2/val"]),
        (["", "sub"], ["logs of mine", "sub"]),
        (["a/x/train", "b/x/train"], ["x/a", "x/b"]),
        ([f"1/reinforcer_{RUN}/train", f"2/reinforcer_-{RUN}/train"], ["reinforcer/1", "reinforcer/2"]),
        ([f"reinforcer_{RUN}", f"reinforcer_{RUN[::-1]}"], [f"reinforcer_{RUN}", f"reinforcer_{RUN[::-1]}"]),
        (["", "logs of mine"], [".", "logs of mine"]),
        (["A", "a"], ["A", "a"]),
    ],
)
def test_no_two_logs_are_taken_for_one(tmp_path, folders, names):
    """Runs below one address stay apart, and are called as shortly as tells them apart; so they are read."""
    root = tmp_path / "logs of mine"
    for number, folder in enumerate(folders):
        write_values(root / folder, [("x", number, float(number), 1.0)])
    found = {file.task for file in find_event_files(str(root))}
    assert found == set(names)
    curves = read_curves(str(root), cache=tmp_path / "cache")
    assert {curve.task: curve.values.tolist() for curve in curves} == {
        name: [number] for number, name in enumerate(names)
    }


def test_a_resumed_run_in_its_folder_is_one_log(tmp_path):
    """However often it was resumed; flattened by a download, too."""
    for name in ("a/events.out.tfevents.1", "a/events.out.tfevents.2", "b_train_events.out.tfevents.1"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "b_train_events.out.tfevents.2").touch()
    assert [file.task for file in find_event_files(str(tmp_path))].count("a") == 2
    assert len({file.task for file in find_event_files(str(tmp_path))}) == 2


@pytest.mark.parametrize("digits", range(1, 24))
def test_only_ids_as_long_as_vertexs_are_cut(digits):
    """A shorter number tells two runs apart."""
    name = f"critic_{'7' * digits}"
    assert task_name(f"{name}/{EVENTS}", "") == ("critic" if 15 <= digits <= 20 else name)


def test_names_never_meet_nor_depend_on_order():
    """On folders of few words, which all name something, one name belongs to one log."""
    words = ["a", "a_1", "b", "train", "logs", "validation", "reinforcer", f"reinforcer_{RUN}", f"a_{RUN}"]
    dice = random.Random(7)  # noqa: S311 - no secret
    for _ in range(300):
        folders = {"/".join(dice.choices(words, k=dice.randint(0, 3))) for _ in range(dice.randint(2, 9))}
        logs = {folder and folder + end for folder in folders for end in dice.sample("/_.", 2)}
        log_of = {log + name: log for log in logs for name in (EVENTS, "events.out.tfevents.2")}
        paths = sorted(log_of)
        names = dict(zip(paths, task_names(paths, ["x/a"] * len(paths)), strict=True))
        assert len({(names[path], log_of[path]) for path in paths}) == len(logs) == len(set(names.values()))
        shuffled = dice.sample(paths, len(paths))
        assert task_names(shuffled, ["x/a"] * len(paths)) == [names[path] for path in shuffled]


def test_names_with_stars_neither_meet_nor_end_the_search():
    """A folder may be called as a file that a download has flattened; such names once went round for ever."""
    paths = [f"x{EVENTS}", f"x*/{EVENTS}", f"root/{EVENTS}", f"x/root/{EVENTS}"]
    assert len(set(task_names(paths, ["runs/root"] * 4))) == 4
