"""The settings of the project page as a lead fills them in."""

from core.access import SYSTEM, Role
from core.labelling import LabellingProtocol, ProjectSettings
from core.labelling.projects import change_project
from tests.pages.visit import Home, Visit


def fill(home: Home, visit: Visit, **values: object) -> Visit:
    """Change fields of the settings, one run each, as a person does."""
    for name, value in values.items():
        field(home, visit, name).set_value(value)
        visit.run()
    return visit


def field(home: Home, visit: Visit, name: str):
    return visit.at.get_by_key(f"edit_{home.project.id}_{name}")


def save(home: Home, visit: Visit) -> Visit:
    return visit.click(f"edit_{home.project.id}_save")


def edit(home: Home, **changes: object) -> Visit:
    return save(home, fill(home, home.visit(Role.LEAD).go("project"), **changes))


def asking(home: Home, protocol: LabellingProtocol) -> None:
    """Put the home's project under another protocol."""
    with home.studio.db.write() as session:
        project = home.project
        settings = ProjectSettings(project.name, judgments_per_pair=3, protocol=protocol)
        change_project(session, SYSTEM, project.id, settings)
