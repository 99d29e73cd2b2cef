"""The objects of Cloud Storage that an address means."""

from functools import partial
from pathlib import PurePosixPath

from core.datasets.sources.container import by_ending
from core.datasets.sources.source import Source, names_apart, shown_name
from core.datasets.sources.wildcards import has_wildcards, matches, without_wildcards
from core.errors import InvalidInput
from core.storage import CloudAddress, StoredObject, open_address, open_store


def cloud_sources(where: CloudAddress) -> list[Source]:
    """The object of this name, or those right below it that are data files, or those that match it.

    Raises:
        InvalidInput: There is nothing of that name, or nothing that matches.
        NotFound: There is no such bucket.
    """
    if found := _one_object(where):
        return [_source(found, PurePosixPath(found.key).name)]
    return _matching(where) if has_wildcards(where.name) else _in_folder(where)


def _one_object(where: CloudAddress) -> StoredObject | None:
    folder, _, name = where.name.rpartition("/")
    return open_store(str(CloudAddress(where.bucket, folder))).stat(name) if name else None


def _in_folder(where: CloudAddress) -> list[Source]:
    below = list(open_store(str(where)).list())
    if not below:
        raise InvalidInput(f"There is nothing at {where}; check the address.")
    return [_source(each, each.key) for each in below if _is_data(each.key)]


def _is_data(key: str) -> bool:
    return "/" not in key and not key.startswith(".") and by_ending(key) is not None


def _matching(where: CloudAddress) -> list[Source]:
    """Only names that begin as the pattern does before its first wildcard are asked for."""
    pattern = where.name.split("/")
    folders = without_wildcards(pattern)
    store = open_store(str(CloudAddress(where.bucket, "/".join(folders))))
    below = pattern[len(folders) :]
    found = [each for each in store.list() if matches(each.key.split("/"), below)]
    if not found:
        raise InvalidInput(f"No object matches {where}; check the bucket and the wildcards.")
    names = names_apart([PurePosixPath(each.key) for each in found])
    return [_source(each, name) for each, name in zip(found, names, strict=True)]


def _source(found: StoredObject, name: str) -> Source:
    return Source(shown_name(name), partial(open_address, found.address), found.size)
