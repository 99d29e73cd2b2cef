"""What Google and the rows themselves say of a plan; nothing is changed anywhere."""

from collections.abc import Iterator

from core.cloud import Needs, check_google, cloud_settings, model_client, translated, within
from core.errors import NotFound, StudioError
from core.findings import Finding, Level
from core.training.method import Plan
from core.training.methods.instruction import instruction_findings

APIS = ("aiplatform.googleapis.com", "storage.googleapis.com")
TUNING = tuple(f"aiplatform.tuningJobs.{action}" for action in ("create", "get", "list", "cancel"))
ANSWERING = tuple(
    f"aiplatform.batchPredictionJobs.{action}" for action in ("create", "get", "list", "cancel")
)


def check_plan(plan: Plan) -> list[Finding]:
    """Account, project, APIs, permissions and bucket; the model to start from; instructions given twice.

    Raises:
        InvalidInput: A setting is wrong.
    """
    permissions = TUNING + (ANSWERING if "eval_dataset" in plan.inputs else ())
    needs = Needs(apis=APIS, permissions=permissions, bucket=cloud_settings().staging_address)
    found = check_google(location=plan.parameters["location"], needs=needs)
    return [*found, *_start(plan), *instruction_findings(plan)]


def _start(plan: Plan) -> Iterator[Finding]:
    start = plan.parameters.get("start_from")
    if not start:
        return
    name, _, checkpoint = start.partition("#")
    what = f"the model to start from, {name}"
    try:
        with translated(what):
            model_client(plan.parameters["location"]).get_model(name=name, **within())
    except NotFound as error:
        yield Finding(
            Level.STOP, str(error), "Copy output_model or a checkpoint of a supervised run that succeeded."
        )
    except StudioError as error:
        yield Finding(Level.UNKNOWN, f"Whether there is {what} could not be checked: {error}")
    else:
        unseen = f" Whether it has the checkpoint {checkpoint} is not checked." if checkpoint else ""
        yield Finding(Level.GOOD, f"There is {what}.{unseen}")
