"""``prefstudio freeze``."""

from typing import Annotated, Any

import typer
from pydantic import ValidationError

from app.cli.common import AsJson, ProjectName, opened, pick_project, tell
from core.access import SYSTEM
from core.datasets import DatasetKind, DatasetView
from core.datasets.card_weaknesses import model_sentences, shared_sentences
from core.datasets.freezing import (
    Part,
    PreferenceRecipe,
    PromptPool,
    PromptRecipe,
    Recipe,
    freeze,
    list_judges,
    preview,
)
from core.errors import InvalidInput, NotFound
from core.labelling import ProjectView
from core.labelling.consensus import ConsensusRule, TiePolicy
from core.labelling.quality import ConsensusMethod
from core.services import Studio

People = Annotated[
    list[str] | None, typer.Option("--person", help="Only this person's judgments; as often as needed.")
]

EvaluationShare = Annotated[
    float | None, typer.Option(help="Part of the pool, or of the pairs' posts, held out, such as 0.2.")
]
GroupBy = Annotated[str, typer.Option(help="Field that keeps prompts together in a split, such as info.id.")]
Consensus = Annotated[ConsensusMethod, typer.Option(help="How votes are counted.")]
ModelLabels = Annotated[
    list[str] | None,
    typer.Option(
        "--model-label",
        help="Pairs that nobody has judged go in with a model's labels of this name; as often as needed.",
    ),
]
Origins = Annotated[
    list[str] | None, typer.Option("--origin", help="Only pairs of this file; as often as needed.")
]
LongestPrompt = Annotated[
    int | None, typer.Option(help="Leave out prompts of more estimated tokens, such as 8192.")
]
LongestCandidate = Annotated[
    int | None, typer.Option(help="Leave out candidates of more estimated tokens, such as 1024.")
]
Balance = Annotated[bool, typer.Option(help="Put the preferred candidate first in half of the rows.")]
OnlyPreview = Annotated[
    bool, typer.Option("--preview", help="Say what it would come to, and freeze nothing.")
]


def freeze_set(
    kind: Annotated[DatasetKind, typer.Argument(help="Which kind of set.")],
    project: ProjectName = "",
    title: Annotated[str, typer.Option(help="What to call the set besides its number.")] = "",
    pool: Annotated[PromptPool | None, typer.Option(help="Where prompts are taken from.")] = None,
    evaluation_share: EvaluationShare = None,
    part: Annotated[Part, typer.Option(help="Which part of a split preference set.")] = Part.TUNING,
    group_by: GroupBy = "",
    rule: Annotated[ConsensusRule, typer.Option(help="When judgments agree.")] = ConsensusRule.MAJORITY,
    ties: Annotated[TiePolicy, typer.Option(help="What becomes of ties.")] = TiePolicy.DROP,
    minimum_judgments: Annotated[int, typer.Option(min=1, help="Judgments a pair must have.")] = 1,
    *,
    consensus: Consensus = ConsensusMethod.MAJORITY,
    minimum_confidence: Annotated[float, typer.Option(help="Leave out choices less sure than this.")] = 0.0,
    person: People = None,
    origin: Origins = None,
    model_label: ModelLabels = None,
    longest_prompt: LongestPrompt = None,
    longest_candidate: LongestCandidate = None,
    weights: Annotated[bool, typer.Option(help="Write beside each choice how sure it is.")] = False,
    balance: Balance = False,
    gold: Annotated[bool, typer.Option(help="Take gold pairs in, with their right answer.")] = True,
    unseen: Annotated[bool, typer.Option(help="Leave out prompts that are also posts of pairs.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the coins and the split.")] = 0,
    only_preview: OnlyPreview = False,
    as_json: AsJson = False,
) -> None:
    """Freeze a data set: rows written once, numbered and hashed."""
    split = {"evaluation_share": evaluation_share, "group_by": group_by, "seed": seed}
    with opened() as studio:
        target = pick_project(studio, project)
        if kind == DatasetKind.PREFERENCE:
            recipe: Recipe = _recipe(
                PreferenceRecipe,
                minimum_judgments=minimum_judgments,
                rule=rule,
                ties=ties,
                consensus=consensus,
                minimum_confidence=minimum_confidence,
                people=_people(studio, target, person or []),
                origins=tuple(origin or ()),
                model_labels=tuple(model_label or ()),
                longest_prompt=longest_prompt,
                longest_candidate=longest_candidate,
                weights=weights,
                balance=balance,
                gold=gold,
                part=part,
                **split,
            )
        else:
            whole = kind == DatasetKind.EVALUATION and not evaluation_share
            pool = pool or (PromptPool.EVALUATION if whole else PromptPool.PROMPTS)
            recipe = _recipe(PromptRecipe, kind=kind, pool=pool, unseen=unseen, **split)
        if only_preview:
            _tell_preview(studio, target, recipe, as_json=as_json)
            return
        made = freeze(studio.db, studio.store, SYSTEM, target, recipe, title=title)
    tell(_told(made), made, as_json=as_json)


def _told(made: DatasetView) -> str:
    sentence = f"{made.full_name} (id {made.id}): {made.rows:,} rows, sha256 {made.sha256}"
    notes = (f"\nnote {one}" for one in (*shared_sentences(made.card), *model_sentences(made.card)))
    return sentence + "".join(notes)


def _tell_preview(studio: Studio, project: ProjectView, recipe: Recipe, *, as_json: bool) -> None:
    found = studio.db.ask(preview, project, recipe)
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in sorted(found.left_out.items()))
    tell(f"{found.rows:,} rows; left out: {reasons or 'none'}", found, as_json=as_json)


def _people(studio: Studio, project: ProjectView, names: list[str]) -> tuple[int, ...]:
    if not names:
        return ()
    judges = {one.name: one.id or 0 for one in studio.db.ask(list_judges, project)}
    unknown = [name for name in names if name not in judges]
    if unknown:
        there = ", ".join(f"“{name}”" for name in judges) or "nobody"
        raise NotFound(f"“{unknown[0]}” has judged nothing in “{project.name}”; these have: {there}.")
    return tuple(judges[name] for name in names)


def _recipe(form: type[Recipe], /, **given: Any) -> Recipe:
    try:
        return form.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        message = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:  # options that do not go together
            raise InvalidInput(f"{message[:1].upper()}{message[1:]}.") from None
        option = "--" + str(first["loc"][0]).replace("_", "-")
        raise InvalidInput(f"{option}: {message} (it is {first['input']!r}).") from None
