"""What each function of core asks of the policy, and what it is called with to see that it does."""

from core.access import Action, NewPerson, Role
from core.access.audit_pages import AuditFilter
from core.datasets import DatasetKind
from core.datasets.formats import Parts, Wanted, format_named
from core.datasets.freezing import PreferenceRecipe
from core.datasets.importing import NewGold, NewMapping, Shape
from core.datasets.sources import source_of_bytes
from core.labelling import Outcome
from core.rewards import RewardRequest
from core.sign_in import NewInvitation
from core.training.method import LaunchRequest
from tests.contracts.policy_acts import ACTS
from tests.contracts.policy_asks import Ask, acting, by_number, few, in_project, on_run
from tests.contracts.policy_exploring import EXPLORING
from tests.contracts.policy_judges import JUDGES
from tests.contracts.policy_labelling import LABELLING
from tests.contracts.policy_people import PEOPLE
from tests.contracts.policy_reviews import REVIEWS
from tests.core.rewards.made_rewards import report, specification

GOLD = NewGold("A post", "Good", "Bad", Outcome.CANDIDATE_0, "It says so.")
BAD_TITLE = {"title": "x" * 200}

OTHER_STAGES: dict[str, tuple[Ask, ...]] = {
    "access.audit.recent_actions": (Ask(Action.SEE_WHOLE_AUDIT, lambda *_: (), few),),
    "access.audit_pages.read_audit": (
        Ask(Action.SEE_AUDIT, lambda scene, _: (AuditFilter(project_id=scene.project.id),)),
        Ask(Action.SEE_WHOLE_AUDIT, lambda *_: (AuditFilter(),)),
    ),
    "access.audit_pages.audit_csv": (
        Ask(Action.SEE_AUDIT, lambda scene, who: (who, AuditFilter(project_id=scene.project.id))),
        Ask(Action.SEE_WHOLE_AUDIT, lambda _, who: (who, AuditFilter())),
    ),
    "access.people.add_person": (Ask(Action.MANAGE_PEOPLE, lambda _, who: (who, NewPerson("New", None))),),
    "access.people.find_or_add_person": (
        Ask(Action.MANAGE_PEOPLE, lambda _, who: (who, NewPerson("New", None))),
    ),
    "access.people.add_to_project": (
        Ask(
            Action.MANAGE_MEMBERS, lambda scene, who: (who, scene.bystander.name, scene.project.id, Role.LEAD)
        ),
    ),
    "access.people.change_role": (
        Ask(Action.MANAGE_PEOPLE, lambda scene, who: (who, scene.bystander.id, Role.LEAD)),
    ),
    "access.people.pause_person": (
        Ask(Action.MANAGE_PEOPLE, lambda scene, who: (who, scene.bystander.id), lambda *_: {"paused": True}),
    ),
    "access.people.set_project_role": (
        Ask(Action.MANAGE_MEMBERS, lambda scene, who: (who, scene.bystander.id, scene.project.id, Role.LEAD)),
    ),
    "datasets.checks.checker.texts_kept_apart": (
        Ask(Action.SEE_DATA, lambda scene, _: (scene.project, DatasetKind.EVALUATION)),
    ),
    "datasets.delivery.streaming.stream_dataset": (
        Ask(Action.EXPORT, lambda scene, who: (who, scene.dataset)),
    ),
    "datasets.delivery.deliver.download_dataset": (
        Ask(Action.EXPORT, lambda scene, who: (who, scene.dataset)),
    ),
    "datasets.delivery.deliver.export_dataset": (
        Ask(Action.EXPORT, lambda scene, who: (who, scene.dataset, "nowhere://x")),
    ),
    "datasets.delivery.row_reading.pair_numbers": (
        Ask(Action.SEE_DATA, lambda scene, _: (scene.project.id, [])),
    ),
    "datasets.delivery.copies.list_copies": (Ask(Action.SEE_DATA, lambda scene, _: (scene.dataset.id,)),),
    "datasets.freezing.freeze_dataset.freeze": (
        Ask(
            Action.FREEZE,
            lambda scene, who: (scene.studio.store, who, scene.project, PreferenceRecipe()),
            lambda *_: BAD_TITLE,
        ),
    ),
    "datasets.freezing.judged_pairs.list_judges": (Ask(Action.SEE_QUALITY, in_project),),
    "datasets.freezing.select_rows.preview": (
        Ask(Action.SEE_DATA, lambda scene, _: (scene.project, PreferenceRecipe())),
    ),
    "datasets.importing.history.get_import": (Ask(Action.SEE_DATA, lambda scene, _: (scene.imported,)),),
    "datasets.importing.history.list_imports": (Ask(Action.SEE_DATA, in_project),),
    "datasets.importing.history.list_origins": (Ask(Action.SEE_DATA, in_project),),
    "datasets.importing.import_files.check_rows": (
        Ask(Action.IMPORT, lambda scene, who: (who, scene.plan, [source_of_bytes("a.jsonl", b"")])),
    ),
    "datasets.importing.import_files.import_rows": (
        Ask(Action.IMPORT, lambda scene, who: (who, scene.plan, [source_of_bytes("a.jsonl", b"")])),
    ),
    "datasets.importing.written_gold.write_gold": (
        Ask(Action.ADJUDICATE, lambda scene, who: (*acting(scene, who), GOLD)),
    ),
    "datasets.importing.mappings.list_mappings": (Ask(Action.SEE_DATA, in_project),),
    "datasets.importing.mappings.get_mapping": (
        Ask(Action.SEE_DATA, lambda scene, _: (scene.project, "none")),
    ),
    "datasets.importing.mappings.save_mapping": (
        Ask(
            Action.IMPORT,
            lambda scene, who: (
                who,
                scene.project,
                NewMapping("x", Wanted.PAIRS, Shape(format_named("vertex")), Parts(), []),
            ),
        ),
    ),
    "datasets.importing.mappings.delete_mapping": (
        Ask(Action.IMPORT, lambda scene, who: (who, scene.project, "x")),
    ),
    "datasets.models.get_dataset": (Ask(Action.SEE_DATA, lambda scene, _: (scene.dataset.id,)),),
    "datasets.models.list_datasets": (Ask(Action.SEE_DATA, by_number),),
    "merge_people.merge_people": (
        Ask(Action.MANAGE_PEOPLE, lambda scene, who: (who, scene.bystander.id, scene.people["nobody"].id)),
    ),
    "merge_people.people_to_merge": (Ask(Action.MANAGE_PEOPLE, lambda *_: ()),),
    "sign_in.links.invite": (
        Ask(
            Action.MANAGE_MEMBERS,
            lambda scene, who: (who, NewInvitation("Nina", roles={scene.project.id: Role.LEAD})),
        ),
        Ask(Action.MANAGE_PEOPLE, lambda _, who: (who, NewInvitation("Nina", Role.LEAD))),
    ),
    "training.costs.list_prices": (Ask(Action.LAUNCH, by_number),),
    "training.costs.save_prices": (Ask(Action.SET_PRICES, lambda _, who: (who, {"machine hour": 1.0})),),
    "training.runs.adopt.adopt_run": (Ask(Action.LAUNCH, lambda scene, who: (*acting(scene, who), "")),),
    "training.runs.checks.preflight": (
        Ask(Action.LAUNCH, lambda scene, _: (scene.project.id, LaunchRequest("local-rlhf", {}, {}))),
    ),
    **dict.fromkeys(
        (
            "training.runs.clean.list_leftovers",
            "training.runs.control.cancel_run",
            "training.runs.control.give_up",
            "training.runs.control.poll_now",
            "training.runs.curves_again.fetch_curves",
        ),
        (Ask(Action.CANCEL_RUN, on_run),),
    ),
    "training.runs.clean.remove_leftovers": (
        Ask(Action.CANCEL_RUN, lambda scene, who: (*on_run(scene, who), []), lambda *_: {"typed": ""}),
    ),
    "training.runs.launching.launch": (
        Ask(
            Action.LAUNCH,
            lambda scene, who: (
                scene.studio.settings.runs_folder,
                *acting(scene, who),
                LaunchRequest("local-rlhf", {}, {}),
            ),
        ),
    ),
    "training.runs.requests.list_tuned_models": (
        Ask(Action.SEE_RUNS, lambda scene, _: (scene.project.id, "local-rlhf")),
    ),
    "training.runs.trying.served_models": (Ask(Action.SEE_RUNS, lambda scene, _: (scene.run.run.id,)),),
    "training.runs.trying.try_models": (
        Ask(Action.LAUNCH, lambda scene, who: (*on_run(scene, who), "A prompt.")),
    ),
    "rewards.drafts.draft_judge": (
        Ask(Action.MAKE_REWARD, lambda scene, who: (who, scene.project.id, scene.dataset.id)),
    ),
    "rewards.make.make_reward": (
        Ask(
            Action.MAKE_REWARD,
            lambda scene, who: (who, scene.project.id, RewardRequest(scene.dataset.id, ())),
        ),
    ),
    "rewards.models.get_reward": (Ask(Action.SEE_RUNS, lambda scene, _: (scene.reward.id,)),),
    "rewards.models.keep_reward": (
        Ask(
            Action.MAKE_REWARD, lambda scene, who: (who, scene.dataset, "x" * 200, specification(), report())
        ),
    ),
    "rewards.models.list_rewards": (Ask(Action.SEE_RUNS, by_number),),
    "training.runs.views.get_run": (Ask(Action.SEE_RUNS, lambda scene, _: (scene.run.run.id,)),),
    "training.runs.views.list_runs": (Ask(Action.SEE_RUNS, by_number),),
    "training.runs.views.log_tail": (Ask(Action.SEE_RUNS, lambda scene, _: (scene.run.run.id,)),),
}

TABLE = LABELLING | ACTS | REVIEWS | EXPLORING | OTHER_STAGES | JUDGES | PEOPLE
