"""What is written of the interface is true: the committed description, and the client in the guide."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from app.api.build import application
from core.sign_in import Scope
from tests.app.api.api_scene import token_of
from tests.app.api.serving import served
from tests.app.api.write_description import FILE, text

DOCS = Path(__file__).parents[3] / "docs"


def test_the_committed_description_is_that_of_the_program():
    """To write it anew: ``python -m tests.app.api.write_description``."""
    assert FILE.read_text(encoding="utf-8") == text()


def test_a_studio_gives_the_same_description(call):
    """To whoever has a token."""
    committed = json.loads(FILE.read_text(encoding="utf-8"))
    assert call("/openapi.json", "annotator").json() == committed


def test_every_address_stands_in_the_guide():
    """Nobody need read the description to know what there is."""
    guide = (DOCS / "api.md").read_text(encoding="utf-8")
    for path in application().openapi()["paths"]:
        assert re.sub(r"\{\w+\}", "{id}", path) in guide


def test_the_client_of_the_guide_runs(scene):
    """As it stands there, with a token of the scopes that stand there, against one served over HTTP."""
    guide = (DOCS / "api.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    scopes = [Scope(one) for one in re.findall(r"--scope (\w+)", guide)]
    secret = token_of(scene.studio, scene.people["engineer"], *scopes)
    with served(scene.studio) as url:
        known = {"PREFSTUDIO_REMOTE": url, "PREFSTUDIO_TOKEN": secret}
        done = subprocess.run(
            [sys.executable, "-c", code], env=os.environ | known, capture_output=True, text=True, check=False
        )
    assert done.stderr == ""
    first, *judgments = done.stdout.splitlines()
    assert "'rows': 1" in first
    assert len(judgments) == 6
    assert len([line for line in code.splitlines() if line.strip()]) <= 20
