"""Every file that the description of the house names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DESCRIPTIONS = ("docs/architecture.md",)
NAMED = re.compile(r"`(?!/)([\w./-]+(?:/|\.(?:py|js|md|toml))|(?:app|core|pages|tests)/[\w./-]+)`")


@pytest.mark.parametrize("description", DESCRIPTIONS)
def test_every_path_it_names_exists(description):
    """From the root, or as the end of a path, such as `runs/claims.py`."""
    text = (ROOT / description).read_text(encoding="utf-8")
    folders = [ROOT / name for name in ("app", "core", "pages", "tests", "docs")]
    tree = [str(path.relative_to(ROOT)) for folder in folders for path in folder.rglob("*")]
    named = {one.rstrip("/") for one in NAMED.findall(text)}
    assert len(named) > len(DESCRIPTIONS)
    gone = [
        one for one in named if not (ROOT / one).exists() and not any(p.endswith(f"/{one}") for p in tree)
    ]
    assert gone == []


def test_every_test_that_security_rests_on_exists():
    """SECURITY.md names the tests that hold what it says."""
    named = re.findall(r"`(test_\w+\.py)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))
    there = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert len(named) > len(DESCRIPTIONS)
    assert set(named) <= there
