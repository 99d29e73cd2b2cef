"""What opening the studio must not cost: the heavy libraries load where they are used, and nowhere else."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "kfp",
    "google.cloud.aiplatform",
    "google.cloud.aiplatform_v1",
    "google.cloud.storage",
    "google.genai",
    "tensorboard",
    "tbparse",
    "alembic",
)
GOOGLE = ("kfp", "google.cloud.aiplatform", "google.cloud.aiplatform_v1", "google.genai")
SHELL = ("app.asgi", "app.cli", "core.services", "core.training", "core.review", "core.demo.sample")
UI = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "app/ui").rglob("*.py")
    if path.name != "__init__.py"
)
METHODS = """
from core.training import METHODS
assert len(METHODS) == 4
for method in METHODS.values():
    method.presets({}), method.patience, method.parameters.model_json_schema(), method.notice
"""


@pytest.mark.parametrize(
    ("script", "unwanted"),
    [
        (f"import {', '.join(SHELL)}", HEAVY),
        (METHODS, HEAVY),
        (f"import {', '.join(UI)}", GOOGLE),
    ],
    ids=["shell", "methods", "pages"],
)
def test_nothing_heavy_is_imported(script, unwanted):
    """What needs none of them starts without them; each would cost between 0.2 and 13 seconds.

    The modules of the launch page are among the pages': they load these libraries on a click, not before.
    """
    script = f"{script}\nimport sys; print([name for name in {unwanted!r} if name in sys.modules])"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
