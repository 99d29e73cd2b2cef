"""The figures that outside annotators are paid by, as a file that spreadsheets read without harm."""

from datetime import UTC, datetime

from sqlmodel import Session

from core.access import Action, PersonView, permit
from core.csv_text import csv_text
from core.enrolment.opening import get_enrolment
from core.enrolment.pay import PayLine, PayReport, read_pay
from core.labelling import MemberState

FIGURES = (
    "person", "enrolled_at", "answers", "skips", "active_minutes", "gold_right", "gold_answered",
    "qualification", "qualification_right", "qualification_answered", "complete", "ending", "code",
    "code_shown_at", "first_answer_at", "last_answer_at",
)  # fmt: skip


def export_pay(session: Session, actor: PersonView, enrolment_id: int) -> str:
    """The figures of an enrolment as CSV, and a line of the audit log that they were taken.

    Raises:
        NotAllowed: The actor does not lead the project.
        NotFound: There is no such enrolment, or the actor has no part in its project.
    """
    enrolment = get_enrolment(session, enrolment_id)
    told = {"pay_figures": enrolment.settings.name}
    subject = f"enrolment number {enrolment_id}"
    permit(session, actor, Action.MANAGE_PROJECT, subject, enrolment.project_id, **told)
    return pay_csv(read_pay(session, enrolment_id))


def pay_csv(report: PayReport) -> str:
    """The figures as CSV: moments in UTC, and no cell that a spreadsheet would take for a formula."""
    settings = report.enrolment.settings
    kept_once = [key for line in report.lines for key in line.platform]  # the settings may have changed since
    platform = list(dict.fromkeys([*settings.platform_keys, *kept_once]))
    rows = (
        [line.participant_id or "", *(line.platform.get(key, "") for key in platform), *_figures(line)]
        for line in report.lines
    )
    return csv_text(["participant_id", *platform, *FIGURES], rows)


def _figures(line: PayLine) -> list[object]:
    return [
        line.person_id,
        _iso(line.enrolled_at),
        line.answers,
        line.skips,
        f"{line.active_minutes:.2f}",
        line.gold_right,
        line.gold_answered,
        _qualification(line),
        line.qualification_right,
        line.qualification_answered,
        "yes" if line.complete else "no",
        line.ending.value if line.ending else "",
        line.code,
        _iso(line.code_shown_at),
        _iso(line.first_at),
        _iso(line.last_at),
    ]


def _qualification(line: PayLine) -> str:
    if not line.qualification_answered:
        return "not begun" if line.state == MemberState.QUALIFYING else "none"
    return {MemberState.FAILED: "failed", MemberState.QUALIFYING: "under way"}.get(line.state, "passed")


def _iso(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if moment else ""
