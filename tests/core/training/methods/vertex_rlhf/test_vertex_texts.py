"""Whatever Google's texts and names hold, the studio can keep them."""

from google.cloud.aiplatform_v1 import PipelineJob

from core.training.methods.vertex_rlhf.tasks import task_reports
from core.training.models import TaskState
from tests.core.training.methods.vertex_rlhf.vertex_runs import JOB_ID


def test_what_google_says_can_be_stored(runs, cloud):
    """PostgreSQL keeps no NUL, and no encoder writes half of a surrogate pair, which JSON can spell."""
    run = runs.started()
    cloud.fail(JOB_ID, task="reward-model-trainer", message="Row \0 is wrong.")
    cloud.finish(JOB_ID)
    cloud.log_entries[-1]["textPayload"] = "Row \0\ud800 is wrong."
    report = runs.poll(run)
    assert "failed: Row \ufffd is wrong." in report.error
    assert "Row \ufffd? is wrong." in report.log


def test_names_of_tasks_can_be_stored():
    """A run that was taken over has a specification that anybody may have written."""
    tasks = {"a\0": {"componentRef": {"name": "c"}}, "b": {"componentRef": {"name": "c"}}}
    tasks["b"]["dependentTasks"] = ["a\0"]
    job = PipelineJob(
        pipeline_spec={"root": {"dag": {"tasks": tasks}}, "components": {"c": {"executorLabel": "x"}}},
        job_detail={"task_details": [{"task_id": 1, "task_name": "a\0", "state": "RUNNING"}]},
    )
    first, second = task_reports(job)
    assert (first.name, first.state, second.depends_on) == ("a\ufffd", TaskState.RUNNING, ("a\ufffd",))
