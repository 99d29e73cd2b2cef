"""Texts and values that break what was not made for them, and rows that are made of them."""

import json
from typing import Any

from hypothesis import strategies as st

from core.datasets.formats import Format, Wanted
from core.datasets.formats.shared import names
from core.datasets.formats.shared.chosen import MARKS, WORDS
from core.datasets.problems import Fault, Problem

NASTY = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "'); DROP TABLE pair; --",
    "line\nfeed\r\n and\u2028others\u2029\x85\r\n\r\n",
    '"quotes" \\backslash\\ \\u0000 {"json": [1]}',
    "bell \x07 escape \x1b[31m",
    "\ufeffmark \u202ereversed\u202c \u2066isolate\u2069 zero\u200bwidth",
    "👩‍👩‍👧 e\u0301 \U0010ffff \ue000 \ufffd",
    " leading and trailing \t",
    "# head\n\n```python\n$x^2$ **bold** [link](javascript:alert(1)) {{7*7}}\n- [ ] =1+1",
    "word" * 2000,
    'a;b\tc,"d\n',
]
STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
ANY_TEXT = st.one_of(st.sampled_from(NASTY), st.text(STORABLE, min_size=1, max_size=60))
READABLE = ANY_TEXT.filter(lambda text: bool(text.strip()))

KNOWN = {"input_text", "candidate_0", "candidate_1", "choice", "messages", "context"}
OTHER_FORMATS = {"prompt", "chosen", "rejected", "info", "data", "annotations", "candidates"}
NAMES = st.sampled_from(["id", "meta", "weight", "confidence", "flipped", "Größe", "a.b", "", " ", "<b>"])
OF_THE_PROMPT = names.INPUTS + names.SYSTEMS + names.HISTORIES + names.CONTEXTS
OF_THE_CHOICE = (*names.CHOICES, *names.ANNOTATORS, *WORDS, *MARKS, *sum(names.SOURCES, ()))
MEANT = frozenset(map(names.plain, OF_THE_PROMPT + OF_THE_CHOICE))
"""Names of fields that are read, however they are spelt, and so are not unknown."""
UNKNOWN_NAMES = (NAMES | ANY_TEXT).filter(
    lambda name: name not in KNOWN | OTHER_FORMATS and names.plain(name) not in MEANT
)
NUMBERS = (
    st.integers()
    | st.sampled_from([2**63, -(2**63) - 1, 10**40])
    | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | ANY_TEXT | st.just("\ud800"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=8,
)
UNKNOWN = st.dictionaries(UNKNOWN_NAMES, VALUES, max_size=4)
SOURCES = st.fixed_dictionaries({}, optional={"source_0": ANY_TEXT, "source_1": st.none() | ANY_TEXT})

Rows = st.SearchStrategy[list[dict[str, Any]]]


def rows_of(kind: Format, fields: dict[str, Any], *, with_unknown: bool = True) -> Rows:
    """Lists of rows of a format whose texts differ, for a row is told from others by its texts."""
    read = kind.adapter(Wanted.PAIRS)

    def texts(row: dict[str, Any]) -> tuple[str, ...] | None:
        (pair,) = read(1, row)
        if isinstance(pair, Problem):
            assert pair.fault == Fault.IDENTICAL, pair
            return None
        return pair.input_text, pair.candidate_0, pair.candidate_1

    one = st.fixed_dictionaries(fields)
    if with_unknown:
        one = st.builds(lambda row, more: more | row, one, UNKNOWN)
    return st.lists(one.filter(texts), min_size=1, max_size=4, unique_by=texts)


def messages(
    role: str, *, first: str, second: str, least: int = 1
) -> st.SearchStrategy[list[dict[str, str]]]:
    """Dialogues in which two speakers take turns; ``role`` is what they are called by."""
    names = [first, second]
    return st.lists(READABLE, min_size=least, max_size=3).map(
        lambda said: [{role: names[place % 2], "content": text} for place, text in enumerate(said)]
    )


def json_lines(rows: list[dict[str, Any]], *, ascii_only: bool = False, end: str = "\n") -> bytes:
    """Rows as a file; half a surrogate pair can only be spelt out, as JSON and Python spell it alike."""
    lines = (json.dumps(row, ensure_ascii=ascii_only) for row in rows)
    return "".join(line + end for line in lines).encode(errors="backslashreplace")
