// Answers on their way: kept until they are confirmed, sent again until then, and none lost.

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { closeStorage, openStorage, pass } from "./browser.js"
import { Outbox, blankAnswer, newId, stamp } from "../../app/ui/components/frontend/shared/outbox.js"
import { Sender } from "../../app/ui/components/frontend/shared/sender.js"

let owners = 0
let owner

const answered = (item = "pair-1") => ({ ...blankAnswer({ id: item }), outcome: "tie", shown_at: stamp(), active_ms: 1 })

function kept(outbox, item) {
  const answer = answered(item)
  outbox.add(answer)
  outbox.keep(answer)
  return answer
}

function sending({ starved = false } = {}) {
  const outbox = new Outbox(owner)
  const stop = new AbortController()
  const posted = []
  const sender = new Sender({ outbox, starved: () => starved, changed: () => {}, signal: stop.signal })
  sender.post = (name, value) => posted.push(value)
  return { outbox, sender, posted, stop }
}

const ids = update => update.answers.map(answer => answer.id)

beforeEach(() => {
  openStorage()
  owner = `ada ${++owners}`
})

test("an id is a UUID, also where the browser has no randomUUID", () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  assert.match(newId(), uuid)
  const { randomUUID } = crypto
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true })
  assert.match(newId(), uuid)
  Object.defineProperty(crypto, "randomUUID", { value: randomUUID, configurable: true })
})

test("times only go up, however fast the answers come", () => {
  const stamps = Array.from({ length: 50 }, stamp)
  assert.deepEqual(stamps, [...new Set(stamps)].sort())
})

test("answers come back after a reload in their order, and only their owner's", () => {
  const outbox = new Outbox(owner)
  const [first, second] = [kept(outbox, "pair-1"), kept(outbox, "pair-2")]
  kept(new Outbox(`${owner}:b`), "pair-3")
  localStorage.setItem(`prefstudio:answer:${owner}:broken`, "{")
  const again = new Outbox(owner)
  assert.deepEqual(again.ordered().map(answer => answer.id), [first.id, second.id])
  assert.equal(again.drop(first.id), true)
  assert.equal(again.drop(first.id), false)
  assert.equal(localStorage.getItem(`prefstudio:answer:${owner}:${first.id}`), null)
})

test("without storage answers are kept in memory, and the outbox says so", () => {
  closeStorage()
  const outbox = new Outbox(owner)
  kept(outbox)
  assert.equal(outbox.persistent, false)
  assert.equal(new Outbox(owner).size, 1)
})

test("an update goes out after the next frame and carries all that is not confirmed", () => {
  const { outbox, sender, posted } = sending()
  const first = kept(outbox)
  sender.soon()
  assert.equal(posted.length, 0)
  pass(20)
  assert.deepEqual(ids(posted[0]), [first.id])
  const second = kept(outbox, "pair-2")
  sender.soon()
  pass(200)
  assert.equal(posted.length, 1, "one update at a time")
  outbox.drop(first.id)
  sender.received(posted[0].nonce, 1)
  assert.deepEqual(ids(posted[1]), [second.id])
})

test("what nobody confirms is sent again, later and later", () => {
  const { outbox, sender, posted, stop } = sending()
  kept(outbox)
  sender.send()
  pass(1999)
  assert.equal(posted.length, 1)
  pass(1)
  assert.equal(posted.length, 2)
  assert.equal(sender.attempts, 1)
  pass(2999)
  assert.equal(posted.length, 2)
  pass(1)
  assert.equal(posted.length, 3)
  stop.abort()
  pass(60000)
  assert.equal(posted.length, 3, "a page that is gone sends nothing")
})

test("an answer of the server to an older update does not end the wait for the newer one", () => {
  const { outbox, sender, posted } = sending()
  kept(outbox)
  sender.send()
  sender.send()
  sender.received(posted[0].nonce, 0)
  assert.equal(sender.flight, posted[1].nonce)
  sender.received(posted[1].nonce, 0)
  assert.equal(sender.flight, null)
})

test("with nothing on screen and nothing to send it asks for more; else it rests", () => {
  const hungry = sending({ starved: true })
  hungry.sender.received(null, 0)
  pass(2000)
  assert.equal(hungry.posted.length, 1)
  hungry.stop.abort()
  const fed = sending()
  fed.sender.received(null, 0)
  pass(60000)
  assert.equal(fed.posted.length, 0)
})

test("a connection that is back is used at once", () => {
  const { outbox, posted } = sending()
  kept(outbox)
  window.dispatchEvent(new Event("online"))
  assert.equal(posted.length, 1)
})
