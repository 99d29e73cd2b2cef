"""Whether what stands in a field that nothing uses could be read as a part of a prompt."""

import re
from collections.abc import Iterator

from core.datasets.records import AnswerSetRecord, PairRecord, Record

LETTERED = re.compile(r"[^\W\d_]{2,}")
FEW_WORDS, SOME_WORDS = 2, 3
"""Words from which on a text may be a part of a prompt if its name says so, or if only the text does."""
WITHOUT_BLANKS = 8
"""Characters from which on a text of a script without blanks is more than a name."""


def kind_of(value: object) -> str:
    """What people call a value of this type."""
    if isinstance(value, bool):
        return "true or false"
    kinds = ((str, "text"), (int | float, "numbers"), (list, "lists"), (dict, "objects"))
    return next((kind for types, kind in kinds if isinstance(value, types)), "other values")


def words_of(value: object, *, named: bool) -> str:
    """The words that a value says; empty for ids, numbers, dates, addresses and names of models.

    Args:
        value: What stands in a field.
        named: The field's name says that it may be of the prompt, so that structures are looked into.
    """
    if isinstance(value, str):
        text = value.strip()
        structure = text[:1] in ("[", "{")
    else:
        text = "\n".join(texts_in(value)) if named or _is_prose(value) else ""
        structure = False
    if structure and not named:
        return ""
    return text if _says_something(text, FEW_WORDS if named else SOME_WORDS) else ""


def _is_prose(value: object) -> bool:
    """Whether it is a list of texts of which one says something, and not of names or ids."""
    texts = value if isinstance(value, list) and all(isinstance(one, str) for one in value) else []
    return any(_says_something(text, SOME_WORDS) for text in texts)


def _says_something(text: str, words: int) -> bool:
    if not text.isascii() and len(text) >= WITHOUT_BLANKS and " " not in text:
        return True
    return len(text.split(maxsplit=words)) >= words and len(LETTERED.findall(text[:1000])) >= words


def texts_in(value: object) -> Iterator[str]:
    """All texts of a structure; the names in it are none."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting.extend(reversed(list(one.values())))
        elif isinstance(one, list):
            waiting.extend(reversed(one))


def repeats(words: str, value: object, record: Record) -> bool:
    """Whether a value only says again what prompt and answers say, as ``messages`` often do."""
    said = [text.strip() for text in _texts_of(record)]
    if any(words in text for text in said):
        return True
    if said[0] in words and any(answer in words for answer in said[1:]):
        return True
    pieces = [piece.strip() for piece in texts_in(value) if not isinstance(value, str)]
    if len(said) == 1 and said[0] in pieces:
        return True  # messages of a row from which only the prompt is taken
    telling = [piece for piece in pieces if len(piece) > WITHOUT_BLANKS + 1]
    return bool(telling) and all(any(piece in text for text in said) for piece in telling)


def _texts_of(record: Record) -> tuple[str, ...]:
    if isinstance(record, PairRecord):
        return record.input_text, record.candidate_0, record.candidate_1
    if isinstance(record, AnswerSetRecord):
        return record.input_text, *record.candidates
    return (record.input_text,)
