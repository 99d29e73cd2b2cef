"""Providers of identities: whom they say is there, and what becomes of those who come."""

from core.sign_in.providers.arriving import Arrival, Standing, arrive, find_arrival
from core.sign_in.providers.claims import Claims, Limits, Rules
from core.sign_in.providers.iap import HEADER, key_named, verify
from core.sign_in.providers.models import Identity, ProviderSession
from core.sign_in.providers.published import Keys, fetch_keys, issuer_at, keys_at
from core.sign_in.providers.sessions import end_sign_ins_of, keep_alive, sign_out, sign_out_everywhere
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
    "end_sign_ins_of",
    "fetch_keys",
    "find_arrival",
    "issuer_at",
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
