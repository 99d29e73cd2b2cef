"""From what a person types to the files it means: one, those of a folder, or those that wildcards match."""

import glob
from pathlib import Path

from core.datasets.sources.container import by_ending, known_endings
from core.datasets.sources.find_in_cloud import cloud_sources
from core.datasets.sources.source import Source, names_apart, source_of
from core.datasets.sources.wildcards import has_wildcards
from core.errors import InvalidInput
from core.storage import LocalAddress, parse_address
from core.storage.files import translated


def find_sources(address: str) -> list[Source]:
    """The files that an address means, sorted by their whole names.

    Args:
        address: A file, a folder (its files whose names end as data files do), or a name with the wildcards
            ``*``, ``?``, ``[…]`` and ``**`` (any folders below); each a path of this machine, a ``file://``
            or a ``gs://`` address. What begins with a full stop is only found by name.

    Raises:
        InvalidInput: There is no such file, or none matches; the sentence says what was looked for.
        NotFound: There is no such bucket.
    """
    where = parse_address(address)
    found = _local_sources(where.path) if isinstance(where, LocalAddress) else cloud_sources(where)
    if found:
        return found
    raise InvalidInput(f"{where} holds no data file; looked for were names that end in {known_endings()}.")


def _local_sources(path: Path) -> list[Source]:
    with translated(path):
        if path.is_dir():
            inside = (each for each in path.iterdir() if not each.name.startswith("."))
            return [source_of(each) for each in sorted(inside) if by_ending(each.name) and each.is_file()]
        if path.exists() or not has_wildcards(str(path)):
            return [source_of(path)]
    # Not Path.glob: it takes ** for folders alone and finds hidden files.
    names = sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207
    matching = [each for each in map(Path, names) if each.is_file()]
    if not matching:
        raise InvalidInput(f"No file matches {path}; check the folder and the wildcards.")
    return [source_of(each, name=name) for each, name in zip(matching, names_apart(matching), strict=True)]
