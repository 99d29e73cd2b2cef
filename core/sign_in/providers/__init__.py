"""Providers of identities: whom they say is there, and what becomes of those who come."""

from core.sign_in.providers.arriving import Arrival, Standing, arrive, find_arrival
from core.sign_in.providers.claims import Claims, Limits, Rules
from core.sign_in.providers.iap import HEADER, Keys, key_named, keys_at, verify
from core.sign_in.providers.models import Identity, ProviderSession
from core.sign_in.providers.sessions import keep_alive, sign_out, sign_out_everywhere
from core.sign_in.providers.waiting import WaitingAccount, let_in, let_in_as, list_waiting, turn_away

__all__ = [
    "HEADER",
    "Arrival",
    "Claims",
    "Identity",
    "Keys",
    "Limits",
    "ProviderSession",
    "Rules",
    "Standing",
    "WaitingAccount",
    "arrive",
    "find_arrival",
    "keep_alive",
    "key_named",
    "keys_at",
    "let_in",
    "let_in_as",
    "list_waiting",
    "sign_out",
    "sign_out_everywhere",
    "turn_away",
    "verify",
]
