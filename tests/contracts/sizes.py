"""Hold files and functions small: what cannot be read at a glance is split before it is merged."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_LINES = {"app": 250, "core": 250, "pages": 40, "tests": 300}
MOST_SCRIPT_LINES = 450
MOST_FUNCTION_LINES = 60


def main() -> int:
    """Print what is too large; exit status 1 if anything is."""
    found = [*_long_files(), *_long_scripts(), *_long_functions()]
    print("\n".join(found) or "sizes: every file and function is within its limit")
    return 1 if found else 0


def _long_files() -> Iterator[str]:
    for folder, most in MOST_LINES.items():
        for path in _python_files(folder):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > most:
                yield f"{path.relative_to(ROOT)}: {lines} lines, at most {most} are allowed; split it"


def _long_scripts() -> Iterator[str]:
    for path in (ROOT / "app").rglob("*.js"):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > MOST_SCRIPT_LINES:
            yield f"{path.relative_to(ROOT)}: {lines} lines of {MOST_SCRIPT_LINES} allowed; split it"


def _long_functions() -> Iterator[str]:
    for folder in MOST_LINES:
        for path in _python_files(folder):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    lines = (node.end_lineno or node.lineno) - node.lineno + 1
                    if lines > MOST_FUNCTION_LINES:
                        yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines} lines; split it"


def _python_files(folder: str) -> Iterator[Path]:
    files = (ROOT / folder).rglob("*.py")
    return (path for path in files if "versions" not in path.parts and "__pycache__" not in path.parts)


if __name__ == "__main__":
    sys.exit(main())
