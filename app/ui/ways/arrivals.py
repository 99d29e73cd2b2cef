"""Accounts of providers, in both ways that know them: who may come in, and what is said to the others."""

from abc import abstractmethod
from datetime import timedelta

import streamlit as st
from sqlmodel import Session

from app.ui.actions import attempt_now, plain
from app.ui.resources import studio
from app.ui.ways.way import Found, Waiting, Way
from core.access import Role, list_people
from core.errors import StudioError
from core.measures import SIGN_INS, count
from core.settings import Settings
from core.sign_in.providers import Arrival, Claims, Limits, Rules, Standing, arrive, find_arrival

EVERY_DOMAIN = frozenset({"*"})
MOST_NAMES = 3


class ProviderWay(Way):
    """Whoever a provider says is there, if their account belongs to a person of the studio."""

    @abstractmethod
    def claims(self) -> Claims | None:
        """What the provider says about whoever is there; None if it has said nothing.

        Raises:
            StudioError: What it says is not to be believed, or nobody can tell.
        """

    @abstractmethod
    def ask_to_sign_in(self) -> None:
        """Draw the way to the provider."""

    @abstractmethod
    def leave_waiting(self) -> None:
        """Draw the ways on for somebody who is known and not let in: another account, or none."""

    def find(self, session: Session) -> Found:
        """Whose account it is; whoever is not believed is told so."""
        try:
            claims = self.claims()
        except StudioError as error:
            return Waiting(str(error))
        if claims is None:
            return None
        rules = rules_of(studio().settings)
        return _found(find_arrival(session, claims, rules), claims, rules)

    def show(self, waiting: Waiting | None) -> None:
        """Keep that somebody came; draw what they can do."""
        try:
            claims = self.claims()
        except StudioError:  # the sentence stands above
            self.leave_waiting()
            return
        arrival = None if claims is None else attempt_now(lambda: _arrived(claims))
        if claims is None or arrival is None or arrival.standing is Standing.SIGNED_OUT:
            self.ask_to_sign_in()
            return
        if waiting is None or (arrival.person is not None and not arrival.person.paused):
            st.rerun()
        if arrival.standing is Standing.WAITING:
            st.markdown(_whom_to_ask(claims))
            st.button("Look again", key="look_again", icon=":material/refresh:", type="primary")
        self.leave_waiting()


def rules_of(settings: Settings) -> Rules:
    """Who may come, as it is set; behind the proxy everybody whom it lets through, unless domains are set."""
    sessions = Limits(timedelta(hours=settings.session_idle_hours), timedelta(days=settings.session_days))
    return Rules(
        domains=settings.admitted_domains or EVERY_DOMAIN,
        admins=settings.admin_addresses,
        role=Role(settings.sign_in_role) if settings.sign_in_role else None,
        sessions=None if settings.is_behind_iap else sessions,
    )


def _arrived(claims: Claims) -> Arrival:
    settings = studio().settings
    with studio().db.write() as session:
        arrival = arrive(session, claims, rules_of(settings))
    count(SIGN_INS, settings.sign_in.value, arrival.standing.name.lower())
    return arrival


def _found(arrival: Arrival, claims: Claims, rules: Rules) -> Found:
    who = claims.email or claims.name or claims.subject
    match arrival.standing:
        case Standing.IN:
            return arrival.person
        case Standing.NOT_ADMITTED:
            domains = " or ".join(sorted(rules.domains))
            return Waiting(
                f"You came as {who}. The studio admits accounts of {domains} only, with an address that the "
                "provider has verified. Sign in with another account, or ask whoever runs the studio."
            )
        case Standing.TURNED_AWAY:
            return Waiting(f"You came as {who}, and a lead has decided not to let this account in.")
        case Standing.WAITING:
            return Waiting(f"You came as {who}. Somebody who leads here has to let you in first.")
    return None


def _whom_to_ask(claims: Claims) -> str:
    """Names are told only to those of a domain that is named; elsewhere anybody could read them."""
    settings = studio().settings
    admins = [plain(one.name) for one in studio().db.ask(list_people) if one.is_admin and not one.paused]
    if not admins:
        named = plain(f"PREFSTUDIO_ADMINS=sub:{claims.subject}")
        return f"Nobody leads yet. Whoever runs the studio can name this account: {named}"
    if not settings.is_behind_iap and not claims.domains & settings.admitted_domains:
        return "Ask whoever gave you this address; then look again."
    return f"Ask {' or '.join(admins[:MOST_NAMES])}; then look again."
