"""The files of a closed review, each made anew from its rows: the same review gives the same bytes."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from core.access import Action, PersonView, act_as, check_anew, ensure_may, permit
from core.db import Database
from core.errors import NotFound
from core.review.judges import JudgeResult, judge_result, list_judges
from core.review.report.gathered import Gathered, gather
from core.review.report.llm_comparator import llm_comparator_json
from core.review.report.page import report_page
from core.review.report.tables import item_table, left_out_table, verdict_table
from core.review.views import ReviewView
from core.training.runs import RunDetail, get_run


class ReportKind(StrEnum):
    """What can be brought out; the value is what a person types."""

    PAGE = "html"
    VERDICTS_CSV = "verdicts.csv"
    VERDICTS_PARQUET = "verdicts.parquet"
    ITEMS_CSV = "items.csv"
    ITEMS_PARQUET = "items.parquet"
    LEFT_OUT_CSV = "left-out.csv"
    LLM_COMPARATOR = "llm-comparator.json"


@dataclass(frozen=True)
class ReportFile:
    """A file to be saved.

    Attributes:
        name: What to call it; it tells the review.
        media_type: Of its content.
    """

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class KindInfo:
    """What a kind is called on a button, and what it is."""

    label: str
    media_type: str


KINDS: Mapping[ReportKind, KindInfo] = {
    ReportKind.PAGE: KindInfo("Report", "text/html"),
    ReportKind.VERDICTS_CSV: KindInfo("Verdicts, CSV", "text/csv"),
    ReportKind.VERDICTS_PARQUET: KindInfo("Verdicts, Parquet", "application/vnd.apache.parquet"),
    ReportKind.ITEMS_CSV: KindInfo("Items, CSV", "text/csv"),
    ReportKind.ITEMS_PARQUET: KindInfo("Items, Parquet", "application/vnd.apache.parquet"),
    ReportKind.LEFT_OUT_CSV: KindInfo("Left out, CSV", "text/csv"),
    ReportKind.LLM_COMPARATOR: KindInfo("LLM Comparator", "application/json"),
}


def file_name(review_id: int, kind: ReportKind, models: tuple[int, int] = (0, 1)) -> str:
    """What a file is called; of LLM Comparator's it tells the models where they are not the first two."""
    if kind == ReportKind.PAGE:
        return f"review-{review_id}.html"
    of = f"models-{models[0]}-{models[1]}-" if kind == ReportKind.LLM_COMPARATOR and models != (0, 1) else ""
    return f"review-{review_id}-{of}{kind.value}"


def export_report(
    db: Database, actor: PersonView, review: ReviewView, kind: ReportKind, *, models: tuple[int, int] = (0, 1)
) -> ReportFile:
    """One of the files of a closed review, for somebody who takes it along.

    Whoever reads the result may have the page; the tables hold every text and verdict, so they are for those
    who may export, and it is on record who did.

    Args:
        db: The database.
        actor: Who takes it.
        review: The review.
        kind: Which file.
        models: Of LLM Comparator's file: the numbers of the two models, the lower first.

    Raises:
        NotAllowed: The actor may not, as their roles are now.
        Conflict: The review is open: nobody sees a result before it closes.
        NotFound: These two models are not compared.
    """
    action = Action.COMPARE if kind == ReportKind.PAGE else Action.EXPORT
    with db.read() as session:
        check_anew(session, actor, action, review.project_id)
        act_as(session, actor)
        made = report_file(session, review, kind, models=models)
    if action == Action.EXPORT:
        with db.write() as session:
            permit(session, actor, action, f"review {review.title}", review.project_id, target=made.name)
    return made


def report_file(
    session: Session, review: ReviewView, kind: ReportKind, *, models: tuple[int, int] = (0, 1)
) -> ReportFile:
    """One of the files, as `export_report` gives it.

    Raises:
        NotAllowed: Whose unit of work this is may not compare.
        Conflict: The review is open.
        NotFound: These two models are not compared.
    """
    ensure_may(session, Action.COMPARE, review.project_id)
    found = gather(session, review)
    made: dict[ReportKind, Callable[[], bytes]] = {
        ReportKind.PAGE: lambda: report_page(found, _runs(session, found), _judged(session, found)),
        ReportKind.VERDICTS_CSV: lambda: verdict_table(found).csv(),
        ReportKind.VERDICTS_PARQUET: lambda: verdict_table(found).parquet(),
        ReportKind.ITEMS_CSV: lambda: item_table(found).csv(),
        ReportKind.ITEMS_PARQUET: lambda: item_table(found).parquet(),
        ReportKind.LEFT_OUT_CSV: lambda: left_out_table(found).csv(),
        ReportKind.LLM_COMPARATOR: lambda: llm_comparator_json(found, *models),
    }
    name = file_name(review.id, kind, models)
    return ReportFile(name, KINDS[kind].media_type, made[kind]())


def _runs(session: Session, found: Gathered) -> list[RunDetail]:
    """The runs of the models, once each; one that is gone, or that is not shown to who asks, is left out."""
    runs = []
    for number in sorted({one.run_id for one in found.review.models if one.run_id is not None}):
        with suppress(NotFound):
            runs.append(get_run(session, number))
    return runs


def _judged(session: Session, found: Gathered) -> list[JudgeResult]:
    pairs = [(one.first, one.second) for one in found.results.duels]
    return [
        judge_result(session, found.review, judge.id, pair=pair)
        for judge in list_judges(session, found.review)
        for pair in pairs
        if judge.said
    ]
