"""From what a person types to the files it means: one, those of a folder, or those that wildcards match."""

import glob
import re
from collections.abc import Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import partial
from itertools import takewhile
from pathlib import Path, PurePosixPath

from core.datasets.sources.containers import by_ending, known_endings
from core.datasets.sources.source import Source, names_apart, shown_name, source_of
from core.errors import InvalidInput
from core.storage import (
    CloudAddress,
    HubAddress,
    LocalAddress,
    StoredObject,
    open_address,
    open_store,
    parse_address,
    pinned,
    translated,
)

WILDCARDS = re.compile(r"[*?[]")
ANY_FOLDERS = "**"
ANSWERS = "*/user_state.json"
"""Where Potato keeps what each person answered, in the folder of its annotations."""


def has_wildcards(name: str) -> bool:
    """Whether a name may mean several files."""
    return bool(WILDCARDS.search(name))


def without_wildcards(pattern: Sequence[str]) -> list[str]:
    """The folders in front of the first part that has a wildcard."""
    return list(takewhile(lambda part: not has_wildcards(part), pattern))


def matches(name: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the parts of a name between its slashes match those of a pattern.

    ``**`` stands for any folders, or none; the other wildcards stay within one part. A part that begins
    with a full stop is only matched by one that does.
    """
    if not pattern:
        return not name
    if list(pattern) == [ANY_FOLDERS]:  # as the last part it stands for files too
        return bool(name) and not any(part.startswith(".") for part in name)
    if pattern[0] == ANY_FOLDERS:
        return matches(name, pattern[1:]) or (_visible(name) and matches(name[1:], pattern))
    return (
        bool(name)
        and (_visible(name) or pattern[0].startswith("."))
        and fnmatchcase(name[0], pattern[0])
        and matches(name[1:], pattern[1:])
    )


def _visible(name: Sequence[str]) -> bool:
    return bool(name) and not name[0].startswith(".")


def find_sources(address: str) -> list[Source]:
    """The files that an address means, sorted by their whole names.

    Args:
        address: A file, a folder (its files whose names end as data files do), or a name with the wildcards
            ``*``, ``?``, ``[…]`` and ``**`` (any folders below); each a path of this machine, a ``file://``,
            a ``gs://`` or an ``hf://`` address. What begins with a full stop is only found by name.

    Raises:
        InvalidInput: There is no such file, or none matches; the sentence says what was looked for.
        NotFound: There is no such bucket or repository.
    """
    where = parse_address(address)
    found = _local_sources(where.path) if isinstance(where, LocalAddress) else _remote_sources(where)
    if found:
        return found
    deeper = " Those of its folders: add **/*.parquet." if isinstance(where, HubAddress) else ""
    raise InvalidInput(
        f"{where} holds no data file; looked for were names that end in {known_endings()}.{deeper}"
    )


def _local_sources(path: Path) -> list[Source]:
    with translated(path):
        if path.is_dir():
            inside = (each for each in path.iterdir() if not each.name.startswith("."))
            found = [source_of(each) for each in sorted(inside) if by_ending(each.name) and each.is_file()]
            return found or [
                source_of(each, name=str(each.relative_to(path))) for each in sorted(path.glob(ANSWERS))
            ]
        if path.exists() or not has_wildcards(str(path)):
            return [source_of(path)]
    # Not Path.glob: it takes ** for folders alone and finds hidden files.
    names = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207
    matching = [each for each in map(Path, names) if each.is_file()]
    if not matching:
        raise InvalidInput(f"No file matches {path}; check the folder and the wildcards.")
    return [source_of(each, name=name) for each, name in zip(matching, names_apart(matching), strict=True)]


Remote = CloudAddress | HubAddress


def _remote_sources(named: Remote) -> list[Source]:
    """The object of this name, or those right below it that are data files, or those that match it."""
    where = pinned(named) if isinstance(named, HubAddress) else named
    if found := _one_object(where):
        return [_source(found, PurePosixPath(found.key).name)]
    found_here = _matching(where) if has_wildcards(where.name) else _in_folder(where)
    if found_here is None:
        raise InvalidInput(_nothing_at(named))
    return found_here


def _one_object(where: Remote) -> StoredObject | None:
    folder, _, name = where.name.rpartition("/")
    return open_store(str(replace(where, name=folder))).stat(name) if name else None


def _nothing_at(named: Remote) -> str:
    if not has_wildcards(named.name):
        return f"There is nothing at {named}; check the address."
    place = "bucket" if isinstance(named, CloudAddress) else "repository"
    return f"No object matches {named}; check the {place} and the wildcards."


def _in_folder(where: Remote) -> list[Source] | None:
    """The data files right below an address; None if there is nothing at all."""
    below = list(open_store(str(where)).list())
    if not below:
        return None
    here = (each for each in below if "/" not in each.key and not each.key.startswith("."))
    return [_source(each, each.key) for each in here if by_ending(each.key)]


def _matching(where: Remote) -> list[Source] | None:
    """Those that match, or None. Asked is for names that begin as the pattern does before any wildcard."""
    pattern = where.name.split("/")
    folders = without_wildcards(pattern)
    store = open_store(str(replace(where, name="/".join(folders))))
    below = pattern[len(folders) :]
    found = [each for each in store.list() if matches(each.key.split("/"), below)]
    if not found:
        return None
    names = names_apart([PurePosixPath(each.key) for each in found])
    return [_source(each, name) for each, name in zip(found, names, strict=True)]


def _source(found: StoredObject, name: str) -> Source:
    version = found.address if isinstance(parse_address(found.address), HubAddress) else ""
    return Source(shown_name(name), partial(open_address, found.address), found.size, version=version)
