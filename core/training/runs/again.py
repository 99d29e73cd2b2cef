"""Launch a run again with the same inputs, and say what sets two runs apart."""

from dataclasses import dataclass

from core.training.method import LaunchRequest
from core.training.runs.views import RunDetail

NOTHING = "–"


@dataclass(frozen=True)
class Difference:
    """One line of a comparison of two runs; values as text, a dash where a run has none."""

    name: str
    left: str
    right: str

    @property
    def same(self) -> bool:
        """Whether both runs have the same."""
        return self.left == self.right


def request_of(detail: RunDetail) -> LaunchRequest:
    """What would launch this run once more: a new run with the same method, data sets and parameters."""
    return LaunchRequest(
        detail.run.method,
        {role: dataset.id for role, dataset in detail.inputs.items()},
        detail.run.parameters,
        name=f"{detail.run.name} again",
        retried_from=detail.run.id,
    )


def compare_runs(left: RunDetail, right: RunDetail) -> list[Difference]:
    """Method, data sets and parameters of two runs, line by line, what differs first."""
    sides = _lines(left), _lines(right)
    names = list(dict.fromkeys([*sides[0], *sides[1]]))
    lines = [Difference(name, sides[0].get(name, NOTHING), sides[1].get(name, NOTHING)) for name in names]
    return sorted(lines, key=lambda line: line.same)


def _lines(detail: RunDetail) -> dict[str, str]:
    sets = {
        role: f"{one.name}, {one.rows:,} rows, sha256 {one.sha256[:12]}…"
        for role, one in detail.inputs.items()
    }
    parameters = {name: str(value) for name, value in detail.run.parameters.items() if value is not None}
    return {"method": detail.run.method} | sets | parameters
