"""HTML by construction: whatever is no `Html` is text and is escaped, so no text can be anything else."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape

VOID = frozenset({"meta", "br"})


class Html(str):
    """Text that is HTML already; only this module and `svg` make it."""

    __slots__ = ()


Inside = str | Iterable[str]


def tag(element: str, /, *inside: Inside, **attributes: str | float) -> Html:
    """An element; ``class_`` stands for ``class``, and ``_`` within a name for ``-``.

    Args:
        element: Its name; never a text from outside, as the names of attributes.
        inside: Texts, which are escaped, or `Html`; or several of them.
        attributes: Their values are escaped.
    """
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_value(value))}"' for key, value in attributes.items()
    )
    if element in VOID:
        return Html(f"<{element}{told}>")
    return Html(f"<{element}{told}>{joined(inside)}</{element}>")


def joined(parts: Iterable[Inside]) -> Html:
    """Parts after each other, escaped where they are text."""
    return Html("".join(_part(part) for part in parts))


def table(head: Sequence[str], rows: Iterable[Sequence[Inside]], *, numbers: Sequence[int] = ()) -> Html:
    """A table; the columns with these numbers are aligned as figures."""

    def cell(place: int, inside: Inside, kind: str) -> Html:
        return tag(kind, inside, class_="n") if place in numbers else tag(kind, inside)

    top = tag("tr", *(cell(place, name, "th") for place, name in enumerate(head)))
    body = [tag("tr", *(cell(place, one, "td") for place, one in enumerate(row))) for row in rows]
    return tag("div", tag("table", tag("thead", top), tag("tbody", body)), class_="wide")


def facts(pairs: Iterable[tuple[str, Inside]]) -> Html:
    """Names and what they are."""
    return tag("dl", *(joined([tag("dt", name), tag("dd", value)]) for name, value in pairs))


def document(title: str, body: Sequence[Html]) -> bytes:
    """A whole page that loads nothing: its policy allows its own style sheet and no more."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Html(STYLE)),
    )
    page = tag("html", head, tag("body", tag("main", body)), lang="en")
    return f"<!doctype html>\n{page}\n".encode()


def _part(part: Inside) -> str:
    if isinstance(part, Html):
        return part
    return escape(part) if isinstance(part, str) else joined(part)


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


STYLE = """
:root { color-scheme: light dark; --ink: #1c1b22; --soft: #5b5966; --line: #d9d7df; --paper: #fff;
  --card: #f6f5f8; --one: #0072b2; --two: #b34700; --mark: #ffe9a8; --on: #1c1b22; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceaf1; --soft: #aba8b8; --line: #423f4d;
  --paper: #17161c; --card: #211f28; --one: #56b4e9; --two: #e69f00; --mark: #5c4a12; --on: #fff3cf; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
.claim { font-size: 1.15rem; }
.soft, figcaption { color: var(--soft); font-size: .9rem; }
dl { display: grid; grid-template-columns: minmax(9rem, 14rem) 1fr; gap: .3rem 1rem; margin: 1rem 0; }
dt { color: var(--soft); } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; } .n { text-align: right; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; } svg { width: 100%; height: auto; font: 12px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .soft { fill: var(--soft); font-size: 11px; }
svg .axis { stroke: var(--line); }
svg .even { stroke: var(--soft); stroke-dasharray: 3 3; } svg .bar { stroke: var(--one); stroke-width: 3; }
svg .dot, svg .one { fill: var(--one); } svg .two { fill: var(--two); } svg .thin { opacity: .55; }
svg .band { fill: var(--one); opacity: .2; } svg .line { stroke: var(--one); fill: none; stroke-width: 2; }
.example { background: var(--card); border-radius: .5rem; padding: 1rem; margin: 1rem 0;
  break-inside: avoid; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.affix { color: var(--soft); font-size: .9rem; }
mark { background: var(--mark); color: var(--on); border-radius: .15rem; }
details { margin: .3rem 0; } summary { cursor: pointer; color: var(--soft); }
code { overflow-wrap: anywhere; }
@media print { main { max-width: none; padding: 0; } body { font-size: 11pt; } h2 { break-after: avoid; } }
"""
