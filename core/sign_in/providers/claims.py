"""Who somebody is at a provider of identities, and what of that the studio may rely on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from core.access import Role
from core.errors import NotAllowed

GOOGLE_ISSUERS = frozenset({"https://accounts.google.com", "accounts.google.com"})
IAP_ISSUER = "https://cloud.google.com/iap"
GOOGLE_SUBJECTS = "accounts.google.com:"
"""What the Identity-Aware Proxy puts before the numbers of Google accounts."""
GOOGLES_OWN_DOMAINS = frozenset({"gmail.com", "googlemail.com"})
ANY_DOMAIN = "*"
SUBJECT = "sub:"
LONGEST_CLAIM = 255
TRUE = (True, "true")  # some providers write it as a text


@dataclass(frozen=True)
class Claims:
    """What a provider has signed about somebody; texts are theirs and may be hostile.

    Attributes:
        issuer: The provider; with ``subject`` it is the identity.
        subject: Who it is there, for ever; an e-mail address may come to belong to somebody else.
        email: To be shown; empty where none was given.
        email_verified: Whether the provider says that the address is theirs.
        hosted_domain: The organisation at Google whose account it is, where it is one.
        name: How they are called there.
        nonce: Different at each sign-in; empty where the provider signs each request.
        issued_at: When it was signed.
    """

    issuer: str
    subject: str
    email: str
    email_verified: bool
    hosted_domain: str
    name: str
    nonce: str
    issued_at: datetime

    @classmethod
    def of(cls, payload: Mapping[str, object]) -> Self:
        """The claims of a token whose signature has been verified.

        Raises:
            NotAllowed: It does not say who that is, or when it was signed.
        """
        issuer, subject = _text(payload, "iss"), _text(payload, "sub")
        issued_at = _moment(payload.get("iat"))
        if not issuer or not subject or issued_at is None:
            raise NotAllowed("The provider of your account did not say who you are; sign in again.")
        return cls(
            issuer=issuer,
            subject=subject,
            email=_text(payload, "email"),
            email_verified=payload.get("email_verified") in TRUE or issuer == IAP_ISSUER,
            hosted_domain=_text(payload, "hd").casefold(),
            name=_text(payload, "name") or _text(payload, "preferred_username"),
            nonce=_text(payload, "nonce"),
            issued_at=issued_at,
        )

    @property
    def own_email(self) -> str:
        """The address in small letters if the provider answers for it; else nothing.

        Google answers for its own addresses and for those of its organisations. Anybody may open an account
        there under another address, and keeps it after having lost that.
        """
        email = self.email.casefold()
        if not self.email_verified or "@" not in email:
            return ""
        at_google = self.issuer in GOOGLE_ISSUERS or self.issuer == IAP_ISSUER
        if self.issuer == IAP_ISSUER and not self.subject.startswith(GOOGLE_SUBJECTS):
            return ""
        if at_google and not self.hosted_domain and _domain(email) not in GOOGLES_OWN_DOMAINS:
            return ""
        return email

    @property
    def domains(self) -> frozenset[str]:
        """The domains that they belong to, as far as the provider answers for it."""
        email = self.own_email
        return frozenset({_domain(email), self.hosted_domain} - {""}) if email else frozenset()


@dataclass(frozen=True)
class Limits:
    """How long a sign-in works.

    Attributes:
        idle: It ends when nothing was done with it for so long.
        lasting: It ends after that in any case.
    """

    idle: timedelta
    lasting: timedelta


@dataclass(frozen=True)
class Rules:
    """Who may come with an account of the provider, as whoever runs the studio has set it.

    Attributes:
        domains: Of which one is needed; `ANY_DOMAIN` among them lets every account in.
        admins: Who leads everything from the start, in small letters: e-mail addresses for which the provider
            answers, or ``sub:`` and the subject.
        role: What the others get in every project at once; None: a lead lets them in.
        sessions: How long sign-ins work; None where the provider signs every request.
    """

    domains: frozenset[str]
    admins: frozenset[str]
    role: Role | None = None
    sessions: Limits | None = None

    def admits(self, claims: Claims) -> bool:
        """Whether an account may come at all."""
        return ANY_DOMAIN in self.domains or bool(claims.domains & self.domains)

    def names_admin(self, claims: Claims) -> bool:
        """Whether the account is one of those named as admins."""
        return not self.admins.isdisjoint({claims.own_email, SUBJECT + claims.subject.casefold()} - {""})


def _text(payload: Mapping[str, object], claim: str) -> str:
    """A claim if it is a text of a possible length; an identity is never cut."""
    value = payload.get(claim)
    return value if isinstance(value, str) and len(value) <= LONGEST_CLAIM and value.isprintable() else ""


def _moment(seconds: object) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _domain(email: str) -> str:
    return email.rpartition("@")[2]
