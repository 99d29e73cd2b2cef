"""A run that W&B kept offline, as its own command prints it: a JSON object a line.

``wandb leet inspect --json FILE`` of W&B 0.30 and later reads a ``.wandb`` file without a login. The file
itself is in a format of W&B's own, for which its library has no reader any more.
"""

import json
from collections.abc import Iterator, Mapping
from math import nan
from pathlib import Path

from core.curves.others.run import OtherRun, number

ENDING, PRINTED = ".wandb", ".wandb.jsonl"
MOST_BYTES = 512_000_000
LONGEST_LINE = 16_000_000  # bytes
STEPS = ("train/global_step", "eval/global_step")
"""Where transformers and OpenRLHF write the step; W&B's own counts the calls."""

NOT_READ = (
    "is in W&B's own format. Where W&B 0.30 or later is installed, `wandb leet inspect --json NAME.wandb > "
    "NAME.wandb.jsonl` prints it without a login; put what it prints beside it"
)


def read_wandb(path: Path) -> tuple[list[OtherRun], str]:
    """The run in a printed file, none if there is none, and the end of a sentence about the file."""
    if path.stat().st_size > MOST_BYTES:
        return [], f"is over {MOST_BYTES:,} bytes, too large to be read here; print the run's history alone"
    run, last, broken = OtherRun("", ""), None, 0
    for record in _records(path):
        about = record.get(str(record.get("type"))) if record else None
        if record is None:
            broken += 1
        elif not isinstance(about, Mapping):
            continue
        elif record["type"] == "history":
            last = _take(run, about, last)
        else:
            _describe(run, str(record["type"]), about)
    if not run.id:
        return [], "holds no run; print it with `wandb leet inspect --json`"
    return [run], f"has {broken:,} lines that are no JSON objects, which are left out" if broken else ""


def _describe(run: OtherRun, kind: str, about: Mapping[str, object]) -> None:
    """Take what a record says of the run as a whole."""
    config = about
    if kind == "run":
        run.id = str(about.get("run_id") or "")
        run.name = str(about.get("display_name") or run.id)
        config = found if isinstance(found := about.get("config"), Mapping) else {}
    update = config.get("update") if kind in {"run", "config"} else None
    if isinstance(update, Mapping):
        run.configure(update)


def _records(path: Path) -> Iterator[Mapping[str, object] | None]:
    """The objects in a file's lines; None for a line that is none."""
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE):
            try:
                found = json.loads(line)
            except (ValueError, RecursionError):
                found = None
            if line.strip():
                yield found if isinstance(found, dict) else None


def _take(run: OtherRun, history: Mapping[str, object], last: int | None) -> int | None:
    """Take what was logged at once; gives the trainer's own step, which may not stand in every such line."""
    item = history.get("item")
    if not isinstance(item, Mapping):
        return last
    own = next((step for name in STEPS if (step := _whole(item.get(name))) is not None), last)
    step = own if own is not None else _whole(item.get("_step"))
    at = item.get("_timestamp")
    if step is not None:
        media = tuple(f"{name.removesuffix('._type')}." for name in item if name.endswith("._type"))
        metrics = {
            name: value
            for name, value in item.items()
            if not name.startswith("_") and name not in STEPS and not (media and name.startswith(media))
        }
        run.take(metrics, step, _moment(at))
    return own


def _moment(at: object) -> float:
    """A time that is one, else NaN."""
    found = number(at)
    return nan if found is None else found


def _whole(value: object) -> int | None:
    """A step that fits into 64 bits; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if abs(value) < 1 << 63 else None
