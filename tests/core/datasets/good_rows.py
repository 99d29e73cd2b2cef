"""Sound rows in every format that can be imported, and sound files of them in everything that holds rows."""

import json
from typing import Any

from core.datasets.formats import Format
from core.datasets.formats import format_named as form
from tests.core.datasets.sources.reading_rows import parquet

TURN = {"role": "user", "content": "a post"}
ZERO, ONE = ({"role": "assistant", "content": text} for text in ("zero", "one"))
SPOKEN = "\n\nHuman: a post\n\nAssistant:"
ROWS: dict[str, tuple[Format, dict[str, Any]]] = {
    "Vertex": (
        form("vertex"),
        {
            "input_text": "a post",
            "candidate_0": "zero",
            "candidate_1": "one",
            "choice": 1,
            "source_0": "base",
        },
    ),
    "Vertex chat": (
        form("vertex"),
        {
            "messages": [{"author": "user", "content": "a post"}],
            "context": "be brief",
            "candidate_0": "zero",
            "candidate_1": "one",
            "choice": 0,
        },
    ),
    "Vertex ranking": (
        form("vertex"),
        {
            "input_text": "a post",
            "candidates": ["zero", "one", "two"],
            "scores": [1, 2.5, 0],
            "sources": ["a"] * 3,
        },
    ),
    "OpenAI": (
        form("openai"),
        {
            "info": {"post": "a post", "subreddit": "AskReddit", "id": "t3_1"},
            "summaries": [{"text": "zero", "policy": "sup1"}, {"text": "one", "policy": "sup2", "note": "n"}],
            "choice": 1,
            "worker": "w1",
            "batch": "b",
            "split": "train",
            "extra": {"confidence": 7},
        },
    ),
    "TRL": (form("trl"), {"prompt": "a post", "chosen": "one", "rejected": "zero", "score_chosen": 1.5}),
    "TRL implicit": (form("trl"), {"chosen": f"{SPOKEN} one", "rejected": f"{SPOKEN} zero"}),
    "TRL conversational": (form("trl"), {"prompt": [TURN], "chosen": [ONE], "rejected": [ZERO]}),
    "UltraFeedback": (
        form("scored"),
        {
            "instruction": "a post",
            "completions": [
                {"response": text, "model": "m", "overall_score": score, "annotations": {"x": 1}}
                for text, score in (("zero", 1), ("one", 2.5), ("two", 0.5))
            ],
        },
    ),
    "two answers": (form("scored"), {"prompt": "a post", "answers": ["zero", "one"], "ranks": [2, 1]}),
    "Label Studio": (
        form("label-studio"),
        {
            "id": 1,
            "data": {"prompt": "a post", "text1": "zero", "text2": "one"},
            "annotations": [
                {
                    "result": [{"type": "pairwise", "value": {"selected": "left"}, "to_name": "text1,text2"}],
                    "completed_by": 3,
                    "was_cancelled": False,
                }
            ],
        },
    ),
    "columns": (
        form("columns"),
        {"question": "a post", "response_a": "zero", "response_b": "one", "winner": "a", "worker": "w"},
    ),
}


def json_file(row: dict[str, Any]) -> bytes:
    """Three lines, of which the second repeats the first."""
    return (
        (json.dumps(row) + "\n").encode() * 2 + json.dumps(row).replace("a post", "a text").encode() + b"\n"
    )


TABLE = b'input_text,"candidate_0",candidate_1,choice,more\r\n"a ""post""", zero\n,one,1,\r\nb,c,d,0,"x,y"\n'
COLUMNS = {
    "input_text": ["a post", "b"],
    "candidate_0": ["zero", "c"],
    "candidate_1": ["one", "d"],
    "choice": [1, None],
    "more": [{"x": [1.5, None]}, None],
}
FILES: dict[str, bytes] = {
    **{name: json_file(row) for name, (_, row) in ROWS.items()},
    "list": b"[" + b",\n".join(json.dumps(row).encode() for _, row in list(ROWS.values())[:2]) + b"]",
    "CSV": TABLE,
    "TSV": TABLE.replace(b",", b"\t"),
    "Parquet": parquet(COLUMNS),
}
