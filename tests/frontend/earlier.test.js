// Back through earlier answers: those of this page view first, then what the server finds.

import assert from "node:assert/strict"
import { test } from "node:test"

import "./browser.js"
import { Earlier } from "../../app/ui/components/frontend/shared/earlier.js"

const entry = answer => ({ answer, item: { id: answer, input_text: "", note: null } })

test("the latest first, one after the other, and then the server is asked", () => {
  const queue = { history: [entry("one"), entry("two")], opened: null }
  const earlier = new Earlier(queue, {})
  const asked = []
  assert.equal(earlier.next.answer, "two")
  queue.opened = earlier.next
  assert.equal(earlier.next.answer, "one")
  queue.opened = earlier.next
  assert.equal(earlier.next, null)
  earlier.ask((name, { before }) => asked.push([name, before]))
  queue.opened = entry("of the server")
  assert.equal(earlier.next, null)
  earlier.ask((name, { before }) => asked.push([name, before]))
  assert.deepEqual(asked, [["earlier", "one"], ["earlier", "of the server"]])
})

test("what the server has found is shown once", () => {
  const earlier = new Earlier({ history: [], opened: null }, {})
  const found = { nonce: "n", answer: entry("one"), why: "" }
  assert.equal(earlier.take(found), found)
  assert.equal(earlier.take(found), null)
  assert.equal(earlier.take(undefined), null)
})
