"""A thousand prompts and answers that nobody expects, as JSON can say them."""

import json
import math
import random
from typing import Any

LANGUAGES = (
    "吾輩は猫である。名前はまだ無い。",
    "Съешь ещё этих мягких французских булок.",
    "نص عربي قصير، من اليمين إلى اليسار.",
    "🙈🎉👩‍👩‍👧‍👦" * 3,
    "e\u0301\u200b\u202e reversed \x00 and \x1b[31m red",
)
LONG = 200_000
BROKEN = "half a pair \ud83d and \udc00"
MARKS = ("[a]: ", ".\"')", "a. ", "[x] ", "\n\n", "?! ", "I'm ", "TL;DR: ", "x" * 60 + " ")


def texts(longest: int) -> list[str]:
    """Texts of every kind, long ones among them."""
    short = [
        "",
        " ",
        "\n\t",
        ".",
        "the",
        "<script>alert(1)</script>",
        "{{prompt}}",
        "%s %d {0}",
        BROKEN,
        *LANGUAGES,
    ]
    return short + [(one * longest)[:longest] for one in (*MARKS, *LANGUAGES, " ", "a", "word ", BROKEN)]


def odd_values() -> list[Any]:
    """What may stand where an object is expected."""
    deep: Any = []
    for _ in range(50):
        deep = [deep]
    return [None, True, 0, -1.5, math.nan, math.inf, "text", [], {}, [None], [[]], {"text": 1}, deep, 10**400]


def answers() -> list[Any]:
    """Answers as Google might hand them over, and as it surely never will."""
    made: list[Any] = [{"role": "model", "parts": [{"text": text}]} for text in texts(LONG)]
    for value in odd_values():
        made += [value, {"parts": value}, {"parts": [value]}, {"parts": [{"text": value}]}]
        made += [
            {"parts": [{"text": "Said.", "thought": value}]},
            {"role": value, "parts": [{"text": "Said."}]},
        ]
    made += [
        {"parts": [{"text": "I think.", "thought": True}]},
        {"parts": [{"text": "I think.", "thought": True}, {"text": "I say."}]},
        {"parts": [{"functionCall": {"name": "f", "args": {}}}]},
        {"parts": [{"text": "Let me."}, {"functionCall": {"name": "f"}}]},
        {"parts": [{"inlineData": {"mimeType": "image/png", "data": "AAAA"}}]},
        {"parts": [{"text": "a"}] * 20_000},
        {"parts": [{"text": "a", "thought": True}] * 20_000},
    ]
    return made


def examples() -> list[Any]:
    """Prompts as odd."""
    made: list[Any] = [
        {"contents": [{"role": "user", "parts": [{"text": text}]}]} for text in texts(LONG // 10)
    ]
    for value in odd_values():
        made += [value, {"contents": value}, {"contents": [value]}, {"contents": [{"parts": value}]}]
    return [*made, {"contents": [{"parts": [{"text": "turn"}]}] * 20_000}]


def odd_samples(count: int = 1000, seed: int = 7) -> list[tuple[Any, Any]]:
    """Pairs of an example and a response: every response at least once, with examples in turn."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    given, asked = answers(), examples()
    chosen = given + chance.choices(given, k=count - len(given))
    return [(asked[number % len(asked)], one) for number, one in enumerate(chosen)]


def as_lines(samples: list[tuple[Any, Any]]) -> str:
    """Samples as lines of JSON, halves of pairs and what is no number included."""
    return "".join(json.dumps(one) + "\n" for one in samples)
