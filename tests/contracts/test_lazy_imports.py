"""What opening the studio must not cost: the heavy libraries load where they are used, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.services import open_studio
from core.settings import load_settings

ROOT = Path(__file__).parents[2]
HEAVY = (
    "kfp",
    "google.cloud.aiplatform",
    "google.cloud.aiplatform_v1",
    "google.cloud.storage",
    "google.genai",
    "openai",
    "tensorboard",
    "tbparse",
    "matplotlib",
    "alembic",
    "argon2",
    "fastapi",
    "prometheus_client",
    "huggingface_hub",
    "fsspec",
)
GOOGLE = ("kfp", "google.cloud.aiplatform", "google.cloud.aiplatform_v1", "google.genai")
SHELL = ("app.asgi", "app.cli", "core.services", "core.training.following", "core.review", "core.demo.sample")
FIRST_PAGE = "app.ui.sign_in, app.ui.assigned"
UI = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "app/ui").rglob("*.py")
    if path.name != "__init__.py"
)
METHODS = """
from core.training.methods import CLASSES, all_methods
assert len(all_methods()) == len(CLASSES)
for method in all_methods().values():
    method.presets({}), method.patience, method.parameters.model_json_schema(), method.notice
"""
OPEN_AGAIN = """
from core.services import open_studio
from core.settings import load_settings
open_studio(load_settings()).close()
"""


@pytest.mark.parametrize(
    ("script", "unwanted"),
    [
        (f"import {', '.join(SHELL)}", HEAVY),
        (METHODS, HEAVY),
        (
            "import core.training.methods.local_rlhf.tasks",
            (*HEAVY, "sqlalchemy", "sklearn", "core.rewards", "core.datasets"),
        ),
        (f"import {', '.join(UI)}", GOOGLE),
        (
            f"import app.asgi, {FIRST_PAGE}",
            (*HEAVY, "pandas", "numpy", "pyarrow", "core.datasets", "core.training"),
        ),
    ],
    ids=["shell", "methods", "tasks of a local run", "pages", "first page"],
)
def test_nothing_heavy_is_imported(script, unwanted):
    """What needs none of them starts without them; each would cost between 0.2 and 13 seconds.

    The modules of the launch page are among the pages': they load these libraries on a click, not before.
    """
    assert loaded(script, unwanted) == "[]"


def test_a_home_that_is_up_to_date_opens_without_alembic(tmp_path):
    """It is loaded only where tables are to be made or changed."""
    open_studio(load_settings(home=tmp_path, store="", database="")).close()
    assert loaded(OPEN_AGAIN, HEAVY, PREFSTUDIO_HOME=str(tmp_path)) == "[]"


def loaded(script: str, names: tuple[str, ...], **environment: str) -> str:
    """Run a script in a process of its own; which of these modules it has loaded."""
    script = f"{script}\nimport sys; print([name for name in {names!r} if name in sys.modules])"
    command = [sys.executable, "-c", script]
    variables = os.environ | environment
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=variables)
    return done.stdout.strip()
