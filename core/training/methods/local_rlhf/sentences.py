"""Splitting a post into the sentences a summary may pick."""

import re

MAX_WORDS = 50
"""Words a summary may have; a longer sentence is cut to its first 50 words, so that it can be picked."""

MAX_SENTENCES = 64
"""Sentences of a post that are looked at; a hostile post of 100,000 sentences must not fill the memory."""

# What data sets append to ask for the summary: "[summary]: ", "[TL;DR]", "TL;DR:".
_MARKER = re.compile(
    r"(?:\[[^\[\]\n]{1,20}\]\s*:|\[(?:summary|tl;?dr)\]|\b(?:summary|tl;?dr)\s*:)$", re.IGNORECASE
)
_BREAK = re.compile(r"""[.!?…]["'”’)\]]*\s+|[。！？]|\n\s*\n""")  # noqa: RUF001 - full-width marks end sentences
_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|st|vs|approx|e\.g|i\.e)\.\s*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def post_text(prompt: str) -> str:
    """The post itself: the prompt without the marker that asks for its summary, such as "[summary]: "."""
    return _MARKER.sub("", prompt.rstrip()).rstrip()


def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text in order, white space collapsed.

    A sentence ends at ``.``, ``!``, ``?`` or ``…`` before white space, or at an empty line; "e.g." and the
    like do not end one. Pieces without a letter or digit are left out, so the result may be empty.
    """
    pieces = []
    start = 0
    for match in _BREAK.finditer(text):
        if not _ABBREVIATION.search(text, max(start, match.end() - 12), match.end()):
            pieces.append(text[start : match.end()])
            start = match.end()
    pieces.append(text[start:])
    return tuple(" ".join(piece.split()) for piece in pieces if _WORD.search(piece))


def pickable_sentences(post: str) -> tuple[str, ...]:
    """At most 64 sentences of a post, each of at most 50 words: what the policy chooses from."""
    sentences = split_sentences(post)[:MAX_SENTENCES]
    return tuple(" ".join(sentence.split()[:MAX_WORDS]) for sentence in sentences)


def has_sentence(prompt: str) -> bool:
    """Whether a prompt holds anything to pick from."""
    return _WORD.search(post_text(prompt)) is not None


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return _WORD.findall(text.lower().replace("’", "'"))


def count_words(text: str) -> int:
    """How many words a reader counts: runs of characters between white space."""
    return len(text.split())
