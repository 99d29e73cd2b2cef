"""``prefstudio review``: how reviews stand, what they come to and leave, and judges beside their people."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli.common import AsJson, ProjectName, opened, pick_project, read_instruction, sentences, tell
from core.access import SYSTEM
from core.judges import Judge, JudgeKind, judge_of
from core.progress import silent
from core.review import ReviewView, get_review, list_reviews
from core.review.judges import (
    JudgeResult,
    JudgeView,
    add_judge,
    instruction_for,
    judge_result,
    keep_run_judgments,
    list_judges,
    plan_judge,
    result_sentences,
    run_judge,
)
from core.review.report import ReportKind, export_report
from core.review.results import claim, remarks_of, results
from core.services import Studio
from core.storage import translated

LINE = "See how reviews stand, what they come to and leave; have models judge beside people."
PAIR = 2

review = typer.Typer(help=LINE, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Number = Annotated[int, typer.Argument(help="Number of a review.")]


@review.command("list")
def show_reviews(project: ProjectName = "", *, as_json: AsJson = False) -> None:
    """List the reviews of a project, newest first, and how each stands."""
    with opened() as studio:
        target = pick_project(studio, project)
        found = studio.db.ask(list_reviews, target.id)
    lines = [f"#{one.id} {one.title}: {one.items:,} items, {_how_it_stands(one)}" for one in found]
    figures = [
        {"id": one.id, "title": one.title, "items": one.items, "state": one.state, "closing": one.closing}
        for one in found
    ]
    tell(
        "\n".join(lines) or "There is no review yet: plan one on the Compare page.", figures, as_json=as_json
    )


@review.command("results")
def show_results(number: Number, *, as_json: AsJson = False) -> None:
    """Say what a closed review comes to, and what limits it."""
    with opened() as studio, studio.db.read() as session:
        found = results(session, get_review(session, number))
    told = [claim(found), *(f"note {one}" for one in remarks_of(found))]
    duels = [
        {
            "first": found.name(one.first),
            "second": found.name(one.second),
            "preference": asdict(one.preference.counts) if one.preference else None,
            "rate": asdict(one.preference.rate) if one.preference else None,
            "second_passed": asdict(one.passes.second) if one.passes else None,
        }
        for one in found.duels
    ]
    figures = {
        "id": number,
        "claim": told[0],
        "remarks": told[1:],
        "verdicts": found.verdicts,
        "duels": duels,
    }
    tell("\n".join(told), figures, as_json=as_json)


def _how_it_stands(one: ReviewView) -> str:
    return "open" if one.is_open else f"closed {one.closing.value if one.closing else ''}".strip()


@review.command("judge")
def judge(
    number: Number,
    model: Annotated[str, typer.Option(help="The model, as Google or the endpoint calls it.")],
    kind: Annotated[
        JudgeKind,
        typer.Option(help="A Gemini model of the studio's Google project, or an OpenAI-like endpoint."),
    ] = JudgeKind.GENAI,
    base_url: Annotated[
        str, typer.Option(help="openai: where the endpoint is; OpenAI's own unless said.")
    ] = "",
    key_variable: Annotated[
        str, typer.Option(help="openai: the environment variable with the key, such as OPENAI_API_KEY.")
    ] = "",
    instruction: Annotated[
        Path | None, typer.Option(help="A file of what it goes by; else the review's own question.")
    ] = None,
    most: Annotated[int | None, typer.Option(min=1, help="Comparisons, at most; all unless said.")] = None,
    most_tokens: Annotated[int | None, typer.Option(help="Tokens of an answer, at most.")] = None,
    at_once: Annotated[int | None, typer.Option(help="Questions on their way at the same time.")] = None,
    seconds: Annotated[float | None, typer.Option(help="How long an answer may take.")] = None,
    *,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Ask it; without, only the cost is said.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say what a judge would cost, and with --confirm ask it; started again, it goes on where it was."""
    limits = {"most_tokens": most_tokens, "at_once": at_once, "seconds": seconds}
    given = {name: value for name, value in limits.items() if value is not None}
    with opened() as studio, sentences(quiet=as_json) as say:
        chosen = studio.db.ask(get_review, number)
        asked = judge_of(
            {
                "kind": kind,
                "model": model,
                "base_url": base_url,
                "key_variable": key_variable,
                "instruction": read_instruction(instruction) or instruction_for(chosen.design),
                **given,
            }
        )
        if not confirm:
            _tell_cost(studio, chosen, asked, most, as_json=as_json)
            return
        with studio.db.write() as session:
            added = add_judge(session, SYSTEM, chosen, asked, most=most)
        done = run_judge(studio.db, SYSTEM, added.id, tell=say or silent)
    tell("\n".join(_lines(done)), done, as_json=as_json)


