"""What Google says of a run before it is launched; nothing is changed there."""

from core.cloud import TASK_LOGS, Needs, check_google, cloud_settings
from core.findings import Finding, Level
from core.training.method import Plan
from core.training.methods.instruction import instruction_findings, reads_the_cloud
from core.training.methods.vertex_rlhf.machines import MACHINES

APIS = ("aiplatform.googleapis.com", "storage.googleapis.com")
PERMISSIONS = (
    "aiplatform.pipelineJobs.create",
    "aiplatform.pipelineJobs.get",
    "aiplatform.pipelineJobs.cancel",
)


def check_outside(plan: Plan) -> list[Finding]:
    """Account, project, APIs, permissions, bucket and quota, and what nobody can ask.

    Raises:
        InvalidInput: A setting is wrong.
    """
    accelerator = plan.parameters["accelerator_type"]
    own_machines = not plan.parameters["project"]  # else those of the other project count
    needs = Needs(
        APIS,
        PERMISSIONS,
        cloud_settings().staging_address,
        accelerator if own_machines else "",
        TASK_LOGS,
        base_answers="eval_dataset" in plan.inputs,
    )
    # the bucket and the quota have to fit the machines, wherever the pipeline's small tasks run
    found = check_google(location=MACHINES[accelerator].region, needs=needs)
    found += instruction_findings(plan) if reads_the_cloud(plan) else []
    return [*found, *_other_project(plan), _images()]


def _other_project(plan: Plan) -> list[Finding]:
    if not (project := plan.parameters["project"]):
        return []
    text = f"The tuning jobs are to run in the project {project}; its permissions and quota were not checked."
    return [Finding(Level.UNKNOWN, text, "Leave project empty to use the account's own.")]


def _images() -> Finding:
    return Finding(
        Level.UNKNOWN,
        "Whether Google still lets a project pull this pipeline's closed images cannot be asked beforehand.",
        "Try the cheapest run first: few steps on a small set.",
    )
