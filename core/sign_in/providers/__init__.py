"""Providers of identities: whom they say is there, and what becomes of those who come."""

from core.sign_in.providers.claims import ANY_DOMAIN, Claims, Rules
from core.sign_in.providers.iap import HEADER, KEYS_URL, Keys, key_named, verify

__all__ = ["ANY_DOMAIN", "HEADER", "KEYS_URL", "Claims", "Keys", "Rules", "key_named", "verify"]
