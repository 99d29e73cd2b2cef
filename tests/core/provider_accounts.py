"""Accounts of a provider for tests: what the provider says, and what becomes of it in a studio."""

from datetime import timedelta

from core.db import now
from core.sign_in.providers import Arrival, Claims, Limits, Rules, arrive, find_arrival, list_waiting

HERE = frozenset({"example.org"})
LIMITS = Limits(idle=timedelta(hours=24), lasting=timedelta(days=14))
RULES = Rules(HERE, frozenset({"ada@example.org"}), sessions=LIMITS)


def claims(who: str = "Ada", *, nonce: str = "one", age: timedelta = timedelta(), **given: object) -> Claims:
    subject = who.casefold()
    payload = {"iss": "https://login.example.org", "sub": subject, "name": who, "nonce": nonce}
    issued = (now() - age).timestamp()
    return Claims.of(
        {**payload, "email": f"{subject}@example.org", "email_verified": True, "iat": issued, **given}
    )


def come(studio, who: Claims, rules: Rules = RULES) -> Arrival:
    with studio.db.write() as session:
        return arrive(session, who, rules)


def find(studio, who: Claims, rules: Rules = RULES) -> Arrival:
    return studio.db.ask(find_arrival, who, rules)


def waiting_id(studio) -> int:
    return studio.db.ask(list_waiting)[0].id
