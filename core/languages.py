"""The language of a text: what a row says of it, else the script of its letters.

To tell English from German takes a model, and of short prompts it is often wrong. So a language is only what
the row says; where it says nothing, what stands for it is the script, which the letters tell for certain
(``und-Latn`` is BCP 47's tag for an undetermined language in the Latin script).
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from typing import Any

FIELDS = ("language", "lang", "locale", "language_code", "lang_code")
"""What rows call it, the first that says something."""
LOOKED_AT = 2000
"""So many characters at the beginning of a text, and of them so many letters, tell its script."""
LETTERS = 200
LONGEST = 40
UNDETERMINED = "und-"

NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian",
    "lv": "Latvian", "ms": "Malay", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""Names that rows use in the place of a code; others stay as they are."""
_CODES = {name.casefold(): code for code, name in NAMES.items()}

_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "GREEK": "Grek", "ARABIC": "Arab", "HEBREW": "Hebr", "CJK": "Hani",
    "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "HANGUL": "Kore", "DEVANAGARI": "Deva", "BENGALI": "Beng",
    "TAMIL": "Taml", "TELUGU": "Telu", "THAI": "Thai", "GEORGIAN": "Geor", "ARMENIAN": "Armn",
    "ETHIOPIC": "Ethi",
}  # fmt: skip
"""How Unicode's names of letters begin, and the script's code (ISO 15924)."""
_SCRIPT_NAMES = {code: name.title() for name, code in _SCRIPTS.items()} | {
    "Hani": "Chinese characters",
    "Jpan": "Japanese",
}
_KANA_SHARE = 0.1
"""Japanese is written with Chinese characters too; of Chinese texts hardly a letter is kana."""


def language_of(said: Mapping[str, Any] | None, text: str) -> str:
    """The language of a row, short and the same for every spelling of it.

    Args:
        said: What the row says besides its texts.
        text: Its prompt.

    Returns:
        A code such as ``en`` (the row says so), ``und-Cyrl`` (its letters do), a name that is in no table
        here, or nothing where there is neither a word nor a letter.
    """
    for field in FIELDS if said else ():
        value = said.get(field) if said else None
        if isinstance(value, str) and value.strip():
            return _code(value.strip().casefold())
    script = script_of(text)
    return f"{UNDETERMINED}{script}" if script else ""


def script_of(text: str) -> str:
    """The script that most letters at the beginning of a text are of, by its code; empty without letters."""
    beginning = text[:LOOKED_AT]
    if beginning.isascii():
        return "Latn" if any(map(str.isalpha, beginning)) else ""
    letters = islice(filter(str.isalpha, beginning), LETTERS)
    found = Counter(_SCRIPTS.get(unicodedata.name(one, "").partition(" ")[0], "") for one in letters)
    if found["Jpan"] > _KANA_SHARE * found.total():
        return "Jpan"
    return max(found, key=lambda script: found[script], default="")


def language_words(language: str) -> str:
    """A language as people read it, such as "English" or "Cyrillic script"; unknown codes stay."""
    if language.startswith(UNDETERMINED):
        script = language.removeprefix(UNDETERMINED)
        name = _SCRIPT_NAMES.get(script, script)
        return name if " " in name else f"{name} script"
    return NAMES.get(language, language)


def _code(said: str) -> str:
    """The code of a name, or the language's part of a tag such as ``pt_BR``; at most so many characters."""
    if said in _CODES:
        return _CODES[said]
    language = said.replace("_", "-").partition("-")[0]
    return language if language in NAMES else said[:LONGEST]
