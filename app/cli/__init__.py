"""The ``prefstudio`` command: the studio's actions, for scripts."""

import logging
import secrets
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from core.errors import InvalidInput, StudioError, refused_by_system

COMMANDS = {
    "serve": (
        "serve_command.serve",
        "Open the studio in the browser; where a name is enough to sign in, for this machine only.",
    ),
    "invite": (
        "invite_command.invite_person",
        "Print a link by which somebody comes in; who is there already sets the password with it.",
    ),
    "demo": (
        "demo_command.demo",
        "Go once round the loop in a scratch folder and print what each stage produced.",
    ),
    "preview": (
        "preview_command.preview_files",
        "Show the first rows of files as annotators would see them, and which way round choices are read.",
    ),
    "check": (
        "import_command.check_files",
        "Say what files hold and what is wrong with them; nothing is taken.",
    ),
    "import": (
        "import_command.import_files",
        "Import pairs, sets of answers or prompts; the same rows again add nothing.",
    ),
    "imports": (
        "imports_command.imports",
        "List what was imported into a project; withdraw one on which nothing rests.",
    ),
    "mappings": (
        "mapping_command.mappings",
        "List mappings of a project, show one, take one away; `import --save-mapping` makes them.",
    ),
    "freeze": ("freeze_command.freeze_set", "Freeze a data set: rows written once, numbered and hashed."),
    "datasets": (
        "export_command.show_datasets",
        "List the data sets of a project, newest first, with the ids that export and launch take.",
    ),
    "card": (
        "export_command.show_card",
        "Print the data card of a set: what it is, how it was made, what to beware of.",
    ),
    "export": (
        "export_command.export_set",
        "Write a frozen set to a folder, a bucket or a hub; as it was frozen, in a format, or for a trainer.",
    ),
    "verify": (
        "export_command.verify_copies",
        "Ask the stores whether the exported copies of a set are still what was sent there.",
    ),
    "reward": (
        "reward_commands.reward",
        "Make rewards for reinforcement from people's choices, see what was measured, take them along.",
    ),
    "parameters": (
        "parameters_command.show_parameters",
        "List the parameters of a method, which `launch --parameter name=value` takes.",
    ),
    "launch": (
        "launch_command.launch_run",
        "Launch a run on frozen sets; with --no-wait it goes on alone, with --check nothing is launched.",
    ),
    "adopt": ("run_commands.adopt", "Put a run on record that was started elsewhere."),
    "cancel": ("run_commands.cancel", "Ask a run to stop."),
    "runs": ("run_commands.show_runs", "List the runs of a project, newest first."),
    "curves": (
        "curves_command.show_curves",
        "Say whether runs or any TensorBoard logs learned, and write their curves as CSV, PNG or SVG.",
    ),
    "tensorboard": (
        "tensorboard_command.open_tensorboard",
        "Run TensorBoard itself on runs, or on any logs, and print its address; Ctrl-C ends it.",
    ),
    "compare": (
        "run_commands.compare_answers",
        "Join base and tuned answers by prompt, ready for reviewers.",
    ),
    "review": (
        "review_commands.review",
        "See how reviews stand, what they come to and leave; have models judge beside people.",
    ),
    "label-with-model": (
        "label_with_model_command.label_pairs",
        "Say what a model's labels would cost, and with --confirm ask it; again, it goes on where it ended.",
    ),
    "side-by-side": (
        "side_by_side_command.write_answers",
        "Write a review's answers where AutoSxS reads them; nothing in the file says whose an answer is.",
    ),
    "audit": (
        "audit_command.audit",
        "Check the audit log for changed, removed and inserted entries, or list what was done.",
    ),
    "projects": (
        "project_commands.projects",
        "List the projects and how far each is; archive one, bring it back, delete it, put the sample back.",
    ),
    "people": (
        "people_commands.people",
        "List people, add many at once, rename, merge, pause, remove them, bound what they give a day.",
    ),
    "judgments": (
        "record_commands.show_judgments",
        "Write the judgments of a project as JSON lines, in the order they came, with who gave them.",
    ),
    "token": (
        "record_commands.token",
        "List, make or revoke personal tokens, which programs show; a new one is printed once.",
    ),
    "whoami": ("record_commands.whoami", "Say in whose name a token works, at the studio of --url."),
    "backup": (
        "backup_command.backup",
        "Write all of the studio to one file, as of one moment, while people go on working.",
    ),
    "restore": (
        "backup_command.restore",
        "Bring a studio back from a backup, into an empty home and database of either kind.",
    ),
    "doctor": (
        "check_up.doctor",
        "Check settings, folder, database, store, packages and Google Cloud; exit status 1 if one is wrong.",
    ),
}
"""Every command: the module here and its function, and what the list of commands says of it."""

