"""One comparison as trainers and providers write it: with a system text, earlier turns and two answers."""

from typing import Any

from core.labelling import Outcome

TIE = Outcome.TIE
ASK, GOOD, BAD = "Why is the sky blue?", "Air scatters blue light.", "It is painted."
EARLIER = ("Hello there.", "Good day.")
BRIEF = "Be brief."
SHOWN = f"system: {BRIEF}\n\nuser: {EARLIER[0]}\n\nassistant: {EARLIER[1]}\n\nuser: {ASK}"


def said(role: str, text: str | None, **more: Any) -> dict[str, Any]:
    return {"role": role, "content": text, **more}


def turn(role: str, *texts: str) -> dict[str, Any]:
    return {"role": role, "parts": [{"text": text} for text in texts]}


def spoken(role: str, text: str) -> dict[str, Any]:
    return {"role": role, "content": [{"text": text}]}


DIALOGUE = [said("user", EARLIER[0]), said("assistant", EARLIER[1]), said("user", ASK)]
WHOLE = [said("system", BRIEF), *DIALOGUE]
GOOD_TURN, BAD_TURN = said("assistant", GOOD), said("assistant", BAD)
CHOSEN, REJECTED = [*WHOLE, GOOD_TURN], [*WHOLE, BAD_TURN]
TEXTS = {"chosen": GOOD, "rejected": BAD}
SWIFT = {"messages": CHOSEN, "rejected_response": BAD}


def openai(first: str = GOOD, second: str = BAD, messages: Any = WHOLE, **more: Any) -> dict[str, Any]:
    return {
        "input": {"messages": messages, "tools": [], "parallel_tool_calls": True, **more},
        "preferred_output": [said("assistant", first)],
        "non_preferred_output": [said("assistant", second)],
    }


def nova(*labels: str) -> dict[str, Any]:
    before = [spoken("user", EARLIER[0]), spoken("assistant", EARLIER[1]), spoken("user", ASK)]
    answers = [
        {"content": [{"text": text}], "preferenceLabel": label}
        for text, label in zip((GOOD, BAD), labels, strict=True)
    ]
    last = {"role": "assistant", "candidates": answers}
    return {
        "schemaVersion": "bedrock-conversation-2024",
        "system": [{"text": BRIEF}],
        "messages": [*before, last],
    }


def nemo(*ranks: int | None) -> dict[str, Any]:
    listed = [
        {"rank": rank, "completion": [one]} for rank, one in zip(ranks, (GOOD_TURN, BAD_TURN), strict=True)
    ]
    return {"context": WHOLE, "completions": listed, "task_name": "sky"}


def gemini(*scores: float | str, system: str = "system_instruction") -> dict[str, Any]:
    contents = [turn("user", EARLIER[0]), turn("model", EARLIER[1]), turn("user", ASK)]
    listed = [
        {"score": score, "completion": turn("model", text)}
        for score, text in zip(scores, (GOOD, BAD), strict=True)
    ]
    return {system: {"parts": [{"text": BRIEF}]}, "contents": contents, "completions": listed}


SHAREGPT = {"user": "human", "assistant": "gpt"}


def sharegpt(message: dict[str, Any]) -> dict[str, Any]:
    return {"from": SHAREGPT.get(message["role"], message["role"]), "value": message["content"]}


ROWS: list[tuple[str, str, dict[str, Any], Any]] = [
    ("openai", "openai-preference", openai(), 0),
    ("nova", "aws-nova", nova("preferred", "non-preferred"), 0),
    ("nova turned", "aws-nova", nova("non-preferred", "preferred"), 1),
    ("nemo", "nemo-rl", nemo(0, 1), 0),
    ("nemo turned", "nemo-rl", nemo(2, 1), 1),
    ("nemo tie", "nemo-rl", nemo(1, 1), TIE),
    ("gemini", "gemini", gemini(1, 0), 0),
    ("gemini turned", "gemini", gemini(0, 1, system="systemInstruction"), 1),
    ("gemini tie", "gemini", gemini(0.5, 0.5), TIE),
    ("swift", "ms-swift", SWIFT | {"margin": 0.5}, 0),
    ("swift null", "ms-swift", SWIFT | {"rejected_messages": None}, 0),
    ("swift messages", "ms-swift", {"messages": CHOSEN, "rejected_messages": REJECTED}, 0),
    ("swift system", "ms-swift", SWIFT | {"system": BRIEF, "messages": [*DIALOGUE, GOOD_TURN]}, 0),
    (
        "factory sharegpt",
        "trl",
        {
            "conversations": [sharegpt(one) for one in DIALOGUE],
            "chosen": sharegpt(GOOD_TURN),
            "rejected": sharegpt(BAD_TURN),
            "system": BRIEF,
            "tools": "",
        },
        0,
    ),
    (
        "factory alpaca",
        "trl",
        {"instruction": ASK, "input": "", **TEXTS, "system": BRIEF, "history": [list(EARLIER)]},
        0,
    ),
    ("axolotl template", "trl", {"messages": WHOLE, "chosen": GOOD_TURN, "rejected": BAD_TURN}, 0),
    ("torchtune", "trl", {"chosen": CHOSEN, "rejected": REJECTED}, 0),
    (
        "torchtune sharegpt",
        "trl",
        {"chosen": list(map(sharegpt, CHOSEN)), "rejected": list(map(sharegpt, REJECTED))},
        0,
    ),
    ("trl", "trl", {"prompt": WHOLE, "chosen": [GOOD_TURN], "rejected": [BAD_TURN], "tools": []}, 0),
    ("openrlhf", "trl", {"input": WHOLE, "chosen": [GOOD_TURN], "rejected": [BAD_TURN], "margin": 0.25}, 0),
]
