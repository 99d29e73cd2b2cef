"""Named, immutable objects behind one face: in a local folder, in Cloud Storage, or on a data hub."""

from core.storage.addresses import CloudAddress, HubAddress, LocalAddress, parse_address
from core.storage.base import ObjectStore, StoredObject, crc32c_of, sha256_of
from core.storage.cloud import CloudStore
from core.storage.hub import HubStore, pinned
from core.storage.hub_commit import NOTHING_MORE, Wish, commit_files
from core.storage.local import LocalStore, translated
from core.storage.mirror import Version, local_copy, trim
from core.storage.opening import list_address, open_address, open_store, stat_address
from core.storage.refused import Refused

__all__ = [
    "NOTHING_MORE",
    "CloudAddress",
    "CloudStore",
    "HubAddress",
    "HubStore",
    "LocalAddress",
    "LocalStore",
    "ObjectStore",
    "Refused",
    "StoredObject",
    "Version",
    "Wish",
    "commit_files",
    "crc32c_of",
    "list_address",
    "local_copy",
    "open_address",
    "open_store",
    "parse_address",
    "pinned",
    "sha256_of",
    "stat_address",
    "translated",
    "trim",
]
