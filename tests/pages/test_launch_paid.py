"""Launching what costs money: presets, the estimate, Google Cloud's word, the typed name."""

from collections.abc import Iterator

import pytest

from app.ui.launch.start import LAUNCH
from app.ui.work import Work
from core.access import Role
from core.errors import InvalidInput
from core.findings import Finding, Level
from core.training.costs import list_prices
from core.training.methods import all_methods
from core.training.models import Run, RunState
from core.training.runs import get_run
from tests.core.builders import rows_of
from tests.pages.launch_visits import choose, field, go, in_epochs, launchable, name_it, set_field, set_price
from tests.pages.made_paid_method import DISK, MACHINE, REMEDY, PaidMethod
from tests.pages.visit import unescaped

UNIT = "form_1_made-paid_length_unit"


@pytest.fixture
def method(monkeypatch: pytest.MonkeyPatch) -> Iterator[PaidMethod]:
    """One more method, as another line of the table would add it."""
    made = PaidMethod()
    monkeypatch.setitem(all_methods(), made.name, made)
    return made


def test_the_method_says_what_it_is_and_what_it_costs(home):
    """Also what is known of its service today."""
    visit = choose(home)
    assert "Made and paid · costs money" in visit.at.selectbox(key="method").options
    assert "It tunes nothing, for money." in visit.at.info[0].value
    assert visit.at.warning[0].value == "Nobody knows whether its service is still there."


def test_a_long_form_shows_first_what_matters(home):
    """What a preset sets and what has a say in time and money; the rest is there, one click away."""
    visit = choose(home)
    more = next(one for one in visit.at.expander if one.label == "More parameters")
    hidden = {
        one.label for kind in ("number_input", "text_input", "selectbox", "toggle") for one in more.get(kind)
    }
    assert {"width", "label", "top_pace", "draw", "published"} <= hidden
    assert not hidden & {"rounds", "leash", "workshop"}


def test_a_preset_fills_the_form_in(home):
    """And leaves alone what it does not set; a changed form says that it holds its own values."""
    visit = choose(home)
    preset = "form_1_made-paid_preset"
    assert visit.at.selectbox(key=preset).value == "Defaults"
    set_field(visit, "draw", 7)
    assert visit.at.selectbox(key=preset).value == "Own values"
    visit.at.selectbox(key=preset).set_value("course, small")
    visit.run()
    assert [field(visit, one).value for one in ("rounds", "leash", "draw")] == [1410, 0.2, 7]
    assert visit.at.selectbox(key=preset).value == "course, small"
    set_field(visit, "leash", 0.3)
    assert visit.at.selectbox(key=preset).value == "Own values"
    visit.at.selectbox(key=preset).set_value("Defaults")
    visit.run()
    assert [field(visit, one).value for one in ("rounds", "draw")] == [1000, None]
    assert visit.at.selectbox(key=preset).value == "Defaults"


def test_a_preset_shows_steps_again(home):
    """It sets steps, so the length is in steps afterwards, whatever it was in."""
    visit = choose(home)
    in_epochs(visit)
    assert "Epochs for rounds" in [one.label for one in visit.at.number_input]
    visit.at.selectbox(key="form_1_made-paid_preset").set_value("course, small")
    visit.run()
    assert visit.at.segmented_control(key=UNIT).value == "Steps"
    assert field(visit, "rounds").value == 1410


def test_what_the_model_suggests_can_be_chosen_or_something_else_typed(home):
    """A suggestion is no limit: what was typed stays among the options."""
    assert field(choose(home), "origin", "selectbox").options == ["first-1", "first-2"]
    visit = home.visit(Role.ENGINEER)
    visit.at.session_state["parameter_1_made-paid_origin"] = "second-1"  # AppTest cannot type into a choice
    visit.go("launch").at.selectbox(key="method").set_value("made-paid")
    origin = field(visit.run(), "origin", "selectbox")
    assert (origin.value, origin.options) == ("second-1", ["first-1", "first-2", "second-1"])
    assert "nothing stands against it" in visit.words


