"""``prefstudio launch --check``: what stands against a run and what it may cost; nothing is launched."""

import typer

from app.cli.common import MARKS, opened, pick_project, tell
from core.findings import Finding, Level
from core.training.costs import Estimate, amount, cost
from core.training.method import LaunchRequest
from core.training.runs import Preflight, check_outside, list_prices, preflight

CENTS_BELOW = 100  # US dollars
NOT_ASKED = Finding(
    Level.UNKNOWN,
    "Google was not asked, because something stands against the run here.",
    "Mend what is marked BAD, then check again.",
)


def check_launch(request: LaunchRequest, project: str, *, as_json: bool) -> None:
    """Check here, then at Google, and estimate the cost; exit status 1 if something stands against it."""
    with opened() as studio:
        chosen = pick_project(studio, project)
        with studio.db.read() as session:
            checked = preflight(session, chosen.id, request)
            prices = list_prices(session)
    outside = _outside(checked)
    estimate = checked.method.estimate(checked.plan) if checked.ready else None
    parts = {
        "studio": list(checked.findings),
        "google": outside,
        "cost": _costs(checked, estimate, prices),
    }
    ready = all(one.level is not Level.STOP for one in [*checked.findings, *outside])
    lines = [_line(name, one) for name, findings in parts.items() for one in findings]
    total = cost(estimate, prices) if estimate else None
    figures = parts | {"ready": ready, "cost": total, "estimate": estimate and estimate.lines}
    tell("\n".join(lines), figures, as_json=as_json)
    if not ready:
        raise typer.Exit(1)


def _line(name: str, finding: Finding) -> str:
    return f"{MARKS[finding.level]} {name:10} {finding.text} {finding.remedy}".rstrip()


def _outside(checked: Preflight) -> list[Finding]:
    """What Google says; it can only be asked about a plan that is whole."""
    if checked.ready:
        return check_outside(checked)
    return [NOT_ASKED] if checked.method.paid else []


def _costs(checked: Preflight, estimate: Estimate | None, prices: dict[str, float]) -> list[Finding]:
    if not checked.method.paid:
        return [Finding(Level.GOOD, "This method costs nothing.")]
    if estimate is None:
        return [Finding(Level.UNKNOWN, "The estimate comes when nothing stands against the run here.")]
    return [_total(estimate, prices), *_uses(estimate)]


def _total(estimate: Estimate, prices: dict[str, float]) -> Finding:
    total = cost(estimate, prices)
    if total is None:
        missing = ", ".join(line.item for line in estimate.lines if line.item not in prices)
        remedy = f"Enter a price on the launch page for: {missing}."
        return Finding(Level.UNKNOWN, "What it costs is not known.", remedy)
    likely, low, high = (_money(one) for one in (total.likely, total.low, total.high))
    return Finding(Level.GOOD, f"About {likely}, between {low} and {high}.")


def _uses(estimate: Estimate) -> list[Finding]:
    """What is used up, and how that is known."""
    return [
        Finding(
            Level.GOOD,
            f"{amount(line.likely)} × {line.item} (between {amount(line.low)} and {amount(line.high)}).",
            line.basis,
        )
        for line in estimate.lines
    ]


def _money(dollars: float) -> str:
    return f"${dollars:,.0f}" if dollars >= CENTS_BELOW else f"${dollars:,.2f}"
