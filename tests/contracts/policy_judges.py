"""What judges beside people ask of the policy, for `tests.contracts.policy_table`."""

from core.access import SYSTEM, Action, PersonView
from core.judges import Judge, judge_of
from core.review.judges import ReasonsWanted, keep_judgments
from core.training.side_by_side import SideBySide
from tests.contracts.policy_asks import Ask, by_number
from tests.contracts.policy_scene import Scene

JUDGMENT = SideBySide("0", "prompt 0", "plain 0", "fancy 0", "A", None, "")


def _judge() -> Judge:
    return judge_of(
        {"kind": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1", "instruction": "J."}
    )


def _kept(scene: Scene) -> int:
    """A judge of the scene's review, the same however often it is asked for; nothing can be asked of it."""
    with scene.studio.db.write() as session:
        kept = keep_judgments(session, SYSTEM, scene.review, [JUDGMENT], origin="judgments.jsonl")
    return kept.judge.id


def _by_actor(scene: Scene, who: PersonView) -> tuple[PersonView, int]:
    return who, _kept(scene)


JUDGES: dict[str, tuple[Ask, ...]] = {
    "review.judges.autosxs.keep_judgments": (
        Ask(
            Action.ASK_JUDGE,
            lambda scene, who: (who, scene.review, [JUDGMENT]),
            lambda *_: {"origin": "judgments.jsonl"},
        ),
    ),
    "review.judges.autosxs.keep_run_judgments": (
        Ask(Action.ASK_JUDGE, lambda scene, who: (who, scene.review, scene.run.run.id)),
    ),
    "review.judges.autosxs.runs_with_judgments": (Ask(Action.SEE_RUNS, by_number),),
    "review.judges.beside.judge_result": (
        Ask(Action.COMPARE, lambda scene, _: (scene.review, _kept(scene))),
    ),
    "review.judges.reasons.judge_reasons": (
        Ask(Action.COMPARE, lambda scene, _: (scene.review, _kept(scene), ReasonsWanted.AGAINST)),
    ),
    "review.judges.to_autosxs.put_review_questions": (
        Ask(Action.ASK_JUDGE, lambda scene, who: (who, scene.review)),
    ),
    **dict.fromkeys(
        ("review.judges.setting_up.plan_judge", "review.judges.setting_up.add_judge"),
        (Ask(Action.ASK_JUDGE, lambda scene, who: (who, scene.review, _judge())),),
    ),
    **dict.fromkeys(
        (
            "review.judges.setting_up.stop_judge",
            "review.judges.working.run_judge",
            "review.judges.working.start_judge",
        ),
        (Ask(Action.ASK_JUDGE, _by_actor),),
    ),
    "review.judges.views.get_judge": (Ask(Action.COMPARE, lambda scene, _: (_kept(scene),)),),
    "review.judges.views.list_judges": (Ask(Action.COMPARE, lambda scene, _: (scene.review,)),),
}
