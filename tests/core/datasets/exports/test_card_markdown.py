"""Texts inside Markdown and YAML stay texts."""

import yaml
from hypothesis import given
from hypothesis import strategies as st
from making_rows import HOSTILE
from markdown_it import MarkdownIt

from core.datasets.exports.markdown import code_block, code_span, yaml_string

MARKDOWN = MarkdownIt("commonmark", {"html": True})
ANYTHING = st.one_of(HOSTILE, st.text("` \n\\~", max_size=12))


@given(ANYTHING)
def test_a_code_span_holds_the_whole_text_and_nothing_else(text: str) -> None:
    """A parser finds one code span between the words around it; what can be printed is in it as it is."""
    paragraph = MARKDOWN.parse(f"before {code_span(text)} after")
    assert [token.type for token in paragraph] == ["paragraph_open", "inline", "paragraph_close"]
    before, code, after = paragraph[1].children or []
    assert (before.content, code.type, after.content) == ("before ", "code_inline", " after")
    if text.isprintable():
        assert code.content == (text or "(empty)")


@given(ANYTHING)
def test_a_code_block_holds_the_whole_text(text: str) -> None:
    """A parser finds one block with the text, line ends written alike, and the paragraph behind it."""
    found = MARKDOWN.parse(f"{code_block(text)}\n\nafter")
    assert [token.type for token in found] == ["fence", "paragraph_open", "inline", "paragraph_close"]
    alike = (text + "\n").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    assert found[0].content == alike
    assert text in code_block(text)


@given(ANYTHING)
def test_a_quoted_scalar_is_read_as_the_text(text: str) -> None:
    """YAML reads back every character, and no other key appears."""
    assert yaml.safe_load(f"name: {yaml_string(text)}\nother: 1") == {"name": text, "other": 1}
    assert len(yaml_string(text).splitlines()) == 1


def test_what_cannot_be_seen_is_spelt_out() -> None:
    """A line end and a right-to-left override, known by hand."""
    assert code_span("a\nb\u202e") == "`a\\nb\\u202e`"
    assert code_span("`") == "`` ` ``"
    assert code_span("") == "`(empty)`"
    assert yaml_string('"\n') == '"\\"\\U0000000A"'
    assert code_block("```") == "````text\n```\n````"
