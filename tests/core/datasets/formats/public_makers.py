"""One row of each public data set, as functions of what it says; texts are our own."""

import json
from typing import Any

ASKED = "Which soup keeps for a week?"
A, B = "Lentil soup does, in a cold cellar.", "None, sadly."
MORE, MORE_A, MORE_B = "And without a cellar?", "Then freeze it.", "Still none."


def turns(*texts: str) -> list[dict[str, str]]:
    """A dialogue of a user and a model."""
    return [{"role": ("user", "assistant")[place % 2], "content": text} for place, text in enumerate(texts)]


def spoken(*texts: str) -> str:
    """How a person sees the turns of a dialogue."""
    return "\n\n".join(f"{('user', 'assistant')[place % 2]}: {text}" for place, text in enumerate(texts))


def later(*texts: str) -> str:
    """The same, where the first turn is an answer."""
    return "\n\n".join(f"{('assistant', 'user')[place % 2]}: {text}" for place, text in enumerate(texts))


def parts(*texts: str) -> list[dict[str, Any]]:
    """A dialogue whose contents are lists of parts, with the empty fields of other kinds of parts."""
    return [
        one | {"content": [{"type": "text", "text": one["content"], "image": None, "mimeType": None}]}
        for one in turns(*texts)
    ]


def shp(labels: Any, **more: Any) -> dict[str, Any]:
    """A row of SHP."""
    row = {"post_id": "x1", "domain": "askculinary_train", "upvote_ratio": 0.9, "history": ASKED}
    return row | {"score_A": 9, "score_B": 3, "human_ref_A": A, "human_ref_B": B, "labels": labels} | more


def pku(better: Any, safer: Any, **more: Any) -> dict[str, Any]:
    """A row of PKU-SafeRLHF as the first copies have it."""
    row = {"prompt": ASKED, "response_0": A, "response_1": B, "is_response_0_safe": True}
    return (
        row | {"is_response_1_safe": False, "better_response_id": better, "safer_response_id": safer} | more
    )


def webgpt(first: float, second: float) -> dict[str, Any]:
    """A row of WebGPT as the hub has it."""
    one = {"dataset": "eli5", "id": "q1", "full_text": ASKED}
    quotes = {
        "title": ["Soups (kitchen.example)"],
        "extract": ["Soups of lentils keep for many days in the cold."],
    }
    tokens = {"prefix": [1, 2, 3], "completion": [4, 5]}
    row = {"question": one, "quotes_0": quotes, "answer_0": A, "tokens_0": tokens, "score_0": first}
    return row | {"quotes_1": quotes, "answer_1": B, "tokens_1": tokens, "score_1": second}


def arena(winner: Any, *, made: Any = turns, **more: Any) -> dict[str, Any]:
    """A battle with one turn."""
    row = {
        "question_id": "q1",
        "model_a": "m-one",
        "model_b": "m-two",
        "winner": winner,
        "judge": "arena_user_7",
    }
    row |= {"conversation_a": made(ASKED, A), "conversation_b": made(ASKED, B), "turn": 1, "anony": True}
    return (
        row
        | {"language": "English", "tstamp": 1682351591.13, "toxic_chat_tag": {"t5": {"flagged": False}}}
        | more
    )


def bench(winner: str, turn: Any, judge: str) -> dict[str, Any]:
    """A judgment of MT-bench, whose dialogues always have two questions."""
    row = {"question_id": 81, "model_a": "m-one", "model_b": "m-two", "winner": winner, "judge": judge}
    row |= {"conversation_a": turns(ASKED, A, MORE, MORE_A), "conversation_b": turns(ASKED, B, MORE, MORE_B)}
    return row | {"turn": turn}


def session(winner: str) -> dict[str, Any]:
    """A battle of the newest collection of the arena."""
    row = {
        "id": "5f0",
        "model_a": "m-one",
        "model_b": "m-two",
        "winner": winner,
        "evaluation_session_id": "e1",
    }
    row |= {"evaluation_order": 1, "conversation_a": parts(ASKED, A), "conversation_b": parts(ASKED, B)}
    row |= {
        "conv_metadata": {"turns": 1, "bold_count_a": {"**": 0}},
        "category_tag": {"math_v0.1": {"math": False}},
    }
    said = {"user": parts(ASKED)[0], "model_side_a": parts(ASKED, A)[1], "model_side_b": parts(ASKED, B)[1]}
    return row | {
        "full_conversation": [said],
        "language": "en",
        "is_code": False,
        "timestamp": "2025-06-25 01:02:03",
    }


def lists(won: tuple[Any, Any, Any], asked: Any, first: Any, second: Any) -> dict[str, Any]:
    """A battle whose turns are lists, as JSON text."""
    row = {"id": 30192, "model_a": "m-one", "model_b": "m-two", "prompt": json.dumps(asked)}
    row |= {"response_a": json.dumps(first), "response_b": json.dumps(second)}
    return row | {"winner_model_a": won[0], "winner_model_b": won[1], "winner_tie": won[2]}


def steer(strength: Any, prompt: str = ASKED) -> dict[str, Any]:
    """A row of HelpSteer2's preferences."""
    one = {
        "statement": "Response 1 is better than Response 2",
        "elaboration": "It names a soup.",
        "strength": -2,
    }
    row = {
        "split": "train",
        "prompt": prompt,
        "response_1": A,
        "response_2": B,
        "preference_strength": strength,
    }
    row |= {
        "preference_statement": "Response 1 is better than Response 2",
        "preference_elaboration": "It names one.",
    }
    return row | {"three_most_similar_preferences": [one, one], "all_preferences_unprocessed": [one]}


def steer3(preference: Any) -> dict[str, Any]:
    """A row of HelpSteer3's preferences."""
    one = {"score": -1, "reasoning": "It names a soup.", "feedback1": "Helpful.", "feedback2": "Short."}
    row = {"domain": "general", "language": "english", "context": turns(ASKED, B, MORE), "response1": MORE_A}
    return row | {"response2": MORE_B, "overall_preference": preference, "individual_preference": [one]}


def summaries(choice: Any, confidence: Any, **info: Any) -> dict[str, Any]:
    """A row of OpenAI's comparisons of summaries, as the hub has it."""
    both = [{"text": A, "policy": "sup2", "note": None}, {"text": B, "policy": "ref", "note": "Too short."}]
    row = {"info": {"id": "t3_1", "post": ASKED, "title": "Soups", "article": None} | info, "summaries": both}
    row |= {"choice": choice, "worker": "w1", "batch": "batch3", "split": "train"}
    return row | {"extra": {"confidence": confidence}}
