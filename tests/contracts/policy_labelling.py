"""What the functions of labelling and of enrolment ask of the policy."""

from typing import Any

from core.access import Action, PersonView
from core.db import now
from core.judges import judge_of
from core.labelling import Outcome, ProjectSettings
from core.labelling.adjudication import Before, Ruling
from core.labelling.finding import PairFilter
from core.labelling.given import AnswerFilter
from core.labelling.model_labels import LabelRequest, Which
from core.labelling.models import Pool
from core.labelling.queue import read_assignment
from tests.contracts.policy_asks import (
    Ask,
    acting,
    by_number,
    few,
    in_project,
    on_link,
    on_member,
    others,
    own,
)
from tests.contracts.policy_scene import Scene
from tests.core.builders import answer
from tests.core.enrolling import settings


def _held(scene: Scene, who: PersonView) -> tuple[Any, ...]:
    return (who, scene.project, scene.studio.db.ask(read_assignment, who, scene.project))


BEFORE = Before(1, None, "", was_example=False, pool=Pool.REGULAR, gold=None, gold_note=None)
MADE_UP = LabelRequest(
    "careful",
    judge_of({"kind": "openai", "model": "m", "base_url": "http://127.0.0.1:9/v1", "instruction": "J."}),
    Which.ALL,
)
LABELLING: dict[str, tuple[Ask, ...]] = {
    "labelling.model_labels.figures.list_model_labellers": (Ask(Action.SEE_QUALITY, by_number),),
    "labelling.model_labels.figures.require_labellers": (
        Ask(Action.SEE_QUALITY, lambda scene, _: (scene.project.id, ())),
    ),
    "labelling.model_labels.label.label_with_model": (
        Ask(Action.ASK_JUDGE, lambda scene, who: (*acting(scene, who), MADE_UP)),
    ),
    "labelling.model_labels.request.label_cost": (
        Ask(Action.ASK_JUDGE, lambda scene, _: (scene.project.id, MADE_UP)),
    ),
    "labelling.adjudication.decisions.decide": (
        Ask(Action.ADJUDICATE, lambda scene, who: (*acting(scene, who), scene.pair, Ruling(Outcome.TIE))),
    ),
    "labelling.adjudication.decisions.reopen": (
        Ask(Action.ADJUDICATE, lambda scene, who: (*acting(scene, who), scene.pair)),
    ),
    "labelling.adjudication.decisions.undo_decision": (
        Ask(Action.ADJUDICATE, lambda scene, who: (*acting(scene, who), BEFORE)),
    ),
    **dict.fromkeys(
        (
            "labelling.adjudication.disputes.count_disputed",
            "labelling.adjudication.disputes.count_flagged",
            "labelling.adjudication.disputes.count_settled",
            "labelling.adjudication.gold.list_gold",
            "labelling.reports.qualification.qualification_results",
            "labelling.progress.work_by_day",
            "labelling.finding.offered.offered_values",
            "labelling.finding.search.waiting_for_search",
            "labelling.projects.projects.count_gold",
            "labelling.reports.consensus.measured_agreement",
            "labelling.reports.consensus.measured_noise_floor",
            "labelling.reports.report.quality_report",
            "labelling.reports.report.quality_stamp",
            "labelling.reports.votes.read_votes",
        ),
        (Ask(Action.SEE_QUALITY, in_project),),
    ),
    **dict.fromkeys(
        (
            "labelling.adjudication.disputes.disputed_pairs",
            "labelling.adjudication.disputes.flagged_judgments",
            "labelling.adjudication.disputes.latest_decisions",
            "labelling.adjudication.disputes.settled_pairs",
        ),
        (Ask(Action.SEE_QUALITY, in_project, few),),
    ),
    "labelling.adjudication.gold.set_gold_reason": (
        Ask(Action.ADJUDICATE, lambda scene, who: (*acting(scene, who), scene.pair, "It says so.")),
    ),
    "labelling.reports.qualification.qualification_answers": (Ask(Action.SEE_QUALITY, others),),
    "labelling.adjudication.history.opinions_on": (
        Ask(Action.SEE_QUALITY, lambda scene, _: (scene.project, [scene.pair])),
    ),
    "labelling.adjudication.history.pair_history": (
        Ask(Action.SEE_QUALITY, lambda scene, _: (scene.project, scene.pair)),
    ),
    **dict.fromkeys(
        (
            "labelling.finding.listing.count_pairs",
            "labelling.finding.listing.list_pairs",
            "labelling.finding.listing.pair_numbers",
        ),
        (Ask(Action.SEE_QUALITY, lambda scene, _: (scene.project, PairFilter())),),
    ),
    "labelling.judging.returning.return_judgment": (
        Ask(Action.ADJUDICATE, lambda scene, who: (*acting(scene, who), scene.judgment, "Look again.")),
    ),
    "labelling.judging.saving.save_answers": (
        Ask(Action.LABEL, lambda scene, who: (*acting(scene, who), [answer(scene.pair)])),
    ),
    "labelling.judging.saving.save_with_others": (
        Ask(Action.LABEL, lambda scene, who: (*acting(scene, who), [])),
    ),
    **dict.fromkeys(
        ("labelling.judging.undoable.last_answer", "labelling.judging.undoable.earlier_answer"),
        (Ask(Action.LABEL, own), Ask(Action.SEE_QUALITY, others)),
    ),
    **dict.fromkeys(
        ("labelling.judging.undoable.answer_to_change", "labelling.judging.undoable.own_answer"),
        (Ask(Action.LABEL, lambda scene, who: (*own(scene, who), scene.judgment)),),
    ),
    "labelling.given.own.list_own_answers": (
        Ask(Action.LABEL, lambda scene, who: (*own(scene, who), AnswerFilter())),
        Ask(Action.SEE_QUALITY, lambda scene, who: (*others(scene, who), AnswerFilter())),
    ),
    "labelling.given.everybody.list_answers": (
        Ask(Action.SEE_QUALITY, lambda scene, _: (scene.project, AnswerFilter())),
    ),
    "labelling.finding.offered.people_who_judged": (Ask(Action.SEE_QUALITY, in_project),),
    "labelling.adjudication.history.pair_text": (
        Ask(Action.SEE_QUALITY, lambda scene, _: (scene.project, scene.pair)),
    ),
    "labelling.given.everybody.pairs_said": (
        Ask(Action.SEE_QUALITY, lambda scene, who: (*others(scene, who), [scene.pair])),
    ),
    "labelling.day.ahead.look_ahead": (Ask(Action.SEE_PROJECT, own), Ask(Action.SEE_QUALITY, others)),
    "labelling.day.days.set_goal": (Ask(Action.LABEL, lambda scene, who: (*acting(scene, who), 40)),),
    "labelling.day.days.my_day": (Ask(Action.SEE_PROJECT, own), Ask(Action.SEE_QUALITY, others)),
    "labelling.day.pace.recent_pace": (
        Ask(Action.SEE_PROJECT, own, lambda *_: {"since": now()}),
        Ask(Action.SEE_QUALITY, others, lambda *_: {"since": now()}),
    ),
    "labelling.progress.person_progress": (Ask(Action.SEE_PROJECT, own), Ask(Action.SEE_QUALITY, others)),
    "labelling.progress.project_progress": (Ask(Action.SEE_PROJECT, in_project),),
    "labelling.project_view.get_project": (Ask(Action.SEE_PROJECT, by_number),),
    **dict.fromkeys(
        (
            "labelling.projects.members.let_in",
            "labelling.projects.members.pause_member",
            "labelling.projects.members.try_again",
        ),
        (Ask(Action.MANAGE_PROJECT, on_member),),
    ),
    "labelling.overview.setting_up.read_set_up": (Ask(Action.MANAGE_PROJECT, acting),),
    "labelling.overview.team.read_troubles": (Ask(Action.MANAGE_MEMBERS, in_project),),
    "labelling.projects.members.read_member": (Ask(Action.MANAGE_MEMBERS, others),),
    "labelling.projects.members.read_roster": (Ask(Action.MANAGE_MEMBERS, in_project),),
    "labelling.projects.projects.change_project": (
        Ask(
            Action.MANAGE_PROJECT, lambda scene, who: (who, scene.project.id, ProjectSettings("Another name"))
        ),
    ),
    "labelling.projects.projects.create_project": (
        Ask(Action.CREATE_PROJECT, lambda _, who: (who, ProjectSettings("A third one"))),
    ),
    "labelling.queue.assign.assign_pairs": (Ask(Action.LABEL, acting, lambda *_: {"ahead": 1}),),
    "labelling.queue.assignment.has_work": (Ask(Action.LABEL, _held),),
    "labelling.queue.assignment.read_assignment": (
        Ask(Action.LABEL, acting),
        Ask(Action.SEE_QUALITY, lambda scene, _: (scene.bystander, scene.project)),
    ),
    "labelling.queue.qualifying.read_attempt": (Ask(Action.LABEL, own), Ask(Action.SEE_QUALITY, others)),
    "labelling.queue.next_pairs.fair_share": (Ask(Action.LABEL, lambda scene, _: (scene.project, 12)),),
    "labelling.reports.listing.list_pairs": (Ask(Action.SEE_DATA, in_project, few),),
    "labelling.reports.listing.list_judgments": (Ask(Action.SEE_QUALITY, in_project, few),),
    "labelling.reports.annotators.flag_answers": (
        Ask(Action.SEE_QUALITY, lambda scene, _: (*others(scene, _), [scene.pair])),
    ),
    "enrolment.opening.list_enrolments": (Ask(Action.MANAGE_PROJECT, by_number),),
    "enrolment.opening.get_enrolment": (
        Ask(Action.MANAGE_PROJECT, lambda scene, _: (scene.link.enrolment.id,)),
    ),
    "enrolment.opening.open_enrolment": (
        Ask(Action.MANAGE_PROJECT, lambda scene, who: (who, scene.project.id, settings())),
    ),
    "enrolment.opening.change_enrolment": (
        Ask(Action.MANAGE_PROJECT, lambda scene, who: (*on_link(scene, who), settings())),
    ),
    **dict.fromkeys(
        (
            "enrolment.opening.close_enrolment",
            "enrolment.opening.renew_link",
            "enrolment.opening.reopen_enrolment",
            "enrolment.pay_file.export_pay",
        ),
        (Ask(Action.MANAGE_PROJECT, on_link),),
    ),
    "enrolment.pay.read_pay": (Ask(Action.MANAGE_PROJECT, lambda scene, _: (scene.link.enrolment.id,)),),
}
