"""How many tokens a text is likely to be, and how many the methods take."""

CHARACTERS_PER_TOKEN = 4
"""Google's own rule of thumb: "a token is equivalent to about 4 characters. 100 tokens is equal to about
60-80 English words" (Understand and count tokens, https://ai.google.dev/gemini-api/docs/tokens). In other
scripts a token is fewer characters, so there the estimate is too low."""

MOST_PROMPT_TOKENS = 8192
MOST_ANSWER_TOKENS = 1024
"""What Google's RLHF pipeline takes at most as ``prompt_sequence_length`` and ``target_sequence_length``."""

LONGEST_PROMPT = MOST_PROMPT_TOKENS * CHARACTERS_PER_TOKEN
LONGEST_ANSWER = MOST_ANSWER_TOKENS * CHARACTERS_PER_TOKEN
"""Characters of a text that by the estimate is just within its limit."""


def too_many_tokens(text: str, limit: int) -> str:
    """What is wrong with a text that by the estimate is over a limit of tokens, as the end of a sentence."""
    tokens = -(-len(text) // CHARACTERS_PER_TOKEN)
    return (
        f"is an estimated {tokens:,} tokens ({len(text):,} characters, {CHARACTERS_PER_TOKEN} to a token); "
        f"a method takes at most {limit:,}"
    )
