"""What arithmetic, Google's documented limits and Google itself say of a plan; nothing is changed anywhere.

Source: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-preference-tuning
"""

from collections.abc import Iterator

from core.cloud import (
    MULTI_REGIONS,
    Needs,
    Wanted,
    check_google,
    cloud_settings,
    translated,
    vertex_client,
    within,
)
from core.errors import NotFound, StudioError
from core.findings import Finding, Level
from core.training.google import SERVED_FROM, serving_location
from core.training.instruction import instruction_findings
from core.training.method import Plan
from core.training.methods.gemini.costs import (
    CHARACTERS,
    FEWEST_CHARACTERS,
    MOST_CHARACTERS,
    instruction_characters,
    lengths_of,
)

ROW_TOKENS = 131_072
FILE_BYTES = 1_000_000_000
ROW_OVERHEAD = 134
"""Bytes around the texts of a row of preference tuning, 196, less those of a frozen row, 62."""

VALIDATION_ROWS = 5_000
FREE_VALIDATION_ROWS = 1_000
VALIDATION_SHARE = 0.3
FEW_ROWS = 100
LEAST_BETA, MOST_BETA = 0.01, 0.5

TRAINING_ROLES = ("preference_dataset", "validation_dataset")


def advice(plan: Plan) -> list[Finding]:
    """Limits and advice that hold for both ways of tuning."""
    found = [
        finding
        for role in TRAINING_ROLES
        if role in plan.inputs
        for finding in (*file_size(plan, role), *row_tokens(plan, role))
    ]
    return [*found, *_rows(plan), *_validation(plan), *_epochs(plan)]


def preference_advice(plan: Plan) -> list[Finding]:
    """What holds for preference tuning only."""
    return [*_beta(plan), *_examples_first(plan)]


def _rows(plan: Plan) -> Iterator[Finding]:
    dataset = plan.inputs.get("preference_dataset")
    if dataset is not None and dataset.rows < FEW_ROWS:
        text = f"{dataset.rows:,} training rows are few; Google advises at least 100 to 500 for best results."
        yield Finding(Level.WARNING, text, "Judge more pairs and freeze a larger set.")


def file_size(plan: Plan, role: str, *, overhead: int = ROW_OVERHEAD) -> Iterator[Finding]:
    """Whether a set's file is within 1 GB, with so many bytes a row more than it has as frozen."""
    dataset = plan.inputs[role]
    instruction = len((plan.parameters.get("instruction") or "").encode())
    size = dataset.size + dataset.rows * (overhead + instruction)
    remedy = "Freeze a smaller set: fewer rows, or a limit on the length of prompts."
    if dataset.size > FILE_BYTES:
        text = f"{role} has {dataset.size / FILE_BYTES:.2f} GB; Google takes files of at most 1 GB."
        yield Finding(Level.STOP, text, remedy)
    elif size > FILE_BYTES:
        text = f"{role} may come to {size / FILE_BYTES:.2f} GB in Gemini's format; Google takes at most 1 GB."
        yield Finding(Level.WARNING, text, remedy)


def row_tokens(plan: Plan, role: str, *, most: int = ROW_TOKENS) -> Iterator[Finding]:
    """Whether a set's longest row is within what Google takes."""
    lengths = lengths_of(plan.inputs[role])
    if lengths is None:
        text = f"How long the rows of {role} are is not on record; Google takes {most:,} tokens a row."
        yield Finding(Level.UNKNOWN, text, "Freeze the recipe again; newer sets have a card with lengths.")
        return
    longest = lengths.longest_row + instruction_characters(plan)
    text = (
        f"No row of {role} has more than {longest:,} characters, about {longest / CHARACTERS:,.0f} tokens "
        f"(characters / {CHARACTERS}); Google takes {most:,} tokens a row."
    )
    remedy = "Freeze a set with a limit on the length of prompts."
    if longest / MOST_CHARACTERS > most:
        yield Finding(Level.STOP, text, remedy)
    elif longest / FEWEST_CHARACTERS > most:
        yield Finding(Level.WARNING, text, remedy)
    else:
        yield Finding(Level.GOOD, text)


def _validation(plan: Plan) -> Iterator[Finding]:
    validation, training = plan.inputs.get("validation_dataset"), plan.inputs.get("preference_dataset")
    if validation is None or training is None:
        return
    remedy = "Freeze a smaller validation set."
    if validation.rows > VALIDATION_ROWS:
        text = f"The validation set has {validation.rows:,} rows; Google takes at most {VALIDATION_ROWS:,}."
        yield Finding(Level.STOP, text, remedy)
    elif validation.rows > max(FREE_VALIDATION_ROWS, VALIDATION_SHARE * training.rows):
        text = (
            f"The validation set has {validation.rows:,} rows; above {FREE_VALIDATION_ROWS:,} Google takes "
            f"at most 30 % of the training rows, here {VALIDATION_SHARE * training.rows:,.0f}."
        )
        yield Finding(Level.STOP, text, remedy)
    if validation.sha256 == training.sha256:
        text = "validation_dataset holds the same rows as preference_dataset, so it validates nothing."
        yield Finding(Level.WARNING, text, "Choose a set of other rows, or none.")


