"""Whether a field that nothing uses may belong to the prompt, told by its name and by what stands in it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from core.datasets.formats.shared.fields import json_of
from core.datasets.records import AnswerSetRecord, PairRecord, Record

OF_PROMPTS = re.compile(
    r"""context|document|doc|passage|article|history|background|knowledge|persona|scenario|story|fact|table|schema
    |transcript|excerpt|paragraph|premise|abstract|email|tool|function|instruction|input|query|question|prompt
    |post|conversation|dialogue|dialog|message|system|attachment|snippet|material|evidence|chapter|text|content
    |body|code|src|sourcetext|image|picture|photo|screenshot|audio|video""",
    re.VERBOSE,
)
"""What is often a part of a prompt, in the singular."""

FORMS = frozenset({"text", "content", "body", "str", "string", "json", "list", "full", "value"})
"""Ends of a name that only say how something is written, as in ``passage_text``."""

OF_OTHERS = re.compile(
    r"""# answers and models
    answer|response|completion|output|candidate|generation|chosen|rejected|summary|reference|gold|target|solution
    |truth|ideal|winner|loser|model|llm|policy|engine|original|raw|best|better|correct
    # judgments
    |rationale|critique|feedback|reasoning|reason|elaboration|explanation|justification|comment|note|remark
    |annotation|annotator|labelling|labeling|labeler|label|judge|judgment|judgement|verdict|score|rating|rank
    |ranking|preference|preferred|choice|evaluation|eval|evaluator|review|reviewer|grade|grader|critic|analysis
    |assessment|rubric|criteria|criterion|guideline|principle|strength|weakness|improvement|issue|error
    |suggestion|opinion|thought|thinking|observation|why|confidence|agreement
    # rows and people
    |id|uuid|guid|hash|sha|md5|key|index|url|uri|link|website|site|date|time|timestamp|created|updated|title
    |subreddit|license|licence|copyright|citation|doi|author|worker|username|split|subset|batch|dataset|corpus
    |domain|language|locale|category|tag|topic|version|metadata|meta|info|moderation|toxic|country|city|region
    |location|timezone|gender|education|occupation|job|device|browser|nationality|ethnicity|name|rater|assessor
    |participant|by|who|team|group|submitted|when|day|duration|second|minute|status|state|type|kind|mode|order
    |position|side|session|config|setting|param|parameter|seed|stage""",
    re.VERBOSE,
)
"""What says something of the answers, of a judgment, or of the row."""

EARLIER, STEP = ("initial", "previous", "prior", "earlier"), "step"
"""Answers go on behind such steps, as those of Math-Step-DPO behind its ``initial_reason_steps``."""

PERSON = ["user"]
"""Alone it is a name; what a ``user_persona`` says is not."""

WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+")


@lru_cache(maxsize=4096)
def may_be_of_prompt(name: str) -> bool:
    """Whether a field of this name often belongs to the prompt: ``context``, ``source_text``, ``docs``."""
    words = _words(name)
    while len(words) > 1 and words[-1] in FORMS:
        if OF_PROMPTS.fullmatch("".join(words)):
            return True
        words = words[:-1]
    return bool(words) and OF_PROMPTS.fullmatch(words[-1]) is not None


@lru_cache(maxsize=4096)
def is_of_others(name: str) -> bool:
    """Whether a field of this name is surely no part of the prompt."""
    words = _words(name)
    if len(words) > 1 and words[0] in EARLIER and words[-1] == STEP:
        return False
    return words == PERSON or any(map(OF_OTHERS.fullmatch, words))


def _words(name: str) -> list[str]:
    """The words of a name in lower case and in the singular: ``retrievedDocs2`` is retrieved and doc."""
    return [_singular(word.lower()) for word in WORDS.findall(name)]


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    whole = not word.endswith("s") or word.endswith("ss") or OF_OTHERS.fullmatch(word)
    return word if whole else word[:-1]


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
    if isinstance(value, str) and value[:1] in ("[", "{"):
        value = json_of(value)  # a cell of CSV
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
