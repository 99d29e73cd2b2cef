// Which text the keys scroll, two that scroll together, and what was seen to its end.

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import "./browser.js"
import { Reading } from "../../app/ui/components/frontend/shared/reading.js"

const SHOWN = 100
let moving
let happened = []

/** Scroll as a hand does, and let the browser say so. */
function scroll(pane, top) {
  pane.scrollTop = top
  while (happened.length) happened.shift().onscroll()
}

/** A pane that shows a hundred pixels of so many, without the mark at its end. */
function pane(height) {
  const classes = new Set()
  const toggle = (name, on) => classes[on ? "add" : "delete"](name)
  const text = { lineHeight: "10px" }
  return {
    scrollHeight: height,
    clientHeight: SHOWN,
    top: 0,
    get scrollTop() {
      return this.top
    },
    set scrollTop(wanted) {
      const moved = Math.min(Math.max(0, this.scrollHeight - SHOWN), Math.max(0, wanted))
      if (moved === this.top) return
      this.top = moved
      happened.push(this) // a browser says so later
    },
    classes,
    classList: { toggle },
    closest: () => null,
    querySelector: selector => (selector === ".text" ? text : null),
  }
}

beforeEach(() => {
  moving = false
  happened = []
  globalThis.matchMedia = () => ({ matches: true }) // nothing moves: a scroll is over at once
  globalThis.cancelAnimationFrame = () => {}
  globalThis.getComputedStyle = text => text
})

function reading(...heights) {
  const panes = heights.map(pane)
  const made = new Reading(panes, { tied: panes.slice(1), past: share => (moving = share) })
  made.begin()
  made.mark()
  return { made, panes }
}

test("a page is most of what a text shows, and at its end the next one that has more", () => {
  const { made, panes } = reading(150, 100, 400)
  made.page(1)
  assert.equal(panes[0].scrollTop, 50)
  assert.ok(panes[0].classes.has("reading"))
  made.page(1)
  assert.deepEqual([made.at, panes[2].scrollTop], [2, 85], "what fits is passed over")
  made.page(-1)
  made.page(-1)
  assert.deepEqual([made.at, panes[0].scrollTop], [0, 0], "and back")
})

test("beyond the last end the page scrolls", () => {
  const { made } = reading(100, 100, 100)
  made.page(1)
  assert.ok(moving > 0)
  made.lines(-1)
  assert.ok(moving < 0)
})

test("lines are lines of the text, and the next text is one that is longer than its pane", () => {
  const { made, panes } = reading(400, 100, 400)
  made.lines(1)
  assert.equal(panes[0].scrollTop, 30)
  made.next()
  assert.equal(made.at, 2)
  made.begin()
  assert.deepEqual([made.at, panes[0].scrollTop], [0, 0])
})

test("two that are tied are as far through their texts", () => {
  const { made, panes } = reading(100, 300, 500)
  made.tie(true)
  scroll(panes[1], 100)
  assert.equal(panes[2].scrollTop, 200)
  scroll(panes[2], 400)
  assert.equal(panes[1].scrollTop, 200)
  made.tie(false)
  scroll(panes[1], 0)
  assert.equal(panes[2].scrollTop, 400)
})

test("what fits was seen, what is longer once its end was on screen, and all that comes back", () => {
  const { made, panes } = reading(100, 100, 300)
  const [, fits, longer] = panes
  assert.deepEqual(made.unseen([fits, longer]), [longer])
  assert.deepEqual([longer.classes.has("more"), longer.classes.has("longer")], [true, true])
  scroll(longer, 200)
  scroll(longer, 0)
  assert.deepEqual(made.unseen([fits, longer]), [], "also when it was scrolled back")
  made.begin()
  assert.deepEqual(made.unseen([longer]), [longer])
  made.seeAll()
  assert.deepEqual(made.unseen([longer]), [])
})

test("an end that something covers was not seen", () => {
  const panes = [pane(100)]
  const made = new Reading(panes, { visible: () => false })
  assert.deepEqual(made.unseen(panes), panes)
})