def _epochs(plan: Plan) -> Iterator[Finding]:
    dataset, epochs = plan.inputs.get("preference_dataset"), plan.parameters["epoch_count"]
    if dataset is not None and epochs:
        text = f"{dataset.rows:,} rows × {epochs} epochs = {dataset.rows * epochs:,} rows shown to the model."
        yield Finding(Level.GOOD, text)


def _beta(plan: Plan) -> Iterator[Finding]:
    beta = plan.parameters["beta"]
    if beta is not None and not LEAST_BETA <= beta <= MOST_BETA:
        text = f"beta is {beta:g}; Google recommends {LEAST_BETA:g} to {MOST_BETA:g}."
        yield Finding(Level.WARNING, text)


def _examples_first(plan: Plan) -> Iterator[Finding]:
    if not plan.parameters["start_from"]:
        text = (
            "Google strongly recommends supervised tuning on the preferred answers before preference tuning."
        )
        remedy = "Launch gemini-supervised with the same data set, and choose its output_model in start_from."
        yield Finding(Level.WARNING, text, remedy)


TUNING = tuple(f"aiplatform.tuningJobs.{action}" for action in ("create", "get", "list", "cancel"))
ANSWERING = tuple(
    f"aiplatform.batchPredictionJobs.{action}" for action in ("create", "get", "list", "cancel")
)
ASKING = "aiplatform.endpoints.predict"
"""To ask a model one prompt: where Google takes no prediction job, answers come so."""

SCORING = "aiplatform.tuningJobs.validateReinforcementTuningReward"
"""To have Google score with a reward; in its table of roles, https://docs.cloud.google.com/colab/docs/access-control."""

CURVES = Wanted(
    permissions=(
        "aiplatform.contexts.get",
        "aiplatform.tensorboards.list",
        "aiplatform.tensorboardExperiments.list",
        "aiplatform.tensorboardRuns.list",
        "aiplatform.tensorboardTimeSeries.list",
        "aiplatform.tensorboardTimeSeries.batchRead",
        "aiplatform.tensorboardTimeSeries.read",
    ),
    loss="Without that, the run will have no curves of its tuning.",
)
"""What reading a tuning job's metrics asks for: https://cloud.google.com/vertex-ai/docs/general/iam-permissions."""


def check_plan(plan: Plan) -> list[Finding]:
    """Account, project, APIs, permissions and bucket; the model to start from; instructions given twice.

    Raises:
        InvalidInput: A setting is wrong.
    """
    return [*check_account(plan), *check_start(plan), *instruction_findings(plan)]


def check_account(plan: Plan) -> list[Finding]:
    """Account, project, APIs, permissions, bucket, and how many tuning jobs may run at once.

    Raises:
        InvalidInput: A setting is wrong.
    """
    permissions = TUNING + (ANSWERING if "eval_dataset" in plan.inputs else ())
    permissions += (ASKING,) if _may_be_asked(plan) else ()
    permissions += (SCORING,) if plan.reward is not None else ()
    bucket = cloud_settings().staging_address
    needs = Needs(permissions=permissions, bucket=bucket, wanted=CURVES, tuning=True)
    return check_google(location=plan.parameters["location"], needs=needs)


def _may_be_asked(plan: Plan) -> bool:
    """Whether one of the models may have to answer prompt by prompt; see `online`."""
    elsewhere = plan.parameters["location"] in SERVED_FROM
    return "eval_dataset" in plan.inputs and (elsewhere or serving_location(plan.parameters) in MULTI_REGIONS)


def check_start(plan: Plan) -> Iterator[Finding]:
    """Whether there is the model to start from."""
    start = plan.parameters.get("start_from")
    if not start:
        return
    name, _, checkpoint = start.partition("#")
    what = f"the model to start from, {name}"
    try:
        with translated(what):
            vertex_client("Model", plan.parameters["location"]).get_model(name=name, **within())
    except NotFound as error:
        yield Finding(
            Level.STOP, str(error), "Copy output_model or a checkpoint of a supervised run that succeeded."
        )
    except StudioError as error:
        yield Finding(Level.UNKNOWN, f"Whether there is {what} could not be checked: {error}")
    else:
        unseen = f" Whether it has the checkpoint {checkpoint} is not checked." if checkpoint else ""
        yield Finding(Level.GOOD, f"There is {what}.{unseen}")
