"""What the name of a field that nothing uses tells: whether it may belong to the prompt, or surely not."""

import re
from functools import lru_cache

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
    return words == PERSON or any(map(OF_OTHERS.fullmatch, words))


def _words(name: str) -> list[str]:
    """The words of a name in lower case and in the singular: ``retrievedDocs2`` is retrieved and doc."""
    return [_singular(word.lower()) for word in WORDS.findall(name)]


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    whole = not word.endswith("s") or word.endswith("ss") or OF_OTHERS.fullmatch(word)
    return word if whole else word[:-1]
