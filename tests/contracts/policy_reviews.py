"""What each function of core.review asks of the policy, and what it is called with to see that it does."""

from core.access import Action
from core.review import Design
from core.review.report import ReportKind
from tests.contracts.policy_asks import Ask, acting, by_number, of_review, reviewing
from tests.contracts.policy_scene import PREDICTED
from tests.core.builders import answer

REVIEWS: dict[str, tuple[Ask, ...]] = {
    "review.change.change_review": (
        Ask(
            Action.DESIGN_REVIEW,
            lambda scene, who: (who, scene.review),
            lambda *_: {"design": Design(), "reviewers": (), "note": "why"},
        ),
    ),
    "review.closing.close_early": (Ask(Action.CLOSE_REVIEW, lambda scene, who: (who, scene.review, "why")),),
    "review.closing.look_openly": (Ask(Action.COMPARE, lambda scene, who: (who, scene.review)),),
    "review.comparison_queue.assign_comparisons": (Ask(Action.COMPARE, reviewing, lambda *_: {"ahead": 1}),),
    "review.comparison_queue.held_comparisons": (Ask(Action.COMPARE, reviewing),),
    "review.comparison_queue.leave_review": (Ask(Action.COMPARE, reviewing),),
    "review.create.create_review": (
        Ask(
            Action.DESIGN_REVIEW,
            lambda scene, who: (*acting(scene, who), PREDICTED),
            lambda *_: {"title": " ", "design": Design()},
        ),
    ),
    "review.learned_from.learned_from": (Ask(Action.COMPARE, of_review),),
    "review.of_runs.runs_with_answers": (Ask(Action.COMPARE, by_number),),
    "review.people.reviewer_lines": (Ask(Action.DESIGN_REVIEW, of_review),),
    "review.people.who_may_review": (Ask(Action.DESIGN_REVIEW, by_number),),
    "review.of_runs.runs_to_review": (Ask(Action.COMPARE, by_number),),
    "review.report.files.export_report": (
        Ask(Action.COMPARE, lambda scene, who: (who, scene.review, ReportKind.PAGE)),
        Ask(Action.EXPORT, lambda scene, who: (who, scene.review, ReportKind.ITEMS_CSV)),
    ),
    "review.onward.comparisons_on": (Ask(Action.COMPARE, lambda scene, _: (scene.review, 1)),),
    "review.onward.make_pairs": (
        Ask(Action.IMPORT, lambda scene, who: (*acting(scene, who), scene.review, [1])),
    ),
    "review.results.beside_curves.beside_curves": (
        Ask(
            Action.COMPARE,
            lambda scene, who: (who, scene.project.id),
            lambda scene, _: {"cache": scene.studio.settings.cache_folder},
        ),
    ),
    "review.results.beside_curves.run_verdicts": (Ask(Action.COMPARE, lambda scene, _: (scene.run,)),),
    "review.results.reading.results": (Ask(Action.COMPARE, of_review),),
    "review.reviewing.last_verdict": (Ask(Action.COMPARE, reviewing),),
    "review.reviewing.why_not": (Ask(Action.COMPARE, reviewing),),
    "review.verdicts.review_progress": (Ask(Action.COMPARE, reviewing),),
    "review.verdicts.save_verdicts": (
        Ask(Action.COMPARE, lambda scene, who: (who, scene.review, [answer(1, "tie")])),
    ),
    "review.verdicts.verdict_count": (Ask(Action.COMPARE, by_number),),
    "review.views.changes_of": (Ask(Action.COMPARE, of_review),),
    "review.views.get_review": (Ask(Action.COMPARE, lambda scene, _: (scene.review.id,)),),
    "review.views.has_looked": (Ask(Action.COMPARE, lambda scene, who: (scene.review, who.id)),),
    "review.views.left_out_counts": (Ask(Action.COMPARE, of_review),),
    "review.views.list_reviews": (Ask(Action.COMPARE, by_number),),
    "review.views.reviewers_of": (Ask(Action.COMPARE, of_review),),
    "review.work.review_lines": (Ask(Action.COMPARE, lambda scene, who: (scene.project.id, who.id)),),
    "review.work.review_work": (Ask(Action.COMPARE, lambda scene, who: (scene.project.id, who.id)),),
}
