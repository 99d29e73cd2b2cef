"""Names: what one may be, which are alike, and those of people who cannot sign in."""

from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from core.access.models import IMPORTED_NAME
from core.access.policies import Role
from core.errors import InvalidInput

LONGEST_NAME = 60
IMPORTED_MARK = " (imported)"
"""Behind the names of annotators of a file, so that nobody of the studio can be taken for one."""
OUTSIDE_MARK = " (outside)"
"""Behind the numbers of those who came by a link for outside annotators."""


@dataclass(frozen=True)
class NewPerson:
    """A name, and the role in every project, as typed at the sign-in or on the people page."""

    name: str
    role: Role | None

    def checked_name(self) -> str:
        """The name without blanks around it, composed: what looks the same is the same name.

        Raises:
            InvalidInput: It is empty, too long or has characters that cannot be seen.
        """
        name = normalize("NFC", " ".join(self.name.split()))
        if not name:
            raise InvalidInput("The name is empty; type the name others know you by.")
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise InvalidInput(f"The name {name[:20]!r} … must be at most {LONGEST_NAME} visible characters.")
        if folded(name).startswith(folded(IMPORTED_NAME)) or folded(name).endswith(IMPORTED_MARK):
            raise InvalidInput(f"The name {name} stands for choices that came with a file; take another.")
        if folded(name).endswith(OUTSIDE_MARK):
            raise InvalidInput(f"The name {name} stands for somebody who came by a link; take another.")
        return name


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name as names are compared: case, blanks, width of letters and how accents are put do not count.

    Folded as Unicode's standard, section 3.13, does it for identifiers (compatibility caseless matching).
    """
    letters = normalize("NFKC", normalize("NFKC", name).casefold())
    return " ".join(letters.split())


def imported_name(annotator: str | int | None) -> str:
    """The name under which an annotator of a file stands in the studio; those without one have numbers."""
    if isinstance(annotator, str):
        return " ".join(annotator.split()) + IMPORTED_MARK
    return IMPORTED_NAME if annotator is None else f"{IMPORTED_NAME} {annotator}"


def outside_name(person_id: int) -> str:
    """The name of somebody who came by a link: a number, for the studio need not know who they are."""
    return f"Participant {person_id}{OUTSIDE_MARK}"
