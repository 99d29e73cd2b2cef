"""Pairs whose texts look like templates, JSON, dialogues and numbers, with prompts of several turns."""

from typing import Any

from hypothesis import strategies as st

from core.datasets.formats.trl import trl_pair
from core.datasets.problems import Problem
from core.datasets.records import PairRecord
from core.labelling import Outcome
from tests.core.datasets.every_format import frozen_of

LIKE_TEMPLATES = ("{", "}", "{{prompt}}", "{0}", "%s", "<|im_start|>", "[INST]", "</s>", "<s>", "[image]")
LIKE_DIALOGUES = ("\n\nHuman: ", "\n\nAssistant:", "Human:", "Assistant:", "user: ", "\n\nassistant: ")
LIKE_DATA = ("'", '"', "\\", "\\n", '{"a": 1}', '["x"]', '{"text": "x"}', "[", ",", "0", "1.0", "null", "NaN")
LIKE_WORDS = ("true", "tie", "A", "model_a", "chosen", "N/A", "-", "Yes", "yes", "candidate_0")
LINES = ("\n", "\r\n", "\r", "\n\n", "\t", " ", "\u2028", "\x85", "\x0b")
SCRIPTS = ("日本語", "שלום", "مرحبا", "e\u0301", "\u202e", "\ufeff", "\U0001f600", "ß", "\x7f")
PIECES = (*LIKE_TEMPLATES, *LIKE_DIALOGUES, *LIKE_DATA, *LIKE_WORDS, *LINES, *SCRIPTS)

ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=4)
TEXTS = (
    st.lists(st.sampled_from(PIECES) | ANY, min_size=1, max_size=5)
    .map("".join)
    .filter(lambda text: bool(text.strip()))
)


CALL = {
    "role": "assistant",
    "content": None,
    "tool_calls": [{"type": "function", "function": {"name": "f", "arguments": "{}"}}],
}


def said(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "content": text}


@st.composite
def prompts(draw: st.DrawFn) -> Any:
    """A text, or turns that end with the user's, perhaps behind a system text."""
    if draw(st.booleans()):
        return draw(TEXTS)
    roles = ["user", "assistant"] * draw(st.integers(0, 2))
    system = [said("system", draw(TEXTS))] if draw(st.booleans()) else []
    return [*system, *(said(role, draw(TEXTS)) for role in (*roles, "user"))]


@st.composite
def answers(draw: st.DrawFn) -> Any:
    """A text, a message, or now and then a dialogue that goes on after the answer."""
    kind = draw(st.sampled_from(("text", "text", "message", "turns")))
    if kind == "text":
        return draw(TEXTS)
    roles = ("assistant",) if kind == "message" else ("assistant", "user", "assistant")
    return [said(role, draw(TEXTS)) for role in roles]


@st.composite
def alike(draw: st.DrawFn, row: dict[str, Any]) -> dict[str, Any]:
    """A row of which one part says what another one says, but for a blank or for the end."""
    prompt, chosen = row["prompt"], row["chosen"]
    asked = prompt if isinstance(prompt, str) else prompt[-1]["content"]
    one = chosen if isinstance(chosen, str) else chosen[0]["content"]
    begun = [said("assistant", one), said("user", asked)]
    first, second = [*begun, said("assistant", "x")], [*begun, said("assistant", "y")]
    return draw(
        st.sampled_from(
            [
                row,
                row | {"rejected": f"{one} "},
                row | {"rejected": asked},
                row | {"chosen": first, "rejected": second},
                row | {"chosen": first, "rejected": one},
                row | {"prompt": [said("system", asked), said("user", asked)]},
                row | {"prompt": [said("user", asked), said("system", asked), said("user", one)]},
                row | {"prompt": [said("user", asked), said("tool", asked), said("user", one)]},
                row | {"prompt": [said("user", asked), CALL, said("tool", asked)]},
                row | {"prompt": f"\n\nHuman: {asked}\n\nAssistant:"},
            ]
        )
    )


@st.composite
def pairs(draw: st.DrawFn, *, ties: bool = False) -> PairRecord:
    """A pair as the studio holds it, with either candidate for the better one."""
    row = draw(alike({"prompt": draw(prompts()), "chosen": draw(answers()), "rejected": draw(answers())}))
    made = trl_pair(1, row)
    if isinstance(made, Problem):  # two equal answers
        made = trl_pair(1, row | {"chosen": "one", "rejected": "another"})
    choices = (0, 1, Outcome.TIE, Outcome.BOTH_BAD) if ties else (0, 1)
    assert isinstance(made, PairRecord)
    made.choice = draw(st.sampled_from(choices))
    return made


FROZEN = st.lists(pairs(), min_size=1, max_size=3).map(lambda made: [frozen_of(one) for one in made])
