"""Whatever happens to the network, the server or the tab, each of the labeller's answers is saved once."""

import pytest
from labeller_driver import Labeller, outcomes
from local_server import eventually

pytestmark = pytest.mark.browser
BROKEN_STORAGE = """
  for (const method of ["setItem", "getItem", "removeItem"]) {
    const real = Storage.prototype[method]
    Storage.prototype[method] = function (key, ...rest) {
      if (String(key).startsWith("prefstudio:")) throw new DOMException("denied", "SecurityError")
      return real.call(this, key, ...rest)
    }
  }
"""


def pairs(answers: list[dict]) -> list[str]:
    return [answer["item"] for answer in answers]


def expected(*numbers: int) -> list[str]:
    return [f"pair-{number}" for number in numbers]


@pytest.fixture
def crashing(labeller_harness):
    """The harness, running again when the test is over."""
    yield labeller_harness
    if labeller_harness.process is None:
        labeller_harness.start()


def test_twenty_answers_thirty_milliseconds_apart_arrive_once(open_labeller):
    """Faster than the server runs: updates replace each other, and still nothing is lost or doubled."""
    labeller = open_labeller(window=30)
    for number in range(20):
        labeller.press("12"[number % 2])
        labeller.page.wait_for_timeout(30)
    answers = labeller.saved(20)
    assert pairs(answers) == expected(*range(20))
    # Even pairs have candidate_0 on side 1 and get key 1; odd ones have candidate_0 on side 2 and get key 2.
    assert outcomes(answers) == ["candidate_0"] * 20
    assert len({answer["id"] for answer in answers}) == 20
    assert labeller.stored() == []


def test_twenty_answers_at_a_slow_server_arrive_once(open_labeller):
    """Each save takes a second; the browser does not wait, and all arrive in order."""
    labeller = open_labeller(window=30, slow=1)
    labeller.press(*["t"] * 20)
    assert labeller.shown() == 20
    assert pairs(labeller.saved(20)) == expected(*range(20))


def test_answers_survive_a_crashed_server_without_a_reload(open_labeller, crashing):
    """The page stays open while the server is gone; it reconnects and sends what it kept."""
    labeller = open_labeller()
    labeller.press("1")
    labeller.saved(1)
    crashing.stop()
    labeller.press("1", "2", "t")
    assert labeller.text("savedText").startswith("3 unsaved")
    assert len(labeller.stored()) == 3
    crashing.start()
    answers = labeller.saved(4)
    assert outcomes(answers) == ["candidate_0", "candidate_1", "candidate_1", "tie"]
    assert pairs(answers) == expected(0, 1, 2, 3)
    labeller.press("t")
    assert pairs(labeller.saved(5)) == expected(0, 1, 2, 3, 4)


def test_answers_survive_a_crashed_server_with_a_reload(open_labeller, crashing):
    """Reloaded once the server is back: answers come from localStorage, their pairs are not shown again."""
    labeller = open_labeller()
    crashing.stop()
    labeller.press("1", "2", "u", "t")
    assert labeller.shown() == 2
    crashing.start()
    labeller.reload()
    answers = labeller.saved(4)
    assert outcomes(answers) == ["candidate_0", "candidate_0", "undo", "tie"]
    assert pairs(answers) == expected(0, 1, 1, 1)
    assert labeller.shown() == 2
    assert labeller.stored() == []


def test_an_answer_is_in_the_browser_before_the_next_key(open_labeller, context):
    """The tab is closed at once after the answer; the next visit sends it."""
    labeller = open_labeller(slow=2)
    labeller.press("1", "1")
    labeller.page.close()
    again = open_labeller()
    assert pairs(again.saved(2)) == expected(0, 1)


def test_two_tabs_do_not_overwrite_each_other(open_labeller, crashing):
    """Both tabs keep their answers side by side; the one that is left sends them all, each once."""
    left, right = open_labeller(), open_labeller()
    right.press("t", "t", "t")
    right.saved(3)
    left.page.bring_to_front()
    crashing.stop()
    left.press("1", "1")
    right.page.bring_to_front()
    right.press("2", "2")
    assert len(left.stored()) == 4
    left.page.close()
    crashing.start()
    right.reload()
    answers = right.saved(7)
    assert sorted(pairs(answers)) == sorted(expected(0, 1, 2, 0, 1, 3, 4))
    assert len({answer["id"] for answer in answers}) == 7
    assert right.stored() == []


def test_only_the_same_person_sends_what_is_kept(open_labeller, crashing):
    """On a shared computer, another account neither shows nor sends these answers."""
    mine = open_labeller(owner="kim:b")
    crashing.stop()
    mine.press("1")
    mine.page.close()
    crashing.start()
    other = open_labeller(owner="kim")
    other.press("t")
    assert pairs(other.saved(1)) == expected(0)
    assert [key.startswith("prefstudio:answer:kim:b:") for key in other.stored()] == [True]
    assert outcomes(open_labeller(owner="kim:b").saved(1)) == ["candidate_0"]


def test_without_local_storage_the_screen_says_so(own_context, labeller_harness):
    """A private window: answers are still sent, and leaving is questioned only while one is unsaved."""
    own_context.add_init_script(BROKEN_STORAGE)
    labeller = Labeller(own_context, labeller_harness, owner="private", slow=1)
    assert "does not let the studio keep" in labeller.ref("notices").inner_text()
    assert not leaving_is_questioned(labeller)
    labeller.press("1")
    assert leaving_is_questioned(labeller)
    assert outcomes(labeller.saved(1)) == ["candidate_0"]
    eventually(lambda: not leaving_is_questioned(labeller), page=labeller.page)
    assert labeller.errors == []


def leaving_is_questioned(labeller: Labeller) -> bool:
    return labeller.page.evaluate("!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")
