"""Which of the files at an address are other tools' logs, and what each run in them is called."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count as count_from
from pathlib import Path

from core.curves.log_file import LogFile
from core.curves.others import trackio, wandb
from core.curves.others.run import OtherRun
from core.errors import StudioError
from core.event_files import FoundFile
from core.storage import StoredObject, local_copy, translated

Reader = Callable[[Path], tuple[list[OtherRun] | None, str]]


@dataclass(frozen=True, slots=True)
class _Read:
    """A run as a log; a file of which there is only something to be said is one without curves.

    Attributes:
        names: What it may be called, the shortest first.
        log: The log.
    """

    names: tuple[str, ...]
    log: LogFile


def other_logs(
    found: Sequence[StoredObject], taken: Collection[str], *, cache: Path
) -> list[tuple[str, LogFile]]:
    """The logs of trackio and W&B among the files at an address, each run a log of its own.

    Args:
        found: All files there.
        taken: Names of logs that others have.
        cache: The folder for copies of remote files.

    Returns:
        Each log's name, and the log. What cannot be read is a log without curves that says why.
    """
    sizes = {one.key: one.size for one in found}
    read: list[_Read] = []
    for one in found:
        if one.key.endswith(trackio.ENDING):
            read += _of_trackio(one, sizes, cache)
        elif one.key.endswith(wandb.PRINTED):
            read += _logs(one, cache, wandb.read_wandb)
        elif one.key.endswith(wandb.ENDING) and _printed(one.key) not in sizes:
            read.append(_trouble(one, wandb.NOT_READ))
    return list(zip(_apart(read, taken), (one.log for one in read), strict=True))


def _of_trackio(one: StoredObject, sizes: Mapping[str, int], cache: Path) -> list[_Read]:
    """The runs in a database; one of another program is passed over, unless it alone was asked for.

    A copy from a bucket has no file of rows beside it that may lie there.
    """

    def read(path: Path) -> tuple[list[OtherRun] | None, str]:
        runs, said = trackio.read_trackio(path)
        beside = path.with_name(f"{path.name}-wal").exists()
        behind = sizes.get(f"{one.key}-wal", 0) > 0 and not beside
        return runs, trackio.BEHIND if behind and runs and not said else said

    return _logs(one, cache, read, alone=len(sizes) == 1)


def _printed(key: str) -> str:
    return key.removesuffix(wandb.ENDING) + wandb.PRINTED


def _logs(one: StoredObject, cache: Path, read: Reader, *, alone: bool = True) -> list[_Read]:
    """What a file holds: its runs, and what is to be said of it."""
    version = FoundFile(one.address, "", generation=one.generation, size=one.size)
    try:
        path = local_copy(version, cache=cache)
        with translated(path):
            runs, said = read(path)
    except StudioError as error:
        return [_Read((_stem(one),), LogFile(one.address, refused=str(error)))]
    if runs is None and not alone:
        return []
    return [*(_run(run, one) for run in runs or ()), *([_trouble(one, said)] if said else [])]


def _run(run: OtherRun, file: StoredObject) -> _Read:
    name, stem = run.name or run.id or _stem(file), _stem(file)
    longer = (f"{stem}/{name}", f"{stem}/{name}/{run.id[:8]}", f"{stem}/{name}/{run.id}")
    return _Read((name, *longer), run.log_file(file.address))


def _trouble(file: StoredObject, said: str) -> _Read:
    return _Read((_stem(file),), LogFile(file.address, refused=f"{file.address} {said}."))


def _stem(file: StoredObject) -> str:
    """A file's name without its ending, as trackio names the project's file."""
    name = file.key.rpartition("/")[2]
    for ending in (trackio.ENDING, wandb.PRINTED, wandb.ENDING):
        name = name.removesuffix(ending)
    return name or file.key


def _apart(read: Sequence[_Read], taken: Collection[str]) -> Iterator[str]:
    """A name for each, the shortest that no other has; at last they are numbered."""
    lengths = [0] * len(read)
    while True:
        names = [one.names[length] for one, length in zip(read, lengths, strict=True)]
        count = Counter([*names, *taken])
        longer = [
            at for at, one in enumerate(read) if count[names[at]] > 1 and lengths[at] + 1 < len(one.names)
        ]
        if not longer:
            break
        for at in longer:
            lengths[at] += 1
    given = set(taken)
    for name in names:
        own = next(one for one in _numbered(name) if one not in given)
        given.add(own)
        yield own


def _numbered(name: str) -> Iterator[str]:
    yield name
    for number in count_from(2):
        yield f"{name} ({number})"
