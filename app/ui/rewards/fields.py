"""The fields of a reward's parts, and the parts, once their fields allow any."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from pydantic import BaseModel, ValidationError

from app.ui.access import person
from app.ui.actions import plain
from app.ui.resources import studio
from app.ui.work import once
from core.datasets import DatasetView
from core.labelling import ProjectView
from core.rewards import (
    KINDS,
    SCORE_EXPRESSION,
    WORKED_EXAMPLES,
    AutoraterPart,
    CloudRunPart,
    Draft,
    FormatPart,
    LengthPart,
    ModelPart,
    NewModel,
    Part,
    RewardKind,
    draft_judge,
)

MOST_EXAMPLES = 20
WEIGHT = "Weight"
WORDS = 100
DRAFTED = "reward_drafted"
PROMPT, SHOWN = "reward_prompt", "reward_examples"

Fields = Callable[["Asked"], Part | NewModel | None]


@dataclass(frozen=True)
class Asked:
    """What the parts are made for.

    Attributes:
        weighed: Whether there are several parts, so that each has a weight.
    """

    project: ProjectView
    dataset: DatasetView
    weighed: bool

    def weight(self, kind: RewardKind) -> dict[str, float]:
        """How much a part counts beside the others."""
        if not self.weighed:
            return {}
        key = f"reward_weight_{kind.value}"
        return {"weight": st.number_input(WEIGHT, value=1.0, step=0.25, format="%g", key=key)}

    def draft(self) -> Draft | None:
        """What a judge may be asked, read from the set once; a refusal is shown."""
        examples = st.session_state.get(SHOWN, WORKED_EXAMPLES)
        return once(
            DRAFTED,
            (self.project, self.dataset.id, examples),
            lambda: draft_judge(studio().db, person(), self.project.id, self.dataset.id, examples=examples),
        )


def ask_part(kind: RewardKind, asked: Asked) -> Part | NewModel | None:
    """The fields of one part; None while they allow no part, which is said beside them."""
    with st.container(border=True):
        st.markdown(f"**{KINDS[kind].capitalize()}**")
        st.caption(ABOUT[kind])
        return FIELDS[kind](asked)


def _model(asked: Asked) -> NewModel | None:
    weight = asked.weight(RewardKind.MODEL)
    # it is checked as that of a program that is there
    made = _made(ModelPart, NewModel().name, weight, code="to be fitted")
    return None if made is None else NewModel(made.name, made.weight)


def _judge(asked: Asked) -> Part | None:
    left, middle, right = st.columns([2, 1, 1], vertical_alignment="bottom")
    with left:
        model = st.text_input(LABELS["model"], key="reward_judge", placeholder="Such as gemini-3.5-flash")
    with middle:
        samples = st.number_input(
            LABELS["samples"], value=1, step=1, key="reward_samples",
            help="About each answer. The score is the mean; asking more often costs more and wavers less.",
        )  # fmt: skip
    with right:
        st.number_input(
            "Worked examples", min_value=0, max_value=MOST_EXAMPLES, value=WORKED_EXAMPLES, step=1,
            key=SHOWN,
            help="Choices people made, shown to the judge. None of them is among those it is checked on.",
        )  # fmt: skip
    if (draft := asked.draft()) is None:
        return None
    prompt = _prompt(asked, draft)
    expression = st.text_input(
        LABELS["expression"],
        SCORE_EXPRESSION,
        key="reward_expression",
        help="A regular expression whose one group is the score, a number from -1 to 1; others are refused.",
    )
    weight = asked.weight(RewardKind.AUTORATER)
    if not model.strip():
        st.caption("Say which model judges.")
        return None
    return _made(
        AutoraterPart, "judge", weight,
        model=model.strip(), prompt=prompt, expression=expression, samples=samples,
    )  # fmt: skip


def _prompt(asked: Asked, draft: Draft) -> str:
    """The prompt: the draft until somebody changes it, then theirs."""
    state, key = st.session_state, f"{PROMPT}_{asked.project.id}"
    if state.get(key, "") in {"", state.get(f"{key}_draft")}:
        state[key] = draft.prompt
    state[f"{key}_draft"] = draft.prompt
    prompt = st.text_area(
        LABELS["prompt"],
        key=key,
        height=280,
        help="Drafted from the project’s instruction, guidelines and axes, and from choices people made. "
        "{{prompt}} and {{response}} are put in for each answer.",
        persist_state="session",
    )
    if prompt != draft.prompt:
        st.button(
            "Draft it anew", icon=":material/refresh:", key="reward_redraft", on_click=state.pop, args=(key,)
        )
    return prompt


def _server(asked: Asked) -> Part | None:
    address = st.text_input(LABELS["address"], key="reward_address", placeholder="https://…")
    weight = asked.weight(RewardKind.CLOUD_RUN)
    if not address.strip():
        st.caption("Say where the server answers.")
        return None
    return _made(CloudRunPart, "server", weight, address=address.strip())


def _length(asked: Asked) -> Part | None:
    words = st.number_input(LABELS["most_words"], value=WORDS, step=10, key="reward_words")
    return _made(LengthPart, "length", asked.weight(RewardKind.LENGTH), most_words=words)


def _format(asked: Asked) -> Part | None:
    expression = st.text_input(
        LABELS["format.expression"], key="reward_format", placeholder=r"Such as ^[^\n]+$ for a single line"
    )
    left, right = st.columns(2)
    scores = {}
    for place, name, value in ((left, "matched", 1.0), (right, "unmatched", -1.0)):
        with place:
            key = f"reward_{name}"
            scores[name] = st.number_input(LABELS[name], value=value, step=0.1, format="%g", key=key)
    weight = asked.weight(RewardKind.FORMAT)
    if not expression:
        st.caption("Say what an answer must look like.")
        return None
    return _made(FormatPart, "format", weight, expression=expression, **scores)


def _made(part: type[Part], name: str, weight: Mapping[str, float], **fields: Any) -> Part | None:
    """The part; what its model refuses is said."""
    model: type[BaseModel] = part
    try:
        made: Any = model(name=name, **weight, **fields)
    except ValidationError as error:
        for one in error.errors():
            label = "".join(_label(name, str(step)) + ": " for step in one["loc"])
            sentence = f"{label}{one['msg'].removeprefix('Value error, ')}."
            st.markdown(f":red[:material/error: {plain(sentence)}]")
        return None
    found: Part = made
    return found


def _label(part: str, field: str) -> str:
    return LABELS.get(f"{part}.{field}", LABELS.get(field, field))


LABELS = {
    "model": "Judge",
    "prompt": "What the judge is asked",
    "expression": "Expression that finds the score",
    "samples": "Times it is asked",
    "address": "Address",
    "most_words": "Words, at most",
    "format.expression": "Regular expression",
    "matched": "Where it is found",
    "unmatched": "Where it is not",
    "weight": WEIGHT,
}
"""What the fields of parts are called."""

ABOUT = {
    RewardKind.MODEL: "Fitted here to the choices of the set, within seconds, and run by Google as a "
    "program. Its scores cost nothing.",
    RewardKind.AUTORATER: "A model that scores each answer by a prompt of yours. Every answer of a run "
    "costs a call, or more.",
    RewardKind.CLOUD_RUN: "A server of yours that scores answers, with any reward model that you like. For "
    "one that was made here, the studio writes the server out: below that reward, “Run … as a server”.",
    RewardKind.LENGTH: "1 for an answer of at most so many words, falling to -1 at twice as many.",
    RewardKind.FORMAT: "One score where a regular expression is found in an answer, else another.",
}
FIELDS: dict[RewardKind, Fields] = {
    RewardKind.MODEL: _model,
    RewardKind.AUTORATER: _judge,
    RewardKind.CLOUD_RUN: _server,
    RewardKind.LENGTH: _length,
    RewardKind.FORMAT: _format,
}
