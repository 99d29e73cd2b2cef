"""Whatever comes from a page or over the network is somebody's: no unit of work is opened around that."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.contracts.test_policy_of_core import OFFERED

ROOT = Path(__file__).parents[2]
OUTSIDE = [*(ROOT / "app" / "ui").rglob("*.py"), *(ROOT / "app" / "api").rglob("*.py")]
OUTSIDE += [
    *(ROOT / "app" / "serving").rglob("*.py"),
    *(ROOT / "pages").glob("*.py"),
    *(ROOT / "app").glob("*.py"),
]
OPENS = frozenset({"read", "write", "ask", "together"})
BINDS = {
    "app/ui/actions.py": "every call of a page; each of its functions binds",
    "app/ui/enrolment/participants.py": "a file that is made when the browser fetches it, outside of any run",
    "app/api/callers.py": "every call of a program; each of its functions binds",
}
BEFORE_ANYBODY = "finds out who is there, or lets somebody in: nobody is there yet"
UNBOUND = {
    "app/asgi.py": "gives pairs back for whoever has the token of their own place",
    "app/api/gate.py": "finds out whose token it is, and counts its calls",
    "app/serving/enrol.py": BEFORE_ANYBODY,
    "app/serving/health.py": "asks whether the database answers, and for nothing in it",
    "app/serving/metrics.py": "counts the active runs of all projects, for whoever may scrape",
    "app/serving/uploads.py": BEFORE_ANYBODY,
    "app/ui/access.py": BEFORE_ANYBODY,
    "app/ui/ways/accounts.py": BEFORE_ANYBODY,
    "app/ui/ways/arrivals.py": BEFORE_ANYBODY,
    "app/ui/ways/local.py": BEFORE_ANYBODY,
    "app/ui/ways/oidc.py": BEFORE_ANYBODY,
}
"""The files that open a unit of work which is nobody's, and why."""
GIVEN_THE_DATABASE = {name.rpartition(".")[2] for name in OFFERED}
"""What core offers, each of which is in the table of the policy or says why not."""


def test_units_of_work_are_opened_in_few_places():
    """A new file must bind them to somebody, or say here why it cannot."""
    found = {path.relative_to(ROOT).as_posix() for path in OUTSIDE if any(openings(parsed(path)))}
    assert found == BINDS.keys() | UNBOUND.keys()


def test_where_they_are_bound_each_is():
    """No function of these opens one without saying whose it is."""
    for name in BINDS:
        for function in functions(parsed(ROOT / name)):
            if any(openings(function)):
                assert "act_as" in {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}, (
                    name,
                    function.name,
                )


def test_what_is_given_the_database_asks_the_policy():
    """Actions that open their own units of work are told who acts; each is in the table of the policy."""
    for path in OUTSIDE:
        for call in (node for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)):
            given = [one for one in call.args if isinstance(one, ast.Attribute) and one.attr == "db"]
            name = getattr(call.func, "id", "")
            if given and path.relative_to(ROOT).as_posix() not in UNBOUND:
                assert name in GIVEN_THE_DATABASE, (path.name, name)
                assert len(call.args) > 1, (path.name, name)  # who acts is told


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions and methods of a file."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def openings(tree: ast.AST) -> Iterator[ast.Attribute]:
    """Where a unit of work is opened: ``….db.read`` and its like."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in OPENS:
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if name in {"db", "_db"}:
                yield node
