"""The ``prefstudio`` command: the studio's actions, for scripts."""

import logging
import secrets
import sys

import typer

from app.cli import (
    check_up,
    demo_command,
    export_command,
    freeze_command,
    import_command,
    launch_command,
    parameters_command,
    run_commands,
    serve_command,
)
from core.errors import StudioError, refused_by_system

cli = typer.Typer(
    help="Label preferences, tune a model on them, review what changed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command("serve")(serve_command.serve)
cli.command("demo")(demo_command.demo)
cli.command("check")(import_command.check_files)
cli.command("import")(import_command.import_files)
cli.command("freeze")(freeze_command.freeze_set)
cli.command("datasets")(export_command.show_datasets)
cli.command("card")(export_command.show_card)
cli.command("export")(export_command.export_set)
cli.command("verify")(export_command.verify_copies)
cli.command("parameters")(parameters_command.show_parameters)
cli.command("launch")(launch_command.launch_run)
cli.command("adopt")(run_commands.adopt)
cli.command("cancel")(run_commands.cancel)
cli.command("runs")(run_commands.show_runs)
cli.command("curves")(run_commands.show_curves)
cli.command("compare")(run_commands.compare_answers)
cli.command("doctor")(check_up.doctor)


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
