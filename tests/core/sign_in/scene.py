"""What tests of accounts share: a quick hasher, browsers, and people who came by an invitation."""

from datetime import timedelta

from argon2 import PasswordHasher

from core.access import SYSTEM, PersonView, Role
from core.services import Studio
from core.sign_in import Browser, Lifetime, NewInvitation, accept_invitation, invite, session_person
from core.sign_in.models import Attempts
from tests.core.builders import rows_of

LIFETIME = Lifetime(idle=timedelta(hours=24), most=timedelta(days=14))
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""For tests that are not about hashing."""
PASSWORD = "three small words"  # noqa: S105 - of made-up people
HOME, AWAY = "198.51.100.7", "203.0.113.9"


def browser(address: str = HOME, token: str = "", agent: str = "curl/8") -> Browser:
    """Somebody's browser."""
    return Browser(address, agent, token, LIFETIME)


def invitation(studio: Studio, actor: PersonView = SYSTEM, **given: object) -> str:
    """The token of an invitation; without more, of an annotator in every project."""
    new = NewInvitation(**{"name": "Ada", "role": None if "roles" in given else Role.ANNOTATOR, **given})
    with studio.db.write() as session:
        return invite(session, actor, new)


def arrive(studio: Studio, name: str = "Ada", actor: PersonView = SYSTEM, **given: object) -> PersonView:
    """Somebody who has used an invitation."""
    token = accept_invitation(studio.db, invitation(studio, actor, **given), name, PASSWORD, browser())
    return whose(studio, token)


def whose(studio: Studio, token: str) -> PersonView | None:
    """Who has this session."""
    found = studio.db.ask(session_person, token, LIFETIME)
    return found.person if found else None


def counted(studio: Studio) -> list[int]:
    """The counts of attempts that stand."""
    return sorted(row.count for row in rows_of(studio, Attempts))
