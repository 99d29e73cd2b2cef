"""Event files are found wherever a run left them, and named by their task."""

import pytest

from core.event_files import find_event_files
from core.event_files.found import task_name

FLAT = (
    "rlhf_526064905871_rlhf-train-template-20231025162358_rewardmodeltrainer_-5577427763033276416"
    "_tensorboard_metrics_train_events.out.tfevents.1698255866.t1v-n-807add68-w-1.1.0.v2"
)
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
        (f"critic_123/tensorboard_metrics/train/{EVENTS}", "reinforcer-experiments", "critic"),
        (f"critic_-123/{EVENTS}", "", "critic"),
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
