"""Makes a text from outside fit to be stored: not every character that arrives can be written down."""


def clean_text(text: str) -> str:
    """A text that any database keeps and any encoder writes; most texts stay as they are.

    PostgreSQL refuses NUL, so it becomes the replacement character; half of a surrogate pair, which JSON can
    spell but no encoder writes, becomes a question mark.
    """
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
