"""What the labeller hears from the server beside pairs, and what it says beside answers; and its look."""

import json

import pytest
from labeller_driver import SCREEN, Labeller, outcomes
from local_server import eventually

pytestmark = pytest.mark.browser

EVERYTHING = json.dumps(
    {
        "strength": True,
        "confidence": False,
        "both_bad": True,
        "axes": ["accuracy", "coverage", "coherence"],
        "rationale_minimum": 20,
        "flag_reasons": ["Personal data"],
    }
)
# The contrast of a text with what is painted behind it: WCAG 2.2, relative luminance of sRGB.
CONTRAST = """
  node => {
    const context = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true })
    const behind = []
    for (let one = node; one; one = one.parentElement ?? one.getRootNode().host) {
      behind.unshift(getComputedStyle(one).backgroundColor)
    }
    const luminance = colors => {
      context.clearRect(0, 0, 1, 1)
      for (const color of colors) {
        context.fillStyle = color
        context.fillRect(0, 0, 1, 1)
      }
      const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map(value => {
        const share = value / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const ink = luminance([...behind, getComputedStyle(node).color])
    const paper = luminance(behind)
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)
  }
"""
LEGIBLE = 4.5


def test_feedback_stays_until_the_next_answer(open_labeller):
    """It says right or not in words, as plain text; a rerun with the same feedback does not bring it back."""
    labeller = open_labeller(feedback=1)
    strip = labeller.ref("feedback")
    labeller.press("1")
    strip.wait_for()
    assert strip.get_attribute("data-right") == "true"
    assert labeller.text("feedbackVerdict") == "Right"
    assert "the <b>post</b> does" in labeller.text("feedbackText")
    labeller.press("1")
    assert not strip.is_visible()
    labeller.saved(2)  # the rerun sent the feedback on pair 0 again
    assert not strip.is_visible()
    labeller.press("2")
    strip.wait_for()
    assert labeller.text("feedbackVerdict") == "Not what the guidelines say"
    assert strip.get_attribute("data-right") == "false"


def test_the_same_feedback_does_not_flash_again(open_labeller):
    """A rerun of the page leaves the strip as it is."""
    labeller = open_labeller(feedback=1)
    labeller.press("1")
    strip = labeller.ref("feedback")
    strip.wait_for()
    strip.evaluate("node => { window.flashes = 0; node.animate = () => (window.flashes += 1) }")
    note = labeller.page.get_by_label("A note")
    note.fill("hello")
    note.press("Enter")
    labeller.page.wait_for_timeout(600)
    assert strip.is_visible()
    assert labeller.page.evaluate("window.flashes") == 0


def test_no_feedback_takes_the_strip_away(open_labeller):
    """Without an answer in between."""
    labeller = open_labeller(feedback=1)
    labeller.press("1")
    labeller.ref("feedback").wait_for()
    note = labeller.page.get_by_label("A note")
    note.fill("no feedback")
    note.press("Enter")
    labeller.ref("feedback").wait_for(state="hidden")


def test_a_returned_pair_shows_its_note(open_labeller):
    """The lead's words are plain text, above this pair only."""
    labeller = open_labeller(noted=1)
    assert not labeller.ref("note").is_visible()
    labeller.press("1")
    assert "Returned to you: please read the <b>last</b> paragraph" in labeller.ref("note").inner_text()
    labeller.press("1")
    assert not labeller.ref("note").is_visible()


def test_a_pair_no_longer_served_is_not_shown(open_labeller):
    """Unless it is on screen already: then the person finishes it."""
    labeller = open_labeller(gone=2)
    labeller.press("1")
    labeller.saved(1)
    labeller.press("1")
    assert labeller.shown() == 3
    kept = open_labeller(gone=1, owner="kept")
    kept.press("1")
    kept.saved(1)
    assert kept.shown() == 1
    kept.press("1")
    assert [answer["item"] for answer in kept.saved(2)] == ["pair-0", "pair-1"]


