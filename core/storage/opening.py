"""From an address to what is there, whichever kind of storage it names."""

import os
from pathlib import Path
from typing import BinaryIO

from core.errors import InvalidInput
from core.storage.addresses import CloudAddress, HubAddress, LocalAddress, parse_address
from core.storage.base import ObjectStore, StoredObject
from core.storage.cloud import CloudStore
from core.storage.hub import HubStore, pinned
from core.storage.local import LocalStore
from core.storage.refused import Refused, fail


def open_store(address: str) -> ObjectStore:
    """Give the store whose root is this folder, bucket and prefix, or repository; nothing is asked of it yet.

    Raises:
        InvalidInput: The address is of no accepted kind.
    """
    match parse_address(address):
        case LocalAddress(path):
            return LocalStore(path)
        case HubAddress() as where:
            return HubStore(where)
        case CloudAddress(bucket, name):
            return CloudStore(bucket, name)


def open_address(address: str) -> BinaryIO:
    """Open one object of any kind for reading; the caller closes it.

    Raises:
        InvalidInput: The address is of no accepted kind, or names a whole bucket or disk.
        NotFound: There is no such object.
    """
    store, key = _store_and_key(address)
    return store.open(key)


def stat_address(address: str) -> StoredObject | None:
    """Describe one object of any kind, or give None if there is none.

    Raises:
        InvalidInput: The address is of no accepted kind, or names a whole bucket or disk.
    """
    store, key = _store_and_key(address)
    return store.stat(key)


def list_address(address: str, *, refused: Refused = fail) -> list[StoredObject]:
    """List the objects below a folder or prefix, sorted by key, or the one object that the address names.

    Keys are relative to the folder. Nothing there, or no such folder, gives an empty list.

    Args:
        address: The folder or prefix, or the object.
        refused: Told of folders of this machine that cannot be looked into; without it they are an error.

    Raises:
        InvalidInput: The address is of no accepted kind.
    """
    where = parse_address(address)
    if isinstance(where, HubAddress):  # what is listed is of one commit, and so is what is read of it
        address = str(pinned(where))
    store = open_store(address)
    below = list(store.list(refused=refused) if isinstance(store, LocalStore) else store.list())
    if below or not _names_an_object(address):
        return below
    store, key = _store_and_key(address)
    found = store.stat(key)
    return [found] if found else []


def _names_an_object(address: str) -> bool:
    where = parse_address(address)
    return bool(where.path.name if isinstance(where, LocalAddress) else where.name)


def _store_and_key(address: str) -> tuple[ObjectStore, str]:
    """Split an address into the store of its folder and its last part."""
    if not _names_an_object(address):
        raise InvalidInput(f"{address} names no object but all there is. Add the name of one object.")
    match parse_address(address):
        case HubAddress(repository, name, revision):
            folder, _, last = name.rpartition("/")
            return HubStore(HubAddress(repository, folder, revision)), last
        case LocalAddress(path):
            real = Path(os.path.realpath(path))  # a link that a person names is meant; one in a store is not
            return LocalStore(real.parent), real.name
        case CloudAddress(bucket, name):
            folder, _, last = name.rpartition("/")
            return CloudStore(bucket, folder), last
