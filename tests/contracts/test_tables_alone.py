"""A stage's tables can be used without the stages after it: a page or a command loads only what it needs."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAGES = sorted(path.parent.name for path in (ROOT / "core").glob("*/models.py"))
KNOWN = """
import core.{stage}.models
from sqlmodel import SQLModel
for table in SQLModel.metadata.tables.values():
    for key in table.foreign_keys:
        key.column
print(len(SQLModel.metadata.tables))
"""


@pytest.mark.parametrize("stage", STAGES)
def test_the_tables_of_a_stage_know_those_they_refer_to(stage):
    """Without the module of another stage, SQLAlchemy could not write a row that names one of its rows."""
    command = [sys.executable, "-c", KNOWN.format(stage=stage)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stderr == ""
    assert int(done.stdout) > 0