def test_a_value_out_of_range_is_refused_where_it_stands(home):
    """The value stays as it was typed, the field and the list say why, and nothing can be launched."""
    visit = choose(home)
    set_field(visit, "rounds", 200_000)
    assert field(visit, "rounds").value == 200_000
    sentence = "Input should be less than or equal to 100000."
    assert f":red[:material/error: {sentence}]" in visit.words
    assert "rounds: Input should be less than or equal to 100000 (it is 200000)" in visit.words
    assert visit.at.button(key="launch_check").disabled
    assert not launchable(visit)
    assert "The estimate comes when nothing stands against launching any more." in visit.words
    set_field(visit, "rounds", 100_000)
    assert "Input should be" not in visit.words


def test_without_prices_the_cost_is_unknown(home):
    """The page names what has no price; a price that is entered is kept for everyone."""
    visit = choose(home)
    assert f"Unknown until you enter a price below for: {MACHINE}, {DISK}." in visit.words
    set_price(visit, MACHINE, 30.0)
    assert f"Unknown until you enter a price below for: {DISK}." in visit.words
    set_price(visit, DISK, 2.5)
    with home.studio.db.read() as session:
        assert list_prices(session, home.project.id) == {MACHINE: 30.0, DISK: 2.5}
    # 1,000 steps are an hour, half to double: 30 × 1 + 2.5, 30 × 0.5 + 2.5 and 30 × 2 + 2.5
    assert "**About $32.50**, between $17.50 and $62.50." in visit.words
    assert "An hour for 1,000 steps, half to double." in visit.words
    set_price(visit, DISK, None)
    assert f"Unknown until you enter a price below for: {DISK}." in visit.words


def test_a_price_that_cannot_be_is_refused(home):
    """As a sentence, and the price stays as it was."""
    visit = set_price(choose(home), MACHINE, -1.0)
    assert visit.errors == [f"The price of {MACHINE} is -1.0; it must be a number of US dollars from 0 up."]
    assert visit.at.number_input(key=f"price_{MACHINE}").value is None


def test_google_cloud_is_asked_on_a_click_only(home, method):
    """Its answer is kept for this very request: a changed parameter asks for a new check, a name does not."""
    visit = name_it(choose(home), "Dear run")
    assert method.asked == 0
    assert "Check with Google Cloud first" in visit.words
    assert not launchable(visit)
    visit.click("launch_check")
    assert method.asked == 1
    assert "Checked with Google Cloud just now: nothing stands against it" in visit.words
    assert "The quota of big machines could not be asked." in visit.words
    assert launchable(name_it(visit, "Dearer run"))
    set_field(visit, "leash", 0.4)
    assert not launchable(visit)
    assert "The quota of big machines" not in visit.words
    assert launchable(set_field(visit, "leash", 0.1))
    assert method.asked == 1


def test_what_google_cloud_refuses_stops_the_launch(home, method):
    """It comes first in the list, with its remedy as a sentence and a command to copy."""
    method.found.append(Finding(Level.STOP, "The account may not start jobs.", REMEDY))
    visit = name_it(choose(home), "Dear run").click("launch_check")
    assert "Checked with Google Cloud just now: 1 to mend first" in visit.words
    assert visit.words.index("may not start jobs") < visit.words.index("launcher@example.org")
    assert "Grant it:" in [unescaped(one.value) for one in visit.at.caption]
    assert "Mend first what Google Cloud refuses" in visit.words
    assert [one.value for one in visit.at.code] == [
        "gcloud projects add-iam-policy-binding p --role=roles/aiplatform.user"
    ]
    assert not launchable(visit)


