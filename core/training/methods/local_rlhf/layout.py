"""What lies where in the folder of a local run, and what the launcher writes into it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from core.errors import InvalidInput
from core.training.methods.local_rlhf.parameters import RlhfParameters

RUN_FILE = "run.json"
EVENTS_FILE = "events.jsonl"
LOG_FILE = "run.log"
ARTIFACTS = "artifacts"

REWARD_MODEL_TRAINER = "reward-model-trainer"
REINFORCER = "reinforcer"
BULK_INFERRER = "bulk-inferrer"


class RunInputs(BaseModel):
    """The frozen data sets of a run, as paths; without ``eval_dataset`` nothing is predicted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    preference_dataset: Path
    prompt_dataset: Path
    eval_dataset: Path | None = None


class LocalRun(BaseModel):
    """What ``run.json`` holds: everything the child process needs to know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    job_id: str
    parameters: RlhfParameters
    inputs: RunInputs

    @property
    def tasks(self) -> tuple[str, ...]:
        """The names of the run's tasks, in order."""
        tasks = (REWARD_MODEL_TRAINER, REINFORCER)
        return (*tasks, BULK_INFERRER) if self.inputs.eval_dataset else tasks


def read_run(folder: Path) -> LocalRun:
    """Reads ``run.json``.

    Raises:
        InvalidInput: It is missing or does not hold a run.
    """
    try:
        return LocalRun.model_validate_json((folder / RUN_FILE).read_bytes())
    except FileNotFoundError:
        raise InvalidInput(f"The folder {folder.name} holds no {RUN_FILE}, so it is not a run.") from None
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the file"
        raise InvalidInput(f"{RUN_FILE} of the run {folder.name}: {field}: {first['msg']}.") from error
