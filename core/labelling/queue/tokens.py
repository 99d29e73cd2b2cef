"""What one person's browser knows pairs and candidates by: names that tell nothing.

A pair's number would tell when it was imported, and so which ones are gold; the same number twice, which ones
are re-tests; and ``candidate_0``, which text came first in the file.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.errors import InvalidInput
from core.labelling.hashing import keyed
from core.labelling.models import MOST_ANSWERS
from core.labelling.project_view import ProjectView

CANDIDATES = ("candidate_0", "candidate_1")
ANSWERS = tuple(f"answer_{number}" for number in range(MOST_ANSWERS))
NAMES = CANDIDATES + ANSWERS

TAG, NUMBER = 16, 8  # bytes
LENGTH = 2 * (TAG + NUMBER)  # hexadecimal digits, so no number of a pair is as long
FOREIGN = "Your browser was not given this pair for you, so the answer was not saved; reload the page."


@dataclass(frozen=True)
class Tokens:
    """The names in the browser of one person at one project; worth nothing to anybody else.

    A pair's token is its number, enciphered: the tag is an HMAC of the number, and the number is hidden by an
    HMAC of the tag. So a token says which pair it is to the server alone, which need not remember it, and
    none can be made up.
    """

    secret: bytes = field(repr=False)
    person_id: int

    @classmethod
    def of(cls, project: ProjectView, person_id: int) -> "Tokens":
        """Those of a person in a project."""
        return cls(project.secret, person_id)

    def pair(self, pair_id: int, *, again: bool = False) -> str:
        """The token of a pair; another one when it comes ``again``, as a re-test."""
        number = (2 * pair_id + again).to_bytes(NUMBER)
        tag = self._tag(number)
        return (tag + self._hidden(number, tag)).hex()

    def pair_of(self, token: str) -> int:
        """The number of the pair that a token stands for.

        Raises:
            InvalidInput: The token was not made for this person and project.
        """
        return self._open(token)[0]

    def candidate(self, pair: str, name: str) -> str:
        """The token of one of the texts of a pair or a set, whose own token is ``pair``."""
        return self._keyed("candidate", pair, name)[:TAG].hex()

    def tell(self, pair: str, said: str) -> str:
        """What an answer on a pair said, as the browser is told it: a candidate by its token."""
        return self.candidate(pair, said) if said in CANDIDATES else said

    def read(self, answer: Mapping[str, Any]) -> dict[str, Any]:
        """A browser's answer with the studio's own names in the place of tokens.

        Browsers may still hold answers from before there were tokens, by number and name: they stay as they
        are. What is no token at all stays too, for the checks of answers to refuse.

        Raises:
            InvalidInput: The pair's token is not this person's, or a text goes by its name beside it.
        """
        pair = answer.get("item")
        if not isinstance(pair, str) or len(pair) != LENGTH:
            return dict(answer) | {"again": False}
        number, again = self._open(pair)
        read = dict(answer) | {"item": number, "again": again}
        names = {self.candidate(pair, name): name for name in NAMES}
        for place in ("outcome", "axes", "ranking"):
            if place in answer:
                read[place] = _named(answer[place], names)
        return read

    def _open(self, token: str) -> tuple[int, bool]:
        try:
            given = bytes.fromhex(token)
        except ValueError:
            raise InvalidInput(FOREIGN) from None
        tag, number = given[:TAG], self._hidden(given[TAG:], given[:TAG])
        if not hmac.compare_digest(tag, self._tag(number)):
            raise InvalidInput(FOREIGN)
        pair_id, again = divmod(int.from_bytes(number), 2)
        return pair_id, bool(again)

    def _tag(self, number: bytes) -> bytes:
        return self._keyed("pair", number.hex())[:TAG]

    def _hidden(self, number: bytes, tag: bytes) -> bytes:
        mask = self._keyed("number", tag.hex())
        return bytes(one ^ other for one, other in zip(number, mask[:NUMBER], strict=True))

    def _keyed(self, *parts: str) -> bytes:
        return keyed(self.secret, str(self.person_id), *parts)


def _named(said: Any, names: Mapping[str, str]) -> Any:
    """What an answer says of texts, in one of the three shapes in which it does."""
    if isinstance(said, dict):
        return {axis: _name(text, names) for axis, text in said.items()}
    if isinstance(said, list):
        return [_name(text, names) for text in said]
    return _name(said, names)


def _name(text: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(text, str):
        return text
    if text in NAMES:
        raise InvalidInput(FOREIGN)
    return names.get(text, text)
