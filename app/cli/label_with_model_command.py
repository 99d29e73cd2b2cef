"""``prefstudio label-with-model``: let a model label a project's pairs; what it says is kept apart."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import AsJson, ProjectName, opened, pick_project, read_instruction, sentences, tell
from core.access import SYSTEM
from core.errors import InvalidInput
from core.judges import JudgeKind, default_instruction, judge_of
from core.labelling.model_labels import (
    LabelRequest,
    Which,
    label_cost,
    label_with_model,
    list_model_labellers,
)
from core.progress import silent

WHICH = {"unjudged": Which.UNJUDGED, "judged": Which.JUDGED, "all": Which.ALL}

Name = Annotated[str, typer.Argument(help="What the labels are called; `freeze --model-label` takes it.")]
Model = Annotated[str, typer.Option(help="The model, as Google or the endpoint calls it.")]
Kind = Annotated[
    JudgeKind, typer.Option(help="A Gemini model of the studio's Google project, or an OpenAI-like endpoint.")
]
Instruction = Annotated[
    Path | None, typer.Option(help="A file of what it goes by; else the project's own instruction.")
]


def label_pairs(
    name: Name,
    model: Model,
    project: ProjectName = "",
    kind: Kind = JudgeKind.GENAI,
    base_url: Annotated[str, typer.Option(help="openai: where the endpoint is; else OpenAI's own.")] = "",
    key_variable: Annotated[
        str, typer.Option(help="openai: the environment variable with the key, such as OPENAI_API_KEY.")
    ] = "",
    instruction: Instruction = None,
    which: Annotated[str, typer.Option(help=f"Which pairs: {', '.join(WHICH)}.")] = "unjudged",
    most: Annotated[int | None, typer.Option(min=1, help="Pairs, at most; all unless said.")] = None,
    *,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Ask it; without, only the cost is said.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say what a model's labels would cost, and with --confirm ask it; again, it goes on where it ended."""
    if which not in WHICH:
        raise InvalidInput(f"There are no pairs called {which!r}; there are: {', '.join(WHICH)}.")
    with opened() as studio, sentences(quiet=as_json) as say:
        target = pick_project(studio, project)
        judge = judge_of(
            {
                "kind": kind,
                "model": model,
                "base_url": base_url,
                "key_variable": key_variable,
                "instruction": read_instruction(instruction) or default_instruction(target.instruction),
            }
        )
        request = LabelRequest(name, judge, WHICH[which], most)
        if not confirm:
            cost = studio.db.ask(label_cost, target.id, request)
            lines = [f"{judge.name}: {cost.words}", "Nothing was sent. Add --confirm to ask it."]
            tell("\n".join(lines), cost, as_json=as_json)
            return
        show = say or silent
        done = label_with_model(studio.db, SYSTEM, target, request, show=lambda now: show(now.words))
        figures = [one for one in studio.db.ask(list_model_labellers, target.id) if one.name == request.name]
    tell(f"{request.name}: {done.words}", figures, as_json=as_json)
