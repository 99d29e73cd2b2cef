"""What the studio relies on of what a provider says: identity, address and domain."""

import time

import pytest

from core.access import Role
from core.errors import NotAllowed
from core.sign_in.providers import Claims, Rules

GOOGLE = "https://accounts.google.com"
KEYCLOAK = "https://login.example.org/realms/lab"
IAP = "https://cloud.google.com/iap"


def claims(issuer: str = KEYCLOAK, **given: object) -> Claims:
    usual = {"iss": issuer, "sub": "1001", "iat": int(time.time()), "nonce": "n"}
    return Claims.of({**usual, "email": "Ada@Example.org", "email_verified": True, **given})


@pytest.mark.parametrize(
    ("given", "domains"),
    [
        (claims(), {"example.org"}),
        (claims(email_verified="true"), {"example.org"}),
        (claims(email_verified=False), set()),
        (claims(email_verified=None), set()),
        (claims(email_verified="yes"), set()),
        (claims(email_verified=1.5), set()),
        (claims(email=""), set()),
        (claims(email="example.org"), set()),
        (claims(email=["ada@example.org"]), set()),
        (claims(email="ada@example.org@evil.example"), {"evil.example"}),
        (claims(GOOGLE, hd="Example.org"), {"example.org"}),
        (claims(GOOGLE, hd="group.example", email="ada@example.org"), {"group.example", "example.org"}),
        (claims(GOOGLE), set()),
        (claims("accounts.google.com"), set()),
        (claims(GOOGLE, hd="example.org", email_verified=False), set()),
        (claims(GOOGLE, email="ada@gmail.com"), {"gmail.com"}),
        (claims(IAP, sub="accounts.google.com:1", hd="example.org", email_verified=None), {"example.org"}),
        (claims(IAP, sub="accounts.google.com:1"), set()),
        (claims(IAP, sub="securetoken.google.com/lab:1", hd="example.org"), set()),
    ],
)
def test_a_domain_counts_only_where_the_provider_answers_for_it(given: Claims, domains: set[str]) -> None:
    assert given.domains == domains


def test_rules_admit_by_domain_and_name_admins_by_address() -> None:
    rules = Rules(frozenset({"example.org"}), frozenset({"ada@example.org"}), Role.ANNOTATOR)
    assert rules.admits(claims())
    assert rules.names_admin(claims())
    for stranger in (claims(email_verified=False), claims(email="ada@example.org.evil.example")):
        assert not rules.admits(stranger)
        assert not rules.names_admin(stranger)


def test_every_account_of_the_provider_may_be_admitted() -> None:
    """Where the provider is the organisation's own, addresses say nothing more."""
    rules = Rules(frozenset({"*"}), frozenset({"ada@example.org"}))
    unverified = claims(email_verified=None)
    assert rules.admits(unverified)
    assert not rules.names_admin(unverified)
    assert Rules(frozenset({"*"}), frozenset({"sub:1001"})).names_admin(unverified)


NOBODY: list[dict[str, object]] = [
    *({"sub": subject} for subject in ("", 7, "x" * 256, "a\nb")),
    {"iss": None},
    *({"iat": moment} for moment in (None, True, "now", 1e300, float("nan"))),
]


@pytest.mark.parametrize("given", NOBODY)
def test_who_is_not_named_is_nobody(given: dict[str, object]) -> None:
    with pytest.raises(NotAllowed, match="sign in again"):
        claims(**given)


def test_a_name_comes_from_the_claims() -> None:
    assert claims(name="Ada Lovelace", preferred_username="ada").name == "Ada Lovelace"
    assert claims(preferred_username="ada").name == "ada"
    assert claims(name="x" * 300).name == ""
