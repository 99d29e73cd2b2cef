"""The settings of how texts are shown: what they are written in, what they are called, whose pictures."""

import streamlit as st

from app.ui.project.fields import Fields, shown_values
from core.errors import InvalidInput
from core.labelling import Content, Texts, texts_of
from core.labelling.presentation import MOST_ENDINGS, MOST_HOSTS
from core.labelling.protocol import skip_reasons_for

CONTENTS = {Content.PLAIN: "Plain text", Content.MARKDOWN: "Markdown", Content.DIALOGUE: "Dialogues"}
OF_ITS_OWN = "Of its own"
LONGEST_NOUN = 30


def texts_group(fields: Fields) -> None:
    """How texts are shown; the data stay as they are, whatever stands here."""
    _kind(fields)
    left, right = st.columns(2, gap="large")
    with left:
        _written(fields)
        _called(fields)
    with right:
        _lines(fields)
        st.toggle("A choice counts only when both were seen to their end", key=fields.key("read_to_end"))


def _kind(fields: Fields) -> None:
    """The kind of texts that the fields below equal; choosing one fills them."""
    try:
        now = texts_of(fields.presentation())
    except InvalidInput:
        now = None
    fields.fill({"texts": now.value if now else OF_ITS_OWN})
    st.segmented_control(
        "Texts",
        [*(one.value for one in Texts), *([] if now else [OF_ITS_OWN])],
        key=fields.key("texts"),
        required=True,
        on_change=_fill,
        args=(fields,),
    )


def _fill(fields: Fields) -> None:
    if fields["texts"] == OF_ITS_OWN:
        return
    chosen = Texts(fields["texts"]).presentation
    kept = {name: fields[name] for name in ("picture_hosts", "read_to_end")}
    reasons = skip_reasons_for(chosen.prompt, tuple(fields["skip_reasons"].splitlines()))
    fields.fill(shown_values(chosen) | kept | {"skip_reasons": "\n".join(reasons)})


def _written(fields: Fields) -> None:
    st.segmented_control(
        "Written in",
        list(Content),
        key=fields.key("content"),
        format_func=CONTENTS.__getitem__,
        required=True,
        help="Code and tables of Markdown keep their columns. HTML in a text is always shown as text.",
    )
    st.toggle(
        "Turns are Markdown",
        key=fields.key("markdown_in_turns"),
        disabled=fields["content"] != Content.DIALOGUE,
        help="M on the label page shows any text as it is written.",
    )


def _called(fields: Fields) -> None:
    prompt, answer = st.columns(2)
    prompt.text_input("A prompt is called", key=fields.key("prompt"), max_chars=LONGEST_NOUN)
    answer.text_input("An answer is called", key=fields.key("answer"), max_chars=LONGEST_NOUN)


def _lines(fields: Fields) -> None:
    st.text_area(
        "Endings of prompts that are dimmed, one a line",
        key=fields.key("folded_endings"),
        height=90,
        help=f"What only a model needs, such as “[summary]:”; up to {MOST_ENDINGS}. Sets keep it.",
    )
    st.text_area(
        "Hosts whose pictures are fetched, one a line",
        key=fields.key("picture_hosts"),
        height=90,
        placeholder="None: addresses are shown instead",
        help=f"Such as images.example.org; up to {MOST_HOSTS}, over https only. Whoever runs a host learns "
        "that somebody looks at its picture. Pages that are open need a reload.",
    )
