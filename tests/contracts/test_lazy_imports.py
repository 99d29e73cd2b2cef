"""What opening the studio must not cost: the heavy libraries load where they are used, and nowhere else."""

import subprocess
import sys

HEAVY = ("kfp", "google.cloud.aiplatform", "google.cloud.storage", "tensorboard", "tbparse", "alembic")
SHELL = ("app.asgi", "app.cli", "core.services", "core.training", "core.review", "core.demo.sample")


def test_the_shell_imports_nothing_heavy():
    """A page that needs none of them starts without them; each would cost between 0.2 and 13 seconds."""
    script = f"import sys, {', '.join(SHELL)}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