ELSEWHERE = {
    "whoami": "whoami",
    "projects": "projects",
    "import": "import_files",
    "judgments": "judgments",
    "datasets": "show_datasets",
    "card": "show_card",
    "export": "export_set",
    "reward": "reward",
    "runs": "show_runs",
    "launch": "launch_run",
    "cancel": "cancel",
    "curves": "show_curves",
}
"""Commands that also work on a studio elsewhere, and their functions in `app.cli.remote_commands`."""


class OneAtATime(TyperGroup):
    """Loads the module of the command that is called, and no other: the list of all needs none of them."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Find the command that was named, and load it."""
        name, placeholder, rest = super().resolve_command(ctx, args)
        elsewhere = bool(ctx.params.get("url"))
        return name, _loaded(name, elsewhere=elsewhere) if name and placeholder else placeholder, rest


def _loaded(name: str, *, elsewhere: bool) -> Any:
    if elsewhere and name not in ELSEWHERE:
        raise InvalidInput(
            f"`prefstudio {name}` works on a home of this machine only: leave --url out, and unset "
            f"PREFSTUDIO_REMOTE; a studio elsewhere takes {', '.join(ELSEWHERE)}."
        )
    place = f"remote_commands.{ELSEWHERE[name]}" if elsewhere else COMMANDS[name][0]
    module, function = place.split(".")
    found = getattr(import_module(f"app.cli.{module}"), function)
    if isinstance(found, typer.Typer):  # with commands of its own
        return typer.main.get_command(found)
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(name)(found)
    return typer.main.get_command(alone)


def _placeholder() -> None:
    """Stand in the list for a command that is not loaded."""


cli = typer.Typer(
    cls=OneAtATime,
    help="Label preferences, tune a model on them, review what changed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@cli.callback()
def place(
    url: Annotated[
        str, typer.Option(envvar="PREFSTUDIO_REMOTE", help="Work on the studio at this address.")
    ] = "",
    token: Annotated[
        str,
        typer.Option(
            envvar="PREFSTUDIO_TOKEN",
            show_envvar=True,
            help="The personal token to show there; others on this machine see options, so use the variable.",
        ),
    ] = "",
    token_file: Annotated[Path | None, typer.Option(help="A file that holds the token.")] = None,
) -> None:
    """Label preferences, tune a model on them, review what changed."""
    del url, token, token_file  # `app.cli.remote` reads them where a command asks for them


for _name, (_, _line) in COMMANDS.items():
    cli.command(_name, help=_line)(_placeholder)


def main() -> None:
    """Run a command; a refusal is one sentence on standard error and exit status 1."""
    try:
        cli()
    except StudioError as error:
        _refuse(str(error))
    except OSError as error:
        _refuse(refused_by_system(error) or _unexpected(error))
    except Exception as error:  # noqa: BLE001 - as on a page: a sentence, and the rest in the log
        _refuse(_unexpected(error))


def _unexpected(error: Exception) -> str:
    """Put what nobody foresaw into the log, if there is one yet, and say where it is."""
    log = logging.getLogger("prefstudio")
    if not log.handlers:
        raise error
    reference = secrets.token_hex(4)
    log.error("unexpected_error reference=%s", reference, exc_info=error)
    return (
        f"Something went wrong that the studio did not expect (reference {reference}). What the command did "
        "last may not have been saved. The details are in logs/studio.log in home, under this reference."
    )


def _refuse(sentence: str) -> None:
    print(f"prefstudio: {sentence}", file=sys.stderr)
    sys.exit(1)