def test_google_cloud_that_does_not_answer_stops_the_launch(home, method):
    """A check that could not be made is none."""
    method.unavailable = True
    visit = name_it(choose(home), "Dear run").click("launch_check")
    assert "The service does not answer; try again later." in visit.words
    assert not launchable(visit)
    method.unavailable = False
    assert launchable(visit.click("launch_check"))


def test_it_is_launched_when_its_name_is_typed(home, method):
    """Another name launches nothing, with a sentence; the right one leads to the run."""
    visit = name_it(choose(home), "Dear run").click("launch_check")
    go(visit, "Deer run")
    assert visit.errors == ["Made and paid costs money: type the run's name, “Dear run”, to confirm."]
    assert method.submitted == []
    go(visit, "Dear run")
    run = rows_of(home.studio, Run)[-1]
    assert (run.name, run.method, run.state) == ("Dear run", "made-paid", RunState.RUNNING)
    assert [one.name for one in method.submitted] == ["Dear run"]
    assert run.parameters["rounds"] == 1000
    assert visit.at.title[0].value == "Runs"


def test_a_refused_launch_leads_to_the_run(home, method, monkeypatch):
    """It is on record as failed, with the reason; the runs page shows it and no other."""

    def refuse(_):
        raise InvalidInput("There is no quota.")

    monkeypatch.setattr(method, "submit", refuse)
    visit = go(name_it(choose(home), "Dear run").click("launch_check"), "Dear run")
    assert visit.errors == ["There is no quota."]
    assert "See the run that failed" in [link.label for link in visit.at.page_link]
    failed = rows_of(home.studio, Run)[-1]
    assert (failed.name, failed.state) == ("Dear run", RunState.FAILED)
    visit.at.session_state["chosen_run"] = 1  # somebody looked at another one before
    assert "There is no quota." in visit.go("runs").words


def test_what_was_refused_before_there_was_a_run_leads_nowhere(home):
    """A wrong name is refused before anything is recorded."""
    visit = go(name_it(choose(home), "Dear run").click("launch_check"), "Deer run")
    assert "See the run that failed" not in [link.label for link in visit.at.page_link]


def test_a_run_without_a_name_cannot_be_launched(home):
    """There would be nothing to type."""
    visit = choose(home).click("launch_check")
    assert "Give the run a name above first." in visit.words
    assert not launchable(visit)


def test_a_second_click_launches_no_second_run(home, method):
    """It ended the page's run when the first had just launched; the click is dropped."""
    visit = name_it(choose(home), "Dear run").click("launch_check")
    with home.studio.db.read() as session:
        launched = Work(home.project.id, undone="", ended=True, result=get_run(session, 1))
    visit.at.session_state[LAUNCH] = launched
    go(visit, "Dear run")
    assert method.submitted == []
    assert visit.at.title[0].value == "Runs"
    assert LAUNCH not in visit.at.session_state


def test_a_cancelled_launch_says_so(home):
    """Once; what became of it is on the runs page."""
    visit = choose(home)
    visit.at.session_state[LAUNCH] = Work(home.project.id, undone="Launching was cancelled.")
    assert "Launching was cancelled." in visit.run().words
    assert "Launching was cancelled." not in visit.run().words


def test_what_will_be_sent_is_made_when_it_is_opened(home, method):
    """And made anew only for another request."""
    visit = choose(home)
    assert method.specified == 0
    visit.at.session_state["specification_open"] = True
    visit.run().run()
    assert method.specified == 1
    assert "steps: 1000" in visit.at.code[0].value
    assert visit.at.get("download_button")[0].proto.label == "Download made.yaml"
    set_field(visit, "rounds", 7)
    assert (method.specified, "steps: 7" in visit.at.code[0].value) == (2, True)


def test_the_form_survives_a_visit_to_another_page(home):
    """Sixteen fields are not filled in twice because somebody looked at the data sets."""
    visit = set_field(choose(home), "draw", 7)
    visit.go("datasets").go("launch")
    assert visit.at.selectbox(key="method").value == "made-paid"
    assert field(visit, "draw").value == 7
