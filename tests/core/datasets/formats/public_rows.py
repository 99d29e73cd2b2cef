"""Rows as public data sets of pairs write them, with texts of our own, and what each of them says.

Shapes and odd values are those of the data sets' cards and loaders. Other tests take the rows, too: none may
be recognised as those of another format.
"""

from dataclasses import dataclass, field
from typing import Any

from core.labelling import Outcome
from tests.core.datasets.formats.public_makers import (
    ASKED,
    MORE,
    MORE_A,
    MORE_B,
    A,
    B,
    arena,
    bench,
    later,
    lists,
    pku,
    session,
    shp,
    spoken,
    steer,
    steer3,
    summaries,
    turns,
    webgpt,
)

A_WON, B_WON = 0, 1
TIE, BAD = Outcome.TIE, Outcome.BOTH_BAD


@dataclass(frozen=True)
class Said:
    """What a row says; texts are those above unless they are given here."""

    choice: int | Outcome | None
    strength: int | None = None
    who: str | None = None
    models: tuple[str | None, str | None] = (None, None)
    texts: tuple[str, str, str] = (ASKED, A, B)


@dataclass(frozen=True)
class PublicRows:
    """Rows of one data set.

    Attributes:
        form: The format that they should be recognised as.
        rows: Each with what it says.
        column: What a person has to type, if something is asked.
    """

    form: str
    rows: tuple[tuple[dict[str, Any], Said], ...]
    column: dict[str, str] = field(default_factory=dict)


MODELS = ("m-one", "m-two")
HH = f"\n\nHuman: {ASKED}\n\nAssistant:"
SWAPPED = Said(A_WON, texts=(ASKED, B, A))
SEVERAL = (ASKED, later(A, MORE, MORE_A), later(B, MORE, MORE_B))
DIALOGUE = (spoken(ASKED, B, MORE), MORE_A, MORE_B)
EDITED = {"domain": "general", "language": "english", "context": turns(ASKED), "original_response": B}
EDITED |= {"good_edited_response": A, "bad_edited_response": MORE_B, "feedback": ["Name a soup that keeps."]}
PAIRED = {"qid": 7, "question": ASKED, "date": "2014/05/01", "metadata": ["https://soups.example/q/7"]}
HALVES = [
    {"question": {"dataset": "eli5", "id": "q1", "full_text": ASKED}, "quotes": {"title": [], "extract": []}}
    | {"answer": text, "tokens": {"prefix": [1], "completion": [2]}, "score": score}
    for text, score in ((A, -0.5), (B, 0.5))
]

