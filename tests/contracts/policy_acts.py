"""What the acts on many pairs ask of the policy."""

from typing import Any

from core.access import Action, PersonView
from tests.contracts.policy_asks import Ask, acting
from tests.contracts.policy_scene import Scene


def _on_a_pair(*more: Any) -> Any:
    """The arguments of an act on one pair."""

    def arguments(scene: Scene, who: PersonView) -> tuple[Any, ...]:
        return (*acting(scene, who), [scene.pair], *more)

    return arguments


def _one_pair(scene: Scene, _who: PersonView) -> tuple[Any, ...]:
    return scene.project, scene.pair


ACTS: dict[str, tuple[Ask, ...]] = {
    "labelling.acts.places.leave_out": (Ask(Action.MARK_PAIRS, _on_a_pair("Broken.")),),
    "labelling.acts.places.bring_back": (Ask(Action.MARK_PAIRS, _on_a_pair()),),
    "labelling.acts.tags.tag_pairs": (Ask(Action.MARK_PAIRS, _on_a_pair("odd")),),
    "labelling.acts.tags.untag_pairs": (Ask(Action.MARK_PAIRS, _on_a_pair("odd")),),
    "labelling.acts.places.share_with_all": (Ask(Action.MANAGE_PROJECT, _on_a_pair()),),
    "labelling.acts.places.stop_sharing": (Ask(Action.MANAGE_PROJECT, _on_a_pair()),),
    "labelling.acts.places.want_more": (Ask(Action.MANAGE_PROJECT, _on_a_pair(1)),),
    "labelling.acts.places.take_off_gold": (Ask(Action.ADJUDICATE, _on_a_pair()),),
    "labelling.acts.settling.settle_pairs": (Ask(Action.ADJUDICATE, _on_a_pair(None)),),
    "labelling.adjudication.disputes.settled_pair": (Ask(Action.SEE_QUALITY, _one_pair),),
    "labelling.judging.returning.return_judgments": (Ask(Action.ADJUDICATE, _on_a_pair("Look again.")),),
}
