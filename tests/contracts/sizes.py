"""Hold files and functions to a size: what no glance takes in is split, what is read together is one file."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST_LINES = {"app": 250, "core": 250, "pages": 40, "tests": 300}
MOST_SCRIPT_LINES = 450
MOST_FUNCTION_LINES = 60
FEWEST_LINES = 60

TABLES = frozenset({"__init__.py", "models.py", "views.py", "main.py", "asgi.py"})
"""Files of a package that are what they are: its promise, its tables and views, an entry point."""

BOUNDARIES: dict[str, str] = {
    "core/datasets/exports/markdown.py": "keeps text from outside inside its place; judged and tested alone"
}
"""Other small files that stand alone, each with the reason."""


def main() -> int:
    """Print what is too large or too small; exit status 1 if anything is."""
    found = [*_long_files(), *_long_scripts(), *_long_functions(), *_small_files(), *_stale_boundaries()]
    print("\n".join(found) or "sizes: every file and function is within its limit")
    return 1 if found else 0


def _long_files() -> Iterator[str]:
    for folder, most in MOST_LINES.items():
        for path in _python_files(folder):
            if _lines(path) > most:
                yield f"{_name(path)}: {_lines(path)} lines, at most {most} are allowed; split it"


def _long_scripts() -> Iterator[str]:
    for path in (ROOT / "app").rglob("*.js"):
        if _lines(path) > MOST_SCRIPT_LINES:
            yield f"{_name(path)}: {_lines(path)} lines of {MOST_SCRIPT_LINES} allowed; split it"


def _long_functions() -> Iterator[str]:
    for folder in MOST_LINES:
        for path in _python_files(folder):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    lines = (node.end_lineno or node.lineno) - node.lineno + 1
                    if lines > MOST_FUNCTION_LINES:
                        yield f"{_name(path)}:{node.lineno} {node.name}: {lines} lines; split it"


def _small_files() -> Iterator[str]:
    """A small file that only one other uses is read together with it; a promise is no use of its own."""
    importers = _importers()
    for path in sorted([*_python_files("app"), *_python_files("core")]):
        users = importers.get(_module(path), set())
        package = _module(path).rpartition(".")[0]
        if _lines(path) < FEWEST_LINES and len(users - {package}) == 1 and not _is_boundary(path):
            user = (users - {package}).pop()
            yield f"{_name(path)}: {_lines(path)} lines that only {user} uses; let it join it"


def _stale_boundaries() -> Iterator[str]:
    for name in BOUNDARIES:
        path = ROOT / name
        if not path.is_file() or _lines(path) >= FEWEST_LINES:
            yield f"{name}: stands among BOUNDARIES, and is no small file any more; take it out"


def _is_boundary(path: Path) -> bool:
    """Whether a file stands alone however small it is: a rule says so, or a reason.

    Formats, exports, trainers and methods are what others add one of; a command is called by its name in a
    table.
    """
    return (
        path.name in TABLES
        or path.parent.name in {"formats", "exports", "trainers", "methods", "cli"}
        or "migrations" in path.parts
        or _name(path) in BOUNDARIES
    )


def _importers() -> dict[str, set[str]]:
    """For each module the other modules that import it, or names of it; its own package's promise apart."""
    modules = {_module(path): path for folder in ("app", "core", "pages") for path in _python_files(folder)}
    found: dict[str, set[str]] = {}
    for user, path in modules.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for used in _imported(node):
                if used in modules and used != user:
                    found.setdefault(used, set()).add(user)
    return found


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{name.name}" for name in node.names)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _python_files(folder: str) -> Iterator[Path]:
    files = (ROOT / folder).rglob("*.py")
    return (path for path in files if "versions" not in path.parts and "__pycache__" not in path.parts)


if __name__ == "__main__":
    sys.exit(main())
