// Which pair comes next, and what an undo and a refusal change.

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import "./browser.js"
import { Outbox, blankAnswer, stamp } from "../../app/ui/components/frontend/shared/outbox.js"
import { Queue } from "../../app/ui/components/frontend/shared/queue.js"

let owners = 0
let queue

const item = id => ({ id, input_text: id, note: null })
const items = (...ids) => ids.map(item)
const fields = (of, outcome) => ({ ...blankAnswer(of), outcome, shown_at: stamp(), active_ms: 0 })

function answer(outcome = "tie", undoable = true) {
  const given = fields(queue.current, outcome)
  queue.answered(given, undoable)
  return given
}

function undo(target = queue.undoTarget(null)) {
  const given = { ...fields(target.item, "undo"), undoes: target.answer }
  queue.undo(target, given)
  return given
}

beforeEach(() => {
  queue = new Queue(new Outbox(`queue ${++owners}`))
  queue.serve(items("a", "b", "c"))
})

test("the pair on screen stays there, whatever the server lists", () => {
  assert.equal(queue.current.id, "a")
  assert.equal(queue.serve(items("c", "b")), false)
  assert.equal(queue.current.id, "a")
  answer()
  assert.equal(queue.current.id, "c")
})

test("what is answered does not come again, though the server still lists it", () => {
  answer()
  answer()
  queue.serve(items("a", "b", "c"))
  assert.equal(queue.current.id, "c")
  answer()
  assert.equal(queue.current, null)
})

test("an undo brings its pair back, and then the one that it displaced", () => {
  const first = answer()
  assert.deepEqual([undo().item, queue.current.id], ["a", "a"])
  assert.equal(queue.history.length, 0)
  assert.notEqual(answer().id, first.id)
  assert.equal(queue.current.id, "b")
})

test("answers are undone one after the other, the last one first", () => {
  answer()
  answer()
  assert.deepEqual([undo().item, undo().item], ["b", "a"])
  assert.equal(queue.undoTarget(null), null)
})

test("past an answer that cannot be undone there is no way back", () => {
  answer()
  answer("tie", false)
  assert.equal(queue.undoTarget(null), null)
})

test("after a reload the server's last answer can be undone once, unless one still waits", () => {
  const known = { answer: "from before", item: item("z") }
  assert.equal(queue.undoTarget(known), known)
  undo(known)
  assert.equal(queue.undoTarget(known), null)
  const other = new Queue(new Outbox(`queue ${++owners}`))
  other.outbox.add(fields(item("y"), "tie"))
  assert.equal(other.undoTarget(known), null)
})

test("a refused answer cannot be undone, and a refused undo does not bring its pair back", () => {
  const first = answer()
  queue.refused(first)
  assert.equal(queue.undoTarget(null), null)
  answer()
  const back = undo()
  queue.outbox.drop(back.id)
  queue.refused(back)
  assert.equal(queue.current, null)
  queue.serve(items("c"))
  assert.equal(queue.current.id, "c")
})

test("an earlier answer comes on screen and stands until another is given", () => {
  const first = answer()
  const [target] = queue.history
  queue.open(target)
  assert.deepEqual([queue.current.id, queue.opened.answer], ["a", first.id])
  queue.leave()
  assert.deepEqual([queue.current.id, queue.opened, queue.history.length], ["b", null, 1])
  queue.open(target)
  const other = answer("skip")
  assert.deepEqual([queue.current.id, queue.history.map(entry => entry.answer)], ["b", [other.id]])
})

test("from one earlier answer to the next, what waits stays first", () => {
  answer()
  answer()
  const [one, two] = queue.history
  queue.open(two)
  queue.open(one)
  queue.leave()
  assert.equal(queue.current.id, "c")
})
