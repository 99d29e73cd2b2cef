"""Plotly takes pandas as far as it is loaded; where charts are made it is loaded as a whole, before any."""

import ast
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "app" / "ui"
LOADERS = ("app.ui.palette", "app.ui.show")
CHARTS = sorted(path for path in UI.rglob("*.py") if "plotly." in path.read_text(encoding="utf-8"))


def imported_on_top(path: Path) -> set[str]:
    """What a module imports before anything in it runs."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            names |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_charts_are_found():
    assert {"home", "quality", "runs", "launch"} <= {path.parent.name for path in CHARTS}


@pytest.mark.parametrize("path", CHARTS, ids=lambda path: str(path.relative_to(UI)))
def test_who_makes_charts_has_pandas_loaded(path):
    """Itself, or with the colours or the helper that it draws with."""
    assert imported_on_top(path) & {"pandas", *LOADERS}


@pytest.mark.parametrize("name", LOADERS)
def test_what_charts_are_drawn_with_loads_it(name):
    assert "pandas" in imported_on_top(UI / f"{name.removeprefix('app.ui.')}.py")
