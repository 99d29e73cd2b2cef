"""Makes one text each of a component's modules, markup and styles, as Streamlit takes them."""

import re
from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from app.ui.components.keys import Key, key_of, keys_of, on_button

FRONTEND = Path(__file__).parent / "frontend"
SHARED_STYLES = tuple(
    f"shared/{name}.css" for name in ("labeller", "panels", "pair", "layouts", "actions", "content", "day")
)
"""Of the labeller and the ranker."""
_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\./[^"]+|\.\./[^"]+)"$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_DEFAULT = re.compile(r"^export default ", re.MULTILINE)
_PLACE = re.compile(r"\{\{ (include|keys|kbds?) (\S+) \}\}")
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*[^*]*\*+(?:[^/*][^*]*\*+)*/[ \t]*)\n", re.MULTILINE)
_LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


class AssemblyError(Exception):
    """The modules of a component do not fit together."""


@dataclass(frozen=True)
class _Module:
    scope: str
    exports: frozenset[str]
    text: str


def component(
    name: str, *, entry: str, html: str = "", styles: tuple[str, ...] = (), keys: tuple[Key, ...] = ()
) -> ComponentRenderer:
    """Register the component ``name``, whose files are below ``frontend``.

    Args:
        name: Its name.
        entry: The module whose default export Streamlit calls.
        html: The file of its markup.
        styles: Its style sheets, in order.
        keys: Its keys, which stand on its buttons.
    """
    css = "\n".join((FRONTEND / style).read_text(encoding="utf-8") for style in styles)
    text = markup(html, keys) if html else ""
    return st.components.v2.component(name, html=text, css=css, js=assemble(FRONTEND / entry))


def markup(file: str, keys: tuple[Key, ...]) -> str:
    """Return the markup in ``file`` with what its places stand for.

    ``{{ keys tie }}`` stands for the attributes of a button that does what these keys do, ``{{ kbd tie }}``
    for the usual one on it, ``{{ kbds tie }}`` for all, and ``{{ include shared/post.html }}`` for a file.

    Raises:
        AssemblyError: If it asks for the key of an action that has none.
    """

    def filled(place: re.Match[str]) -> str:
        kind, name = place[1], place[2]
        if kind == "include":
            return markup(name, keys)
        if not keys_of(name, keys):
            raise AssemblyError(f"{file} asks for the key of {name}, which has none in the table of keys.")
        if kind == "keys":
            return f'data-action="{name}" aria-keyshortcuts="{" ".join(keys_of(name, keys))}"'
        shown = keys_of(name, keys) if kind == "kbds" else [key_of(name, keys)]
        return "".join(f'<kbd data-kbd="{name}">{on_button(one)}</kbd>' for one in shown)

    return _PLACE.sub(filled, (FRONTEND / file).read_text(encoding="utf-8"))


def assemble(entry: Path) -> str:
    """Return one module that does what ``entry`` does with all that it imports.

    Each module keeps a scope of its own and runs after those it imports. An import is one statement,
    ``import { a, b } from "./file.js"``; exported is where it is declared. Comments on lines of their own
    stay behind: the text goes to the browser with every update.

    Raises:
        AssemblyError: If a module is missing, is part of a circle, imports what is not exported, or says an
            import or export in another way.
    """
    modules: dict[Path, _Module] = {}
    last = _add(entry.resolve(), modules, above=())
    if "default" not in last.exports:
        raise AssemblyError(f"{entry.name} exports no default, so Streamlit has nothing to call.")
    return "\n".join([*(one.text for one in modules.values()), f"export default {last.scope}.default\n"])


def _add(file: Path, modules: dict[Path, _Module], *, above: tuple[Path, ...]) -> _Module:
    if file in above:
        raise AssemblyError(f"{' imports '.join(one.name for one in (*above, file))}: break the circle.")
    if file not in modules:
        module = _module(file, modules, above=above)
        modules[file] = module
    return modules[file]


def _module(file: Path, modules: dict[Path, _Module], *, above: tuple[Path, ...]) -> _Module:
    if not file.is_file():
        user = above[-1].name if above else "The studio"
        raise AssemblyError(f"{user} imports {file.name}, which is not there.")
    source = _COMMENT.sub("", file.read_text(encoding="utf-8")).strip()

    def bound(found: re.Match[str]) -> str:
        imported = _add((file.parent / found[2]).resolve(), modules, above=(*above, file))
        names = [name.strip() for name in found[1].split(",") if name.strip()]
        for name in names:
            if name not in imported.exports:
                raise AssemblyError(f"{file.name} imports {name} from {found[2]}, which does not export it.")
        return f"const {{ {', '.join(names)} }} = {imported.scope}"

    exports = _EXPORT.findall(source)
    text = _EXPORT.sub("", _DEFAULT.sub("const default_ = ", _IMPORT.sub(bound, source)))
    if wrong := _LEFT_OVER.search(text):
        raise AssemblyError(f"{file.name} says “{wrong[0]}”, which cannot be assembled: see assemble().")
    scope = f"{file.stem}_{len(modules)}"
    given = [*exports, *(["default: default_"] if _DEFAULT.search(source) else [])]
    text = f"const {scope} = (() => {{\n{text}\nreturn {{ {', '.join(given)} }}\n}})()"
    return _Module(scope, frozenset(name.partition(":")[0] for name in given), text)
