"""Files and buckets behind one face: named, immutable objects in a local folder or in Cloud Storage."""

from core.storage.addresses import CloudAddress, LocalAddress, parse_address
from core.storage.base import ObjectStore, StoredObject, crc32c_of, sha256_of
from core.storage.cloud import CloudStore
from core.storage.local import LocalStore, translated
from core.storage.mirror import Version, local_copy, trim
from core.storage.opening import list_address, open_address, open_store, stat_address
from core.storage.refused import Refused

__all__ = [
    "CloudAddress",
    "CloudStore",
    "LocalAddress",
    "LocalStore",
    "ObjectStore",
    "Refused",
    "StoredObject",
    "Version",
    "crc32c_of",
    "list_address",
    "local_copy",
    "open_address",
    "open_store",
    "parse_address",
    "sha256_of",
    "stat_address",
    "translated",
    "trim",
]
