"""A stage's tables can be used without the stages after it: a page or a command loads only what it needs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
STAGES = sorted(path.parent.name for path in (ROOT / "core").glob("*/models.py"))
KNOWN = """
import os
import sys
from importlib import import_module

from sqlmodel import SQLModel  # and nothing of ours: each stage is imported in a process of its own

for stage in sys.argv[1:]:
    if not os.fork():
        import_module(f"core.{stage}.models")
        for table in SQLModel.metadata.tables.values():
            for key in table.foreign_keys:
                key.column
        assert SQLModel.metadata.tables
        print(stage)
        sys.exit()
    os.wait()
"""


def test_the_tables_of_a_stage_know_those_they_refer_to():
    """Without the module of another stage, SQLAlchemy could not write a row that names one of its rows."""
    command = [sys.executable, "-c", KNOWN, *STAGES]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stderr == ""
    assert done.stdout.splitlines() == STAGES
