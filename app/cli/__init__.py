"""The ``prefstudio`` command: the studio's actions, for scripts."""

import sys

import typer

from app.cli import check_up, dataset_commands, demo_command, run_commands, serve_command
from core.errors import StudioError

cli = typer.Typer(
    help="Label preferences, tune a model on them, review what changed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command("serve")(serve_command.serve)
cli.command("demo")(demo_command.demo)
cli.command("import")(dataset_commands.import_rows)
cli.command("freeze")(dataset_commands.freeze_set)
cli.command("datasets")(dataset_commands.show_datasets)
cli.command("export")(dataset_commands.export_set)
cli.command("launch")(run_commands.launch_run)
cli.command("runs")(run_commands.show_runs)
cli.command("curves")(run_commands.show_curves)
cli.command("compare")(run_commands.compare_answers)
cli.command("doctor")(check_up.doctor)


def main() -> None:
    """Run a command; a refusal is one sentence on standard error and exit status 1."""
    try:
        cli()
    except StudioError as error:
        print(f"prefstudio: {error}", file=sys.stderr)
        sys.exit(1)
