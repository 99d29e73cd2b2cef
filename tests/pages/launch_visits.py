"""Visits to the launch page with the method that costs money."""

from core.access import Role
from tests.pages.visit import Home, Visit

PREFIX = "parameter_1_made-paid_"


def choose(home: Home, method: str = "made-paid") -> Visit:
    """Open the page as an engineer and choose a method."""
    visit = home.visit(Role.ENGINEER).go("launch")
    visit.at.selectbox(key="method").set_value(method)
    return visit.run()


def field(visit: Visit, name: str, of: str = "number_input"):
    return getattr(visit.at, of)(key=f"{PREFIX}{name}")


def set_field(visit: Visit, name: str, value: object, of: str = "number_input") -> Visit:
    field(visit, name, of).set_value(value)
    return visit.run()


def in_epochs(visit: Visit, method: str = "made-paid", unit: str = "Epochs") -> Visit:
    visit.at.segmented_control(key=f"form_1_{method}_length_unit").set_value(unit)
    return visit.run()


def set_price(visit: Visit, item: str, dollars: float | None) -> Visit:
    visit.at.number_input(key=f"price_{item}").set_value(dollars)
    return visit.run()


def name_it(visit: Visit, name: str) -> Visit:
    visit.at.text_input(key="run_name").set_value(name)
    return visit.run()


def go(visit: Visit, typed: str) -> Visit:
    visit.at.text_input(key="launch_confirmed").set_value(typed)
    return visit.click("launch_go")


def launchable(visit: Visit) -> bool:
    return not visit.at.button(key="launch_go").disabled
