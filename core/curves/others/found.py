"""Which of the files at an address are other tools' logs, and what each run in them is called."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.curves.log_file import LogFile
from core.curves.memory import LogMemory
from core.curves.others import trackio, wandb
from core.curves.others.run import OtherRun
from core.errors import StudioError
from core.event_files import FoundFile
from core.storage import LocalAddress, StoredObject, local_copy, parse_address, translated

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


@dataclass(frozen=True, slots=True)
class _Given:
    """What a file gave.

    Attributes:
        read: Its runs, and what is to be said of it.
        foreign: Whether it is another program's.
    """

    read: tuple[_Read, ...]
    foreign: bool = False

    @property
    def weight(self) -> int:
        """About how many points' room it takes."""
        return sum(one.log.weight for one in self.read)

    @property
    def refused(self) -> str:
        """What went wrong, if anything did: the file is read again then."""
        return next((one.log.refused for one in self.read if one.log.refused), "")


def other_logs(
    found: Sequence[StoredObject], taken: Collection[str], *, cache: Path, memory: LogMemory
) -> list[tuple[str, LogFile]]:
    """The logs of trackio and W&B among the files at an address, each run a log of its own.

    Args:
        found: All files there.
        taken: Names of logs that others have.
        cache: The folder for copies of remote files.
        memory: What has been read before.

    Returns:
        Each log's name, and the log. What cannot be read is a log without curves that says why.
    """
    sizes = {one.key: one.size for one in found}
    read: list[_Read] = []
    for one in found:
        if one.key.endswith(trackio.ENDING):
            read += _of_trackio(one, sizes, cache, memory)
        elif one.key.endswith(wandb.PRINTED):
            read += _logs(one, cache, wandb.read_wandb, memory)
        elif one.key.endswith(wandb.ENDING) and _printed(one.key) not in sizes:
            read.append(_trouble(one, wandb.NOT_READ))
    return list(zip(_apart(read, taken), (one.log for one in read), strict=True))


def _of_trackio(
    one: StoredObject, sizes: Mapping[str, int], cache: Path, memory: LogMemory
) -> Sequence[_Read]:
    """The runs in a database; one of another program is passed over, unless it alone was asked for.

    A copy from a bucket has no file of rows beside it that may lie there.
    """

    def read(path: Path) -> tuple[list[OtherRun] | None, str]:
        runs, said = trackio.read_trackio(path)
        beside = path.with_name(f"{path.name}-wal").exists()
        behind = sizes.get(f"{one.key}-wal", 0) > 0 and not beside
        return runs, trackio.BEHIND if behind and runs and not said else said

    return _logs(one, cache, read, memory, alone=len(sizes) == 1)


def _printed(key: str) -> str:
    return key.removesuffix(wandb.ENDING) + wandb.PRINTED


def _logs(
    one: StoredObject, cache: Path, read: Reader, memory: LogMemory, *, alone: bool = True
) -> Sequence[_Read]:
    """What a file holds: its runs, and what is to be said of it."""
    version = FoundFile(one.address, "", generation=one.generation, size=one.size)

    def given() -> _Given:
        try:
            path = local_copy(version, cache=cache)
            with translated(path):
                runs, said = read(path)
        except StudioError as error:
            return _Given((_Read((_stem(one),), LogFile(one.address, refused=str(error))),))
        trouble = [_trouble(one, said)] if said else []
        return _Given((*(_run(run, one) for run in runs or ()), *trouble), foreign=runs is None)

    found = memory.remember(one.address, (one.generation, one.size, _beside(one)), given)
    return () if found.foreign and not alone else found.read


def _beside(one: StoredObject) -> tuple[int, int] | None:
    """What changes as rows are put into the file beside a database on this machine."""
    place = parse_address(one.address)
    if not isinstance(place, LocalAddress):
        return None
    wal = place.path.with_name(f"{place.path.name}-wal")
    try:
        state = wal.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


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
    given, last = set(taken), dict.fromkeys(names, 1)
    for name in names:
        own = name
        while own in given:
            last[name] += 1
            own = f"{name} ({last[name]})"
        given.add(own)
        yield own
