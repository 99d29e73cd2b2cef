"""What is asked of the policy about people and projects that are put away, and what it is called with."""

from core.access import Action, NewPerson
from tests.contracts.policy_asks import Ask, by_number

PEOPLE: dict[str, tuple[Ask, ...]] = {
    "access.people.add_people": (Ask(Action.MANAGE_PEOPLE, lambda _, who: (who, [NewPerson("New", None)])),),
    "access.people.rename_person": (
        Ask(Action.MANAGE_PEOPLE, lambda scene, who: (who, scene.bystander.id, "Another")),
    ),
    "labelling.projects.quotas.set_quota": (
        Ask(Action.MANAGE_MEMBERS, lambda scene, who: (who, scene.project.id, scene.bystander.id, 5)),
    ),
    "people.remove.bring_back_person": (
        Ask(Action.MANAGE_PEOPLE, lambda scene, who: (who, scene.bystander.id)),
    ),
    "people.remove.remove_person": (Ask(Action.MANAGE_PEOPLE, lambda scene, who: (who, scene.bystander.id)),),
    "labelling.projects.archive.archive_project": (
        Ask(Action.ARCHIVE_PROJECT, lambda scene, who: (who, scene.project.id)),
    ),
    "labelling.projects.archive.restore_project": (
        Ask(Action.ARCHIVE_PROJECT, lambda scene, who: (who, scene.project.id)),
    ),
    "removing.imports.what_rests_on": (Ask(Action.SEE_DATA, lambda scene, _: (scene.imported,)),),
    "removing.imports.withdraw_import": (Ask(Action.IMPORT, lambda scene, who: (who, scene.imported)),),
    "removing.project.remove_project": (
        Ask(
            Action.DELETE_PROJECT,
            lambda scene, who: (scene.studio.store, who, scene.project.id),
            lambda scene, _: {"name": "Another", "runs_folder": scene.studio.settings.runs_folder},
        ),
    ),
    "removing.project.what_hangs_on": (Ask(Action.DELETE_PROJECT, by_number),),
}
