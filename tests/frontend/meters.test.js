// The header's figures: they move with every answer, and the server's word is the last.

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import "./browser.js"
import { moved } from "../../app/ui/components/frontend/shared/meters.js"
import { Outbox, blankAnswer, stamp } from "../../app/ui/components/frontend/shared/outbox.js"

const meter = (moves, share = null) => ({
  label: "Figure",
  text: "as sent",
  share,
  moves: { count: 7, of: null, step: 1, most: null, after: "", ...moves },
})
let outbox
let owners = 0

const give = outcome =>
  outbox.add({ ...blankAnswer({ id: `p${Math.random()}` }), outcome, shown_at: stamp(), active_ms: 0 })

beforeEach(() => {
  outbox = new Outbox(`meters ${++owners}`)
})

test("an answer moves a figure at once, an undo moves it back, and what is saved counts no more", () => {
  give("tie")
  give("skip")
  assert.equal(outbox.ahead, 2)
  give("undo")
  assert.equal(outbox.ahead, 1)
  assert.equal(moved(meter({}), outbox.ahead).text, "8")
  for (const { id } of outbox.ordered()) outbox.drop(id)
  assert.equal(moved(meter({}), outbox.ahead).text, "7")
})

test("a figure of many is said of how many, with what stands behind it, and its bar follows", () => {
  assert.deepEqual(moved(meter({ count: 1234, of: 5000, after: ", 9 s each" }, 0.2), 1), {
    text: "1,235 of 5,000, 9 s each",
    share: 0.247,
  })
})

test("what is left goes down and not below nothing; the project's figure stops where all is given", () => {
  assert.equal(moved(meter({ count: 2, step: -1 }), 1).text, "1")
  assert.equal(moved(meter({ count: 2, step: -1 }), 5).text, "0")
  assert.equal(moved(meter({ count: 9, of: 10, most: 10 }), 5).text, "10 of 10")
})

test("a figure that does not move stays as it was sent", () => {
  assert.deepEqual(moved({ label: "Beats", text: "3", share: null }, 4), { text: "3", share: null })
})