@review.command("judges")
def judges(number: Number, *, as_json: AsJson = False) -> None:
    """List the judges of a review; once it is closed, what they said beside people."""
    with opened() as studio:
        chosen = studio.db.ask(get_review, number)
        found = studio.db.ask(list_judges, chosen)
        results = [] if chosen.is_open else [_results(studio, chosen, one) for one in found]
    lines, figures = [], []
    for place, one in enumerate(found):
        lines += _lines(one)
        said = results[place] if results else []
        lines += [f"  {sentence}" for result in said for sentence in result_sentences(chosen, result)]
        figures.append({"judge": one, "results": [_figures(result) for result in said]})
    if found and chosen.is_open:
        lines.append("What they said is shown when the review closes.")
    tell("\n".join(lines) or "No judge has been set beside its people yet.", figures, as_json=as_json)


@review.command("judgments")
def judgments(
    number: Number,
    run: Annotated[int, typer.Option(help="Number of a run of AutoSxS.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Bring the judgments that a run of AutoSxS left, matched to the review by their texts."""
    with opened() as studio:
        kept = keep_run_judgments(studio.db, SYSTEM, studio.db.ask(get_review, number), run)
    sentence = f"{kept.kept:,} comparisons have a judgment of {kept.judge.name}"
    more = f"; {kept.unmatched:,} rows match no comparison, {kept.doubled:,} came twice"
    tell(f"{sentence}{more if kept.unmatched or kept.doubled else ''}.", kept, as_json=as_json)


@review.command("report")
def report(
    number: Number,
    kind: Annotated[ReportKind, typer.Option(help="Which file.")] = ReportKind.PAGE,
    to: Annotated[Path, typer.Option(help="The folder to write it to.")] = Path(),
    models: Annotated[
        tuple[int, int], typer.Option(help="llm-comparator.json: the numbers of the two models.")
    ] = (0, 1),
    *,
    as_json: AsJson = False,
) -> None:
    """Write the report of a closed review, or its tables; the same review gives the same bytes."""
    with opened() as studio:
        chosen = studio.db.ask(get_review, number)
        made = export_report(studio.db, SYSTEM, chosen, kind, models=models)
    path = to / made.name
    with translated(path):
        path.write_bytes(made.content)
    tell(f"{path}: {len(made.content):,} bytes", {"path": str(path)}, as_json=as_json)


def _tell_cost(studio: Studio, chosen: ReviewView, asked: Judge, most: int | None, *, as_json: bool) -> None:
    with studio.db.read() as session:
        plan = plan_judge(session, SYSTEM, chosen, asked, most=most)
    lines = [f"{asked.name}: {plan.words}", "Nothing was sent. Add --confirm to ask it."]
    tell("\n".join(lines), plan, as_json=as_json)


def _results(studio: Studio, chosen: ReviewView, one: JudgeView) -> list[JudgeResult]:
    models = [model.number for model in chosen.models]
    pairs = [(first, second) for first in models for second in models if first < second]
    return [studio.db.ask(judge_result, chosen, one.id, pair=pair) for pair in pairs]


def _lines(one: JudgeView) -> list[str]:
    unclear = f" {one.unclear:,} hold no choice." if one.unclear else ""
    trouble = f"\n  {one.trouble}" if one.trouble else ""
    return [f"#{one.id} {one.name}: {one.words}{unclear}{trouble}"]


def _figures(found: JudgeResult) -> dict[str, Any]:
    """What a program gets of a result."""
    agreement = found.agreement
    return {
        "first": found.first,
        "second": found.second,
        "judged": found.judged,
        "won": found.won,
        "changed": found.changed,
        "rate": asdict(found.rate),
        "people": asdict(found.people),
        "accuracy": agreement.accuracy,
        "kappa": agreement.kappa,
        "table": agreement.table.tolist(),
        "slices": {one.name: one.agreement.accuracy for one in found.slices},
        "corrected": asdict(found.corrected),
    }
