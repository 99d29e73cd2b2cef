"""What `prefstudio --help` lists, and what it does not load for it."""

import inspect
import json
import subprocess
import sys
from importlib import import_module

import pytest
from typer import Typer

from app.cli import COMMANDS

HEAVY = (
    "pandas",
    "numpy",
    "pyarrow",
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "streamlit",
    "core.db",
    "core.datasets",
)
HELP = """
import json, sys
from app.cli import main
sys.argv = ["prefstudio", "--help"]
try:
    main()
except SystemExit:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def test_the_list_of_commands_loads_none_of_them():
    """All are listed; neither a library that takes long nor a stage of the loop is loaded for it."""
    done = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=True)
    for name, (_, line) in COMMANDS.items():
        assert f" {name} " in done.stdout
        assert line.split()[0] in done.stdout
    loaded = set(json.loads(done.stderr))
    assert loaded.isdisjoint(HEAVY)
    assert {name for name in loaded if name.startswith("app.cli.")} == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says(name):
    """The line of the list is the first of the command's own help, so that neither grows old alone."""
    place, line = COMMANDS[name]
    module, function = place.split(".")
    found = getattr(import_module(f"app.cli.{module}"), function)
    said = found.info.help if isinstance(found, Typer) else inspect.getdoc(found) or ""
    assert " ".join(said.split("\n\n")[0].split()) == line


def test_a_slip_of_the_finger_is_answered_with_what_may_be_meant(prefstudio):
    """Suggestions know every command though none is loaded."""
    ran = prefstudio("freze")
    assert ran.status == 2
    assert "No such command 'freze'. Did you mean 'freeze'?" in ran.err
