"""``prefstudio reward`` on a studio elsewhere: what there is, and what was measured of it."""

import typer
from pydantic import TypeAdapter

from app.cli.common import AsJson, ProjectName, tell
from app.cli.remote import remote_of
from app.cli.reward_commands import Number
from app.cli.reward_files import reward_lines
from core.rewards import RewardSpec, RewardView, reward_label

VIEW = TypeAdapter(RewardView)
LINE = "List the rewards of a studio elsewhere, and show one; they are made on its page."

reward = typer.Typer(help=LINE, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@reward.command("list")
def list_(context: typer.Context, project: ProjectName = "", *, as_json: AsJson = False) -> None:
    """List the rewards of a project there, newest first."""
    remote = remote_of(context)
    found = list(remote.items(f"projects/{remote.project(project)['id']}/rewards"))
    lines = [reward_label(VIEW.validate_python(one)) for one in found]
    tell("\n".join(lines) or "No reward has been made yet.", found, as_json=as_json)


@reward.command("show")
def show(context: typer.Context, number: Number, *, as_json: AsJson = False) -> None:
    """Say what was measured of a reward there, what that says of a run, and what it is made of."""
    remote = remote_of(context)
    found = remote.get(f"rewards/{number}", specification=True)
    checked_on = remote.get(f"sets/{found['dataset_id']}")
    lines = reward_lines(
        VIEW.validate_python(found),
        RewardSpec.model_validate(found["specification"]),
        f"{checked_on['kind']} {checked_on['number']}",
    )
    tell("\n".join(lines), found, as_json=as_json)
