"""JavaScript modules become the one text that Streamlit takes; what would go wrong later is refused here."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from app.ui.components.assembly import FRONTEND, AssemblyError, assemble, markup
from app.ui.components.keys import LABELLER, RANKER
from tests.conftest import skip_unless

ENTRY = """
// What it is for.
import { double } from "./shared/double.js"
import { half, HALVES } from "./shared/half.js"

/** @param {number} number */
function own(number) {
  return /** @type {number} */ (double(number)) + half(number) + HALVES // a comment at a line's end stays
}

export default own(6)
"""
DOUBLE = """
const factor = 2

/**
 * Twice as much.
 * @param {number} number
 */
export function double(number) {
  return factor * number
}
"""
HALF = """
import {
  double,
} from "./double.js"

const factor = 0.25
export const HALVES = 2

export function half(number) {
  return factor * double(number)
}
"""


def written(folder: Path, **changed: str) -> Path:
    """Three modules, two of which use the third, and two of which use one name for different things."""
    (folder / "shared").mkdir()
    texts = {"entry": ENTRY, "shared/double": DOUBLE, "shared/half": HALF} | {
        name.replace("__", "/"): text for name, text in changed.items()
    }
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder / "entry.js"


def test_each_module_comes_once_after_those_it_imports_and_without_its_comments(tmp_path):
    """What two modules import is there once; no line of comment travels to the browser."""
    text = assemble(written(tmp_path))
    modules = re.findall(r"^const (\w+)_\d+ = \(\(\) => ", text, re.MULTILINE)
    assert modules == ["double", "half", "entry"]
    assert "What it is for" not in text
    assert "Twice as much" not in text
    assert "/** @type {number} */ (double(number))" in text
    assert not re.search(r"^import", text, re.MULTILINE)


def test_the_text_does_what_the_modules_do(tmp_path):
    """Names that two modules use for different things do not meet."""
    skip_unless(shutil.which("node"), "there is no node")
    (tmp_path / "all.mjs").write_text(assemble(written(tmp_path)), encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    script = "Promise.all(['./all.mjs', './entry.js'].map(file => import(file))).then(all => {\n"
    script += "  console.log(...all.map(one => one.default))\n})"
    ran = subprocess.run(
        ["node", "-e", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout.split() == ["17", "17"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"entry": 'import { a } from "./b.js"\n'}, "entry.js imports b.js, which is not there."),
        (
            {"entry": 'import { halve } from "./shared/half.js"\n'},
            "entry.js imports halve from ./shared/half.js, which does not export it.",
        ),
        (
            {"shared__double": 'import { half } from "./half.js"\n'},
            "entry.js imports double.js imports half.js imports double.js: break the circle.",
        ),
        ({"entry": "const one = 1\n"}, "entry.js exports no default, so Streamlit has nothing to call."),
        ({"entry": 'import * as a from "./shared/half.js"\n'}, "entry.js says “import * as a from"),
        ({"entry": "const a = 1\nexport { a }\n"}, "entry.js says “export { a }”"),
        ({"entry": "export let a = 1\n"}, "entry.js says “export let a = 1”"),
        ({"entry": 'import { a } from "elsewhere"\n'}, "entry.js says “import { a } from"),
    ],
)
def test_modules_that_do_not_fit_together_are_refused_in_a_sentence(tmp_path, changed, sentence):
    """At the start of the studio, not in somebody's browser."""
    with pytest.raises(AssemblyError, match=re.escape(sentence)):
        assemble(written(tmp_path, **changed))


@pytest.mark.parametrize("entry", ["pair_labeller/labeller.js", "answer_ranker/ranker.js"])
def test_the_components_are_lean(entry):
    """All that Streamlit sends again with every update: no comment of its own line, no module twice."""
    text = assemble(FRONTEND / entry)
    assert not re.search(r"^\s*(//|/\*\*[^*]*\n)", text, re.MULTILINE)
    assert text.count("class Session ") == 1


def test_markup_says_the_keys_of_the_table():
    """On each button its own; of two that mean the same all on the card and the usual one on the button."""
    text = markup("pair_labeller/labeller.html", LABELLER)
    assert "{{" not in text
    assert 'data-action="left" aria-keyshortcuts="1 ArrowLeft"' in text
    assert '<kbd data-kbd="left">1</kbd><kbd data-kbd="left">←</kbd>' in text
    assert 'data-ref="tieLabel"></span><kbd data-kbd="tie">T</kbd></button>' in text
    assert text.count('data-action="scale-') == 9
    assert 'data-ref="postPane"' in text


def test_markup_with_a_key_that_is_not_in_the_table_is_refused():
    """The ranker has no scale."""
    sentence = "labeller.html asks for the key of left, which has none in the table of keys."
    with pytest.raises(AssemblyError, match=sentence):
        markup("pair_labeller/labeller.html", RANKER)


@pytest.mark.parametrize("file", ["pair_labeller/labeller.html", "answer_ranker/ranker.html"])
def test_nothing_stands_there_to_be_answered_before_the_keys_are_heard(file):
    """On a busy machine the markup is on screen a third of a second before its script runs."""
    table = LABELLER if "pair" in file else RANKER
    assert '<div class="stage" data-ref="stage" hidden>' in markup(file, table)