PUBLIC: dict[str, PublicRows] = {
    "SHP": PublicRows(
        "shp", ((shp(1), Said(A_WON)), (shp(0, score_A=1), Said(B_WON)), (shp(1.0), Said(A_WON)))
    ),
    "PKU, better": PublicRows(
        "pku-saferlhf",
        ((pku(0, 1), Said(A_WON)), (pku(1, 0), Said(B_WON)), (pku("1", "0"), Said(B_WON))),
        column={"choice": "better_response_id"},
    ),
    "PKU, safer": PublicRows(
        "pku-saferlhf",
        (
            (pku(0, 1, response_0_source="m-one", response_1_source="m-two"), Said(B_WON, models=MODELS)),
            (pku(1, 0, prompt_source="Alpaca"), Said(A_WON)),
        ),
        column={"choice": "safer_response_id"},
    ),
    "PKU, one opinion": PublicRows(
        "pku-single",
        tuple(
            ({name: value for name, value in pku(one, 0).items() if name != "safer_response_id"}, Said(one))
            for one in (1, 0)
        ),
    ),
    "WebGPT": PublicRows(
        "webgpt",
        ((webgpt(0.75, -0.75), Said(A_WON)), (webgpt(-1.0, 1.0), Said(B_WON)), (webgpt(0.0, 0.0), Said(TIE))),
    ),
    "WebGPT, lists": PublicRows(
        "webgpt-lists",
        (({"0": HALVES[0], "1": HALVES[1]}, Said(B_WON)), ({"0": HALVES[1], "1": HALVES[0]}, SWAPPED)),
    ),
    "arena": PublicRows(
        "arena",
        (
            (arena("model_a"), Said(A_WON, who="arena_user_7", models=MODELS)),
            (arena("model_b"), Said(B_WON, who="arena_user_7", models=MODELS)),
            (arena("tie"), Said(TIE, who="arena_user_7", models=MODELS)),
            (arena("tie (bothbad)"), Said(BAD, who="arena_user_7", models=MODELS)),
            (
                arena(
                    "model_b",
                    turn=2,
                    conversation_a=turns(ASKED, A, MORE, MORE_A),
                    conversation_b=turns(ASKED, B, MORE, MORE_B),
                ),
                Said(B_WON, who="arena_user_7", models=MODELS, texts=SEVERAL),
            ),
        ),
    ),
    "arena, parts": PublicRows(
        "arena",
        tuple(
            (session(winner), Said(choice, models=MODELS))
            for winner, choice in (("model_a", A_WON), ("model_b", B_WON), ("tie", TIE), ("both_bad", BAD))
        ),
    ),
    "MT-bench": PublicRows(
        "arena",
        (
            (bench("model_b", 1, "expert_0"), Said(B_WON, who="expert_0", models=MODELS)),
            (bench("model_a", 2, "author_2"), Said(A_WON, who="author_2", models=MODELS, texts=SEVERAL)),
            (bench("tie (inconsistent)", 1, "gpt4_pair"), Said(TIE, who="gpt4_pair", models=MODELS)),
        ),
    ),
    "arena, lists": PublicRows(
        "arena-55k",
        (
            (lists((1, 0, 0), [ASKED], [A], [B]), Said(A_WON, models=MODELS)),
            (lists((0.0, 1.0, 0.0), [ASKED], [A], [B]), Said(B_WON, models=MODELS)),
            (
                lists((0, 0, 1), [ASKED, MORE], [A, MORE_A], [B, MORE_B]),
                Said(TIE, models=MODELS, texts=SEVERAL),
            ),
        ),
    ),
    "HelpSteer2": PublicRows(
        "helpsteer2",
        (
            (steer(-3), Said(A_WON, 3)),
            (steer(2), Said(B_WON, 2)),
            (steer(0), Said(TIE)),
            (steer(1.0), Said(B_WON, 1)),
            (
                steer(-1, f"{ASKED}\n<extra_id_1>Assistant\n{B}\n<extra_id_1>User\n{MORE}"),
                Said(A_WON, 1, texts=(DIALOGUE[0], A, B)),
            ),
        ),
    ),
    "HelpSteer3": PublicRows(
        "helpsteer3",
        (
            (steer3(-2), Said(A_WON, 2, texts=DIALOGUE)),
            (steer3(3), Said(B_WON, 3, texts=DIALOGUE)),
            (steer3(0), Said(TIE, texts=DIALOGUE)),
        ),
    ),
    "HelpSteer3, edits": PublicRows("helpsteer3-edits", ((EDITED, Said(A_WON, texts=(ASKED, A, MORE_B))),)),
    "Stack Exchange": PublicRows(
        "stack-exchange-paired", ((PAIRED | {"response_j": A, "response_k": B}, Said(A_WON)),)
    ),
    "hh-rlhf": PublicRows(
        "trl",
        (
            ({"chosen": f"{HH} {A}", "rejected": f"{HH} {B}"}, Said(A_WON, texts=(HH, f" {A}", f" {B}"))),
            (
                {"chosen": f"{HH} {A}\n\nHuman: {MORE}\n\nAssistant: {MORE_A}", "rejected": f"{HH} {B}"},
                Said(A_WON, texts=(HH, f" {A}\n\nHuman: {MORE}\n\nAssistant: {MORE_A}", f" {B}")),
            ),
        ),
    ),
    "rm-static": PublicRows(
        "trl",
        (
            (
                {"prompt": HH, "response": f" {A}", "chosen": f" {A}", "rejected": f" {B}"},
                Said(A_WON, texts=(HH, f" {A}", f" {B}")),
            ),
            (
                {"prompt": HH, "response": f" {A}", "chosen": f"{HH} {A}", "rejected": f"{HH} {B}"},
                Said(A_WON, texts=(HH, f" {A}", f" {B}")),
            ),
        ),
    ),
    "OpenAI summaries": PublicRows(
        "openai",
        (
            (summaries(1, 8, subreddit="soups"), Said(B_WON, 3, "w1", ("sup2", "ref"))),
            (summaries(0, None, site=None), Said(A_WON, None, "w1", ("sup2", "ref"))),
        ),
    ),
    "Stack Exchange, scores": PublicRows(
        "scored",
        (
            (
                PAIRED
                | {
                    "answers": [
                        {
                            "answer_id": 1,
                            "author": "ann",
                            "author_id": 3,
                            "pm_score": 1,
                            "selected": False,
                            "text": A,
                        },
                        {
                            "answer_id": 2,
                            "author": "ben",
                            "author_id": 4,
                            "pm_score": 4,
                            "selected": True,
                            "text": B,
                        },
                    ]
                },
                Said(B_WON),
            ),
        ),
    ),
}

WITHOUT_PAIRS: dict[str, dict[str, Any]] = {
    "LMSYS-Chat-1M": {"conversation_id": "c1", "model": "m", "conversation": turns(ASKED, A), "turn": 1}
    | {"language": "English", "openai_moderation": [], "redacted": False},
    "PKU-SafeRLHF-QA": {"prompt": ASKED, "response": A, "is_safe": True, "sha256": "00"},
    "HelpSteer2": {"prompt": ASKED, "response": A, "helpfulness": 4, "correctness": 4, "coherence": 4}
    | {"complexity": 2, "verbosity": 1},
    "HelpSteer3, edits": {"domain": "general", "context": turns(ASKED), "original_response": B}
    | {"edited_response": A, "change_summary": "It names a soup.", "feedback": ["Name a soup."]},
    "axes": {
        "info": {"id": "t3", "post": ASKED, "title": "soup"},
        "worker": "w",
        "batch": "b",
        "split": "test",
    }
    | {"summary": {"text": A, "policy": "sup", "note": None, "axes": {"overall": 5, "accuracy": 7}}},
}
