"""A tuned model tried: one prompt to it and to the one it came from, and the code that asks it elsewhere."""

from dataclasses import dataclass

from sqlmodel import Session

from core.access import Action, PersonView, check_anew, permit
from core.db import Database
from core.errors import Conflict, InvalidInput, StudioError
from core.training.google import ask, place_of
from core.training.method import Method, ServedModels
from core.training.methods import all_methods, get_method
from core.training.models import RunState
from core.training.runs.views import RunView, get_run, handle

MOST_CHARACTERS = 20_000
"""Of a prompt that is tried: a question costs little."""


@dataclass(frozen=True)
class Tried:
    """What one model answered; where it gave no answer, why not.

    Attributes:
        text: The answer, or the sentence that says why there is none.
        refused: Whether it is that sentence.
    """

    text: str
    refused: bool = False


def may_serve(run: RunView) -> bool:
    """Whether it is worth asking for a run's models: its method serves some, and it succeeded."""
    method = all_methods().get(run.method)
    return method is not None and run.state == RunState.SUCCEEDED and type(method).served is not Method.served


def served_models(session: Session, run_id: int) -> ServedModels | None:
    """Both models of a run that succeeded, where they can be asked; None where they cannot.

    Raises:
        NotFound: There is no such run.
    """
    detail = get_run(session, run_id)
    if not may_serve(detail.run):
        return None
    return get_method(detail.run.method).served(
        handle(detail.run), {name: one for (_, name), one in detail.artifacts.items()}
    )


def try_models(db: Database, actor: PersonView, run_id: int, prompt: str) -> tuple[Tried, Tried]:
    """The base model's and the tuned model's answer to one prompt; that somebody asked is on record.

    Raises:
        InvalidInput: The prompt is empty or too long.
        Conflict: The run serves no models.
        NotAllowed: The actor may not launch runs, so not spend on one either.
        NotFound: There is no such run.
    """
    prompt = prompt.strip()
    if not prompt:
        raise InvalidInput("There is no prompt. Write what both models are to answer.")
    if len(prompt) > MOST_CHARACTERS:
        raise InvalidInput(
            f"The prompt has {len(prompt):,} characters; at most {MOST_CHARACTERS:,} can be tried here. "
            "Shorten it, or use the code below."
        )
    models = _permitted(db, actor, run_id)
    return _answer(models.base, prompt, models), _answer(models.tuned, prompt, models)


def code_to_ask(models: ServedModels) -> str:
    """A program that asks the tuned model, as it was tuned, from anywhere: text, to be copied."""
    project, location = models.tuned.split("/")[1], place_of(models.tuned, "")
    thinking = f"thinking_level={models.thinking_level!r}"
    config = [
        *([f"system_instruction={models.instruction!r}"] if models.instruction else []),
        *([f"thinking_config=types.ThinkingConfig({thinking})"] if models.thinking_level else []),
        f"max_output_tokens={models.most_tokens}",
    ]
    return "\n".join(
        (
            "# pip install google-genai; gcloud auth application-default login",
            "from google import genai",
            "from google.genai import types",
            "",
            f"client = genai.Client(vertexai=True, project={project!r}, location={location!r})",
            "response = client.models.generate_content(",
            f"    model={models.tuned!r},",
            "    contents='Your prompt',",
            "    config=types.GenerateContentConfig(",
            *(f"        {one}," for one in config),
            "    ),",
            ")",
            "print(response.text)",
        )
    )


def _permitted(db: Database, actor: PersonView, run_id: int) -> ServedModels:
    """The models of a run that the actor may spend on; it is on record before anything is asked."""
    with db.write() as session:
        run = get_run(session, run_id).run
        check_anew(session, actor, Action.LAUNCH, run.project_id, called=f"run number {run_id}")
        models = served_models(session, run_id)
        if models is None:
            raise Conflict(f"{run.name} serves no models that could be asked.")
        subject = f"models of run {run.job_id}"
        permit(session, actor, Action.LAUNCH, subject, run.project_id, asked="one prompt")
    return models


def _answer(resource: str, prompt: str, models: ServedModels) -> Tried:
    try:
        return Tried(ask(resource, prompt, models))
    except StudioError as error:
        return Tried(str(error), refused=True)
