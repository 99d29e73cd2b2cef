"""The lines that are drawn: which logs have one, what it is called, and in which charts it stands."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.ui.curves.reading import Source
from app.ui.curves.series import DASHES, Series, Style, styles
from core.curves import Curves, Known, Meaning, meanings, paces
from core.training.run_curves import run_rows

FIRST: tuple[tuple[Meaning, bool], ...] = (
    (Meaning.ACCURACY, True),
    (Meaning.RANK_LOSS, True),
    (Meaning.RANK_LOSS, False),
    (Meaning.ACCURACY, False),
    (Meaning.REWARD, True),
    (Meaning.REWARD, False),
    (Meaning.KL, True),
    (Meaning.KL, False),
)
"""What an expert looks at, in this order; whether it is measured on what was held out."""
MOST_FIRST, MOST_LOSSES = 6, 3


@dataclass(frozen=True, eq=False, slots=True)
class Log:
    """What gets one line in every chart: a log of a run or of others.

    Attributes:
        source: Where it was found.
        task: Its name there.
        name: What it is called on this page; no other has that name.
    """

    source: Source
    task: str
    name: str

    @property
    def parameters(self) -> Mapping[str, object]:
        """What it was given."""
        return self.source.parameters(self.task)


def logs_of(sources: Sequence[Source]) -> list[Log]:
    """All logs of what was read; a run goes by its name and its tasks once it is not alone."""
    alone = len(sources) == 1
    found = [
        Log(source, task, _name(source, task, alone=alone))
        for source in sources
        for task in dict.fromkeys(one.task for one in source.curves)
    ]
    times = Counter(one.name for one in found)
    return [
        one if times[one.name] == 1 else Log(one.source, one.task, f"{one.source.name}: {one.task}")
        for one in found
    ]


def _name(source: Source, task: str, *, alone: bool) -> str:
    if source.detail is None or alone:
        return task
    return f"{source.name} · {task}"


@dataclass(frozen=True, eq=False, slots=True)
class Line:
    """A curve that may be drawn, and the log that it is of."""

    log: Log
    series: Series

    def grouped(self, parameter: str, looks: Mapping[str, Style]) -> Series:
        """The series, with the line of its log's value of a parameter; by itself without one."""
        group = group_of(self.log, parameter)
        return replace(self.series, group=group, style=looks[group]) if group else self.series


@dataclass(frozen=True, eq=False, slots=True)
class Drawn:
    """All that the charts of the page are made from.

    Attributes:
        tags: The curves of each tag, in the order in which they are looked at.
        first: Those tags that stand first; the rest is for who asks for more.
        known: What tags mean, where that is known.
    """

    tags: Mapping[str, Sequence[Line]]
    first: Sequence[str]
    known: Mapping[str, Known]

    def of_ranks(self, tag: str) -> bool:
        """Whether a tag's curves are rank losses, which have a noise floor."""
        return tag in self.known and self.known[tag].meaning is Meaning.RANK_LOSS

    @property
    def others(self) -> list[str]:
        """The tags that do not stand first."""
        return [tag for tag in self.tags if tag not in self.first]


def lines_of(logs: Sequence[Log]) -> Drawn:
    """The curves of these logs, by their tags."""
    looks = looks_of(logs)
    tags: dict[str, list[Line]] = {}
    known: dict[str, Known] = {}
    for log in logs:
        own = Curves(tuple(one for one in log.source.curves if one.task == log.task))
        detail = log.source.detail
        pace = paces(own, run_rows(detail) if detail else None)[log.task]
        meant, look = meanings(own), looks[look_of(log)]
        known |= {tag: one for (_, tag), one in meant.items()}
        for curve in own:
            series = Series(curve, log.name, look, pace=pace, known=meant.get(curve.key))
            tags.setdefault(curve.tag, []).append(Line(log, series))
    first = _first(tags, known)
    rest = sorted(set(tags) - set(first), key=lambda tag: (tag not in known, tag))
    return Drawn({tag: _named(tags[tag]) for tag in [*first, *rest]}, first, known)


def look_of(log: Log) -> str:
    """What has one line everywhere: a run with all its tasks, or a log of others."""
    return log.name if log.source.detail is None else log.source.name


def group_of(log: Log, parameter: str) -> str:
    """The group of a log's value of a parameter; empty where it has none, and without a parameter."""
    value = log.parameters.get(parameter) if parameter else None
    return "" if value is None else f"{parameter} = {value}"


def looks_of(logs: Iterable[Log], parameter: str = "") -> dict[str, Style]:
    """The line of each run or log, or of the groups that a parameter makes of them, in all charts."""
    return styles(group_of(one, parameter) or look_of(one) for one in logs)


def _named(lines: list[Line]) -> list[Line]:
    """A run that has this curve once is called by its name alone; else its tasks differ in their dashes."""
    times = Counter(look_of(one.log) for one in lines)
    seen: Counter[str] = Counter()
    found = []
    for one in lines:
        look, series = look_of(one.log), one.series
        if times[look] > 1:
            dash = DASHES[(DASHES.index(series.style.dash) + seen[look]) % len(DASHES)]
            series = replace(series, style=replace(series.style, dash=dash))
        elif one.log.name != one.log.task:
            series = replace(series, label=look)
        seen[look] += 1
        found.append(replace(one, series=series))
    return found


def _first(tags: Iterable[str], known: Mapping[str, Known]) -> list[str]:
    """The tags that everybody looks for, else the losses."""
    places = {what: place for place, what in enumerate(FIRST)}
    found = {
        tag: places[what]
        for tag in tags
        if tag in known and (what := (known[tag].meaning, known[tag].held_out)) in places
    }
    first = sorted(found, key=lambda tag: (known[tag].guessed, found[tag], tag))[:MOST_FIRST]
    return sorted(first, key=found.__getitem__) or [one for one in tags if one.endswith("loss")][:MOST_LOSSES]
