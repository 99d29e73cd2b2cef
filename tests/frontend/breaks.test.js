// The reminder of a break: after fifty minutes without one, once, and not while somebody is away.

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { openStorage } from "./browser.js"
import { Breaks } from "../../app/ui/components/frontend/shared/breaks.js"

const MINUTE = 60_000
const START = 1_000_000 * MINUTE

/** Works from one minute to another, with a sign of life every half minute; the minutes when it was time. */
function work(breaks, from, until) {
  const told = []
  for (let at = from; at <= until; at += 0.5) if (breaks.look(START + at * MINUTE, true)) told.push(at)
  return told
}

beforeEach(openStorage)

test("after fifty minutes it is said, and again only after fifty more", () => {
  const breaks = new Breaks(START)
  assert.deepEqual(work(breaks, 0, 120), [50, 100])
  assert.equal(breaks.minutes, 120)
})

test("a pause of five minutes begins anew, a shorter one does not", () => {
  const breaks = new Breaks(START)
  assert.deepEqual(work(breaks, 0, 30), [])
  assert.deepEqual(work(breaks, 34, 49), [])
  assert.deepEqual(work(breaks, 54, 90), [])
  assert.equal(breaks.minutes, 36)
  assert.deepEqual(work(breaks, 90.5, 110), [104])
})

test("who does nothing is not counted, and is on a break after five minutes", () => {
  const breaks = new Breaks(START)
  work(breaks, 0, 49)
  assert.equal(breaks.look(START + 53 * MINUTE, false), false)
  assert.equal(breaks.onBreak(START + 53 * MINUTE), false)
  assert.equal(breaks.onBreak(START + 54 * MINUTE), true)
})

test("a reload is no break, and what was said is not said again", () => {
  work(new Breaks(START), 0, 51)
  const again = new Breaks(START + 52 * MINUTE)
  assert.deepEqual(work(again, 52, 99), [])
  assert.equal(again.minutes, 99)
  assert.deepEqual(work(again, 99.5, 101), [100])
})

test("a clock that was set back, and storage that somebody else wrote, begin anew", () => {
  const breaks = new Breaks(START)
  work(breaks, 0, 40)
  breaks.look(START - 60 * MINUTE, true)
  assert.equal(breaks.minutes, 0)
  localStorage.setItem("prefstudio:attention", '{"since": "x"}')
  assert.equal(new Breaks(START).minutes, 0)
})
