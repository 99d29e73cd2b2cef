"""The programs that score answers, at Google and here: text of Python that defines ``evaluate``."""

import ast
import inspect
from types import ModuleType

from core import answer_features
from core.rewards import answer_text, text_features
from core.rewards.parts import LengthPart
from core.rewards.text_features import Weights, packed

MODEL = '''
WEIGHTS = Weights(
    measures=np.array({measures}),
    mean=np.array({mean}),
    scale=np.array({scale}),
    median={median!r},
    spread={spread!r},
    text=unpacked(
{text}
    ),
)


def evaluate(example: dict, response: dict) -> float:
    """What people would say of an answer, between -1 and 1; one without text is worth -1."""
    try:
        text = answer_text(response)
        return -1.0 if text is None else squashed(WEIGHTS, raw_reward(WEIGHTS, prompt_of(example), text))
    except Exception:
        return -1.0


evaluate({{}}, {{"parts": [{{"text": "Hello."}}]}})  # numpy's first call takes longer
'''

LENGTH = '''
MOST_WORDS = {most_words}


def evaluate(example: dict, response: dict) -> float:
    """1 for an answer of at most MOST_WORDS words, falling to -1 at twice as many; nothing said is -1."""
    try:
        text = answer_text(response) or ""
        words = max(len(text.split()), len(text) / 10)  # where no spaces are, ten characters are a word
        return max(-1.0, 1.0 - 2.0 * max(0, words - MOST_WORDS) / MOST_WORDS) if words else -1.0
    except Exception:
        return -1.0
'''

LINE = 1000
"""Characters of weights on a line."""


def model_code(weights: Weights) -> str:
    """A reward model as one program."""
    text = packed(weights.text)
    lines = [f"        {text[start : start + LINE]!r}" for start in range(0, len(text), LINE)]
    tail = MODEL.format(
        measures=weights.measures.tolist(),
        mean=weights.mean.tolist(),
        scale=weights.scale.tolist(),
        median=weights.median,
        spread=weights.spread,
        text="\n".join(lines),
    )
    return (
        _program("A reward model, fitted to people's choices.", answer_text, answer_features, text_features)
        + tail
    )


def length_code(part: LengthPart) -> str:
    """A length reward as a program."""
    return _program("A reward for short answers.", answer_text) + LENGTH.format(most_words=part.most_words)


def _program(title: str, *modules: ModuleType) -> str:
    """Modules as one text, without what they import from each other."""
    return f'"""{title} Made by Preference Studio."""\n\n' + "\n\n".join(map(_source, modules))


def _source(module: ModuleType) -> str:
    """The text of a module without its imports from the studio."""
    text = inspect.getsource(module)
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("core."):
            for number in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[number] = ""
    return "\n".join(lines) + "\n"