def test_a_heartbeat_while_somebody_is_active(own_context, labeller_harness):
    """A minute after the last update, once; neither without a sign of life nor from a hidden page."""
    own_context.clock.install()
    labeller = Labeller(own_context, labeller_harness, owner="awake", beats=1)
    page = labeller.page
    wait_and_see(labeller, seconds=70, beats=0)
    page.mouse.move(700, 300)
    wait_and_see(labeller, seconds=70, beats=1)
    wait_and_see(labeller, seconds=70, beats=1)
    page.evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })")
    page.mouse.move(600, 300)
    wait_and_see(labeller, seconds=70, beats=1)
    page.evaluate("delete document.hidden")
    wait_and_see(labeller, seconds=10, beats=2)
    labeller.press("1")
    assert outcomes(labeller.saved(1)) == ["candidate_0"]
    assert labeller.errors == []


def wait_and_see(labeller: Labeller, *, seconds: int, beats: int) -> None:
    labeller.page.clock.run_for(seconds * 1000)
    labeller.page.wait_for_timeout(500)
    eventually(lambda: labeller.text("meters").endswith(f"Beats{beats}"), page=labeller.page)


def test_leaving_the_page_tells_the_server(open_labeller):
    """A POST goes out with the page's last breath, and only if there is somewhere to send it."""
    silent, labeller = open_labeller(), open_labeller(leave="/leave/7")
    left = labeller.harness.folder / "left"
    silent.page.goto("about:blank")
    assert not left.exists()
    labeller.page.goto("about:blank")
    eventually(lambda: left.exists() and left.read_text(encoding="utf-8") == "7\n", page=labeller.page)


def test_keys_work_after_a_choice_from_a_dropdown(open_labeller):
    """The list keeps the focus; our keys are ours all the same. Who came there by Tab means the list."""
    labeller = open_labeller()
    box = labeller.page.get_by_role("combobox", name="A list")
    box.click()
    labeller.press("1")  # looks for an option
    labeller.press("Backspace", "ArrowDown", "Enter")
    labeller.page.wait_for_timeout(300)
    assert box.evaluate("node => node === document.activeElement")
    labeller.press("1", "ArrowRight")
    assert outcomes(labeller.saved(2)) == ["candidate_0", "candidate_0"]
    labeller.page.get_by_label("A note").click()
    labeller.press("Tab")
    assert box.evaluate("node => node === document.activeElement")
    labeller.press("1", "Escape")
    assert labeller.shown() == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_at_once_is_legible_and_fits(chromium, labeller_harness, scheme):
    """No page scrollbar at 1366 by 768, targets of 44 pixels, texts of at least 4.5 to 1."""
    context = chromium.new_context(viewport=SCREEN, color_scheme=scheme)
    labeller = Labeller(context, labeller_harness, owner=scheme, form=EVERYTHING, feedback=1, noted=1)
    assert legible(labeller, ".point", ".scale-end", ".actions .button")
    labeller.press("f", "1")
    assert legible(labeller, ".chip-text")
    labeller.press("1")
    assert legible(labeller, ".details .title", ".axis-name", ".way", ".rationale-name", "textarea")
    labeller.press("1", "1", "1")
    labeller.page.keyboard.type("too short")
    labeller.press("Control+Enter")
    assert legible(labeller, ".problem", '.way[aria-pressed="true"]')
    labeller.page.keyboard.type(" but no longer so")
    labeller.press("Control+Enter")
    labeller.ref("feedback").wait_for()
    labeller.page.wait_for_timeout(400)
    assert legible(labeller, ".feedback strong", ".feedback-text", ".icon", ".note")
    main = labeller.page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollHeight - node.clientHeight") == 0
    boxes = [button.bounding_box() for button in labeller.page.locator(".labeller button:visible").all()]
    assert min(box["height"] for box in boxes) >= 44
    assert labeller.errors == []
    context.close()


def legible(labeller: Labeller, *selectors: str) -> bool:
    figures = {one: labeller.page.locator(one).first.evaluate(CONTRAST) for one in selectors}
    assert min(figures.values()) >= LEGIBLE, figures
    return True
