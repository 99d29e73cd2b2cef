"""The fields that say which model judges: where it is, what it goes by, and where texts are sent."""

from typing import Any

import streamlit as st

from app.ui.actions import plain
from core.judges import Judge, JudgeKind

KINDS = {
    JudgeKind.GENAI: "Gemini, through the studio’s Google project",
    JudgeKind.OPENAI: "An endpoint like OpenAI’s (vLLM, Ollama, a provider)",
}
KEY_HELP = (
    "The key itself is never entered here: give the name of the variable that has it where the studio runs. "
    "It is sent only to the address in the variable of the same name that ends in _BASE_URL, to OpenAI for "
    "OPENAI_API_KEY, or to this machine."
)


def judge_fields(key: str, instruction: str) -> dict[str, Any]:
    """Ask for a judge.

    Args:
        key: What the widgets' keys begin with.
        instruction: What it may go by; people edit it.

    Returns:
        What `core.judges.judge_of` takes, but for the limits of an answer.
    """
    kind = st.radio(
        "Where the model is", list(KINDS), format_func=KINDS.__getitem__, key=f"{key}_kind", horizontal=True
    )
    fields: dict[str, Any] = {"kind": kind, **_model_fields(kind, key)}
    fields["instruction"] = st.text_area(
        "What it goes by",
        value=instruction,
        key=f"{key}_instruction",
        height=130,
        help="Both answers, the prompt and how to reply are added below it.",
    )
    return fields


def sent_to(judge: Judge) -> None:
    """Say where prompts and answers go."""
    google = f"Google, as {judge.model}, and billed to the studio’s project there"
    place = f"`{judge.address}`" if judge.address else plain(google)
    st.markdown(f":material/send: Prompts and answers are sent to {place}.")


def _model_fields(kind: JudgeKind, key: str) -> dict[str, str]:
    if kind is JudgeKind.GENAI:
        return {"model": st.text_input("Model", key=f"{key}_gemini", placeholder="gemini-3.5-flash")}
    left, middle, right = st.columns(3)
    return {
        "model": left.text_input("Model", key=f"{key}_model", help="As the endpoint calls it."),
        "base_url": middle.text_input(
            "Address",
            key=f"{key}_url",
            placeholder="http://127.0.0.1:8000/v1",
            help="Left empty: OpenAI’s own. Prompts and answers are sent there.",
        ),
        "key_variable": right.text_input(
            "Variable with the key", key=f"{key}_key", placeholder="OPENAI_API_KEY", help=KEY_HELP
        ),
    }
