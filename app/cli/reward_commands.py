"""``prefstudio reward``: make rewards of people's choices, see what was measured, take them along."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli.common import AsJson, ProjectName, opened, pick_project, sentences, tell, write_lines
from app.cli.reward_files import files_of, finding_line, reward_lines, table_of
from app.cli.reward_parts import Given, Judging, parts_of
from core.access import SYSTEM
from core.cloud import cloud_settings
from core.datasets import get_dataset
from core.errors import InvalidInput
from core.findings import Level
from core.rewards import (
    MOST_PAIRS,
    WORKED_EXAMPLES,
    ModelPart,
    RewardDetail,
    RewardRequest,
    deploy_words,
    draft_judge,
    get_reward,
    held_out_pairs,
    list_rewards,
    make_reward,
    reward_findings,
    reward_label,
    write_files,
    write_server,
)
from core.training.google import PAIRS, validated_findings, validated_pairs

LINE = "Make rewards for reinforcement from people's choices, see what was measured, take them along."

reward = typer.Typer(help=LINE, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Number = Annotated[int, typer.Argument(help="Number of a reward, as `reward list` has it.")]
DatasetId = Annotated[int, typer.Option("--dataset", help="Id of a frozen preference set.")]
Kind = Annotated[Judging, typer.Option(help="A model fitted to the choices, a judge, or a server of yours.")]
Prompt = Annotated[
    Path | None, typer.Option(help="autorater: a file of what it is asked; else as `draft-prompt` has it.")
]
Judge = Annotated[str, typer.Option(help="autorater: the model that judges.")]
Expression = Annotated[
    str, typer.Option(help="autorater: a regular expression whose one group is the score in its answer.")
]
Samples = Annotated[
    int | None, typer.Option(min=1, max=32, help="autorater: how often it is asked about each answer.")
]
Address = Annotated[str, typer.Option(help="cloud-run: where the reward server answers.")]
MostWords = Annotated[
    int | None, typer.Option(help="With a length reward: 1 up to so many words, -1 from twice as many.")
]
Format = Annotated[
    str, typer.Option("--format", help="With a format reward: a regular expression that good answers match.")
]
Pairs = Annotated[
    int, typer.Option("--pairs", min=1, help="Held-out pairs that a judge or a server is asked about.")
]


@reward.command("make")
def make(
    dataset: DatasetId,
    kind: Kind = Judging.MODEL,
    name: Annotated[str, typer.Option(help="What to call it.")] = "",
    prompt: Prompt = None,
    judge: Judge = "",
    expression: Expression = "",
    samples: Samples = None,
    address: Address = "",
    weight: Annotated[float, typer.Option(help="How much it counts beside length and format.")] = 1.0,
    most_words: MostWords = None,
    length_weight: Annotated[float, typer.Option(help="How much the length counts.")] = 1.0,
    format_: Format = "",
    format_weight: Annotated[float, typer.Option(help="How much the format counts.")] = 1.0,
    pairs: Pairs = MOST_PAIRS,
    *,
    as_json: AsJson = False,
) -> None:
    """Make a reward and measure it on choices it has not seen; Ctrl-C leaves nothing behind."""
    given = Given(
        kind, weight, judge, prompt, expression, samples, address, most_words, length_weight, format_,
        format_weight,
    )  # fmt: skip
    with opened() as studio, sentences(quiet=as_json) as say:
        project = studio.db.ask(get_dataset, dataset).project_id
        parts = parts_of(given, lambda: draft_judge(studio.db, SYSTEM, project, dataset).prompt)
        request = RewardRequest(dataset, parts, name, pairs)
        made = make_reward(studio.db, SYSTEM, project, request, tell=say)
    _tell(made, as_json=as_json)


@reward.command("draft-prompt")
def draft(
    dataset: DatasetId,
    examples: Annotated[int, typer.Option(min=0, max=50, help="Worked examples, at most.")] = WORKED_EXAMPLES,
) -> None:
    """Print what a judge may be asked, with worked examples; edit it, then `reward make --prompt FILE`."""
    with opened() as studio:
        project = studio.db.ask(get_dataset, dataset).project_id
        print(draft_judge(studio.db, SYSTEM, project, dataset, examples=examples).prompt)


@reward.command("list")
def list_(project: ProjectName = "", *, as_json: AsJson = False) -> None:
    """List the rewards of a project, newest first, with the numbers that a launch takes."""
    with opened() as studio:
        found = studio.db.ask(list_rewards, pick_project(studio, project).id)
    tell("\n".join(map(reward_label, found)) or "No reward has been made yet.", found, as_json=as_json)


@reward.command("show")
def show(number: Number, *, as_json: AsJson = False) -> None:
    """Say what was measured of a reward, what that says of a run, and what it is made of."""
    with opened() as studio:
        found = studio.db.ask(get_reward, number)
    _tell(found, as_json=as_json)


@reward.command("write")
def write(
    number: Number,
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    *,
    server: Annotated[
        bool, typer.Option("--server", help="The folder of a reward server instead, ready to deploy.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write what a reward is made of into a folder: programs, what a judge is asked; or a reward server."""
    with opened() as studio:
        found = studio.db.ask(get_reward, number)
    if server:
        write_server(_program(found), folder)
    else:
        write_files(files_of(found.specification), folder)
    files = sorted(str(one) for one in folder.iterdir())
    told = [*files, *(("", deploy_words()) if server else ())]
    tell("\n".join(told), {"files": files}, as_json=as_json)


def _program(found: RewardDetail) -> ModelPart:
    for part in found.specification.parts:
        if isinstance(part, ModelPart):
            return part
    raise InvalidInput(
        f"Reward {found.view.full_name} has no program that a server could run; write one of a reward model."
    )


@reward.command("held-out")
def held_out(
    number: Number,
    file: Annotated[Path | None, typer.Argument(help="The file; else they are printed.")] = None,
) -> None:
    """Write the pairs that a reward was measured on as JSON lines, so that anybody can measure it again."""
    with opened() as studio:
        found = studio.db.ask(get_reward, number)
        asked = found.view.report.pairs + found.view.report.failed
        written = write_lines(held_out_pairs(found.dataset, asked), file)
    if file:
        print(f"{written:,} held-out pairs of {found.dataset.full_name} are in {file}.")


@reward.command("validate")
def validate(
    number: Number,
    location: Annotated[
        str, typer.Option(help="Where the run would tune; the studio's region unless said.")
    ] = "",
    pairs: Annotated[int, typer.Option(min=1, max=200, help="How many held-out pairs.")] = PAIRS,
    *,
    as_json: AsJson = False,
) -> None:
    """Have Google score held-out pairs as in a run, and compare with the studio's own numbers."""
    with opened() as studio, sentences(quiet=as_json) as say:
        found = studio.db.ask(get_reward, number)
        scored = validated_pairs(found, location or cloud_settings().region, most=pairs, tell=say)
    findings = validated_findings(found.view, found.specification, scored)
    lines = [*table_of(scored), *map(finding_line, findings)]
    tell("\n".join(lines), {"pairs": scored, "findings": findings}, as_json=as_json)
    if any(one.level is Level.STOP for one in findings):
        raise typer.Exit(1)


def _tell(found: RewardDetail, *, as_json: bool) -> None:
    lines = reward_lines(found.view, found.specification, found.dataset.full_name)
    findings = reward_findings(found.view)
    parts = {"specification": found.specification, "findings": findings, "dataset": found.dataset}
    tell("\n".join(lines), asdict(found.view) | parts, as_json=as_json)
