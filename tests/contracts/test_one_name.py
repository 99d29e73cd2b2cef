"""One thing has one name: variants that `docs/words.md` refuses stand in no text that people read.

Looked at are the texts of pages, commands and messages (strings with a blank; docstrings are code) and the
prose of the documentation, both without what stands in backticks.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REFUSED = {
    r"(?:prompt|preference|evaluation) data sets?": "preference set, prompt set, evaluation set",
    r"sets? of prompts": "prompt set",
    r"(?<![\w/:.\"'{$-])datasets?(?![\w/:.(=_\"'}-])": "data set",
    r"gold (?:question|item|task|standard)s?": "gold pair",
    r"honeypots?|honey pots?": "gold pair",
    r"labell?ers?|raters?|crowd ?workers?": "annotator",
    r"judgements?": "judgment",
    r"(?<!default )(?<!without a )(?<!auth )\b(?:logged (?:in|out)|log ?outs?|logins?)\b": "sign in",
    r"workspaces?": "project",
    r"administrators?": "admin",
}
CHECKED = re.compile("|".join(rf"\b(?:{one})" if one[0] != "(" else one for one in REFUSED), re.IGNORECASE)
HINTS = (
    "prompt data set", "preference data set", "evaluation data set", " dataset",
    "set of prompts", "sets of prompts", "gold ", "honey", "labeler",
    "labeller", "rater", "crowd", "judgement", "logged ", "logout", "log out", "login", "workspace",
    "administrator",
)  # fmt: skip
"""What a file has that may have one of them: a search for all of them in all files takes seconds."""
CODE = re.compile(r"`[^`]*`|\([^)]*\.md[^)]*\)")
OTHERS = {
    "core/datasets/checks/prompt_likely.py": "the names of columns in others' files",
    "core/datasets/trainers": "commands and files of others",
    "core/datasets/formats": "what formats of others are called there",
    "core/labelling/projects/presets.py": "what a paper says of its own people",
    "core/datasets/card_weaknesses.py": "likewise",
    "core/db/migrations": "SQL",
    "docs/words.md": "lists what is refused",
    "docs/labelling.md": "names the people of two papers",
    "docs/architecture.md": "the labeller is a component, called after what it does",
    "docs/audit.md": "SQL",
    "docs/datasets.md": "is made of what formats of others are called",
    "docs/trainers.md": "commands of others",
}


def texts_of_code(path: Path) -> Iterator[tuple[int, str]]:
    """Strings with a blank that are no docstring, with their lines."""
    source = path.read_text(encoding="utf-8")
    lowered = source.lower()
    if not any(hint in lowered for hint in HINTS):
        return
    tree = ast.parse(source)
    parents = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, parents)]
    alone = {id(one.value) for body in bodies for one in body if isinstance(one, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in alone else None
        if isinstance(text, str) and " " in text:
            yield node.lineno, CODE.sub("", text)


def prose_of(path: Path) -> Iterator[tuple[int, str]]:
    """Lines of Markdown without code."""
    fenced = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced and not line.startswith("    "):
            yield number, CODE.sub("", line)


def strays(texts: Iterator[tuple[int, str]], path: Path) -> Iterator[str]:
    for number, text in texts:
        for found in CHECKED.finditer(text):
            yield f"{path.relative_to(ROOT)}:{number}: “{found[0]}” in “{text[:120]}”"


def ours(path: Path) -> bool:
    name = path.relative_to(ROOT).as_posix()
    return not any(name.startswith(other) for other in OTHERS)


def test_pages_commands_and_messages_call_things_by_their_names():
    """Whatever a person may read of the studio."""
    files = [one for folder in ("app", "pages", "core") for one in (ROOT / folder).rglob("*.py")]
    found = [said for one in files if ours(one) for said in strays(texts_of_code(one), one)]
    assert found == []


def test_the_documentation_calls_things_by_their_names():
    """Prose only; the change log of versions gone by stays as it was written."""
    files = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md"]
    found = [said for one in files if ours(one) for said in strays(prose_of(one), one)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Freeze a prompt data set.", True),
        ("The dataset is frozen.", True),
        ("hf://datasets/owner/name, docs/datasets.md, `--dataset 3`, preference_dataset", False),
        ("Three labelers and a rater", True),
        ("You are logged in", True),
        ("run 'gcloud auth application-default login'", False),
        ("A gold pair is no question", False),
    ],
)
def test_what_is_refused(text, refused):
    """And names of files, options, columns and others' commands are not."""
    assert bool(CHECKED.search(text)) is refused
