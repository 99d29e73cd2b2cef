// The order of a ranking: what a number, Take back and a move do to it.

import assert from "node:assert/strict"
import { test } from "node:test"

import { Order } from "../../app/ui/components/frontend/answer_ranker/order.js"

const four = (...placed) => new Order(["a", "b", "c", "d"], placed)

test("an answer gets the next free rank, and keeps its number", () => {
  const order = four()
  assert.equal(order.place("c"), true)
  assert.equal(order.place("a"), true)
  assert.deepEqual([order.rank("c"), order.rank("a"), order.rank("b")], ["1st", "2nd", null])
  assert.deepEqual(order.seen, ["c", "a", "b", "d"])
  assert.equal(order.number("c"), 3)
  assert.equal(order.place("c"), false)
  assert.equal(order.complete, false)
})

test("the last answer falls into place, and is taken back with the one before it", () => {
  const order = four("a", "b")
  order.place("c")
  assert.deepEqual(order.placed, ["a", "b", "c", "d"])
  assert.equal(order.complete, true)
  assert.equal(order.takeBack(), "c")
  assert.deepEqual(order.placed, ["a", "b"])
})

test("one after the other is taken back, until there is none", () => {
  const order = four("a", "b")
  assert.equal(order.takeBack(), "b")
  assert.equal(order.takeBack(), "a")
  assert.equal(order.takeBack(), null)
})

test("a move among ranked answers is a swap; past them what is seen becomes the order", () => {
  const order = four("a", "b")
  assert.equal(order.move("b", -1), true)
  assert.deepEqual(order.placed, ["b", "a"])
  assert.equal(order.move("a", 1), true)
  assert.deepEqual(order.placed, ["b", "c", "a", "d"])
})

test("nothing moves past an end", () => {
  const order = four("a")
  assert.equal(order.move("a", -1), false)
  assert.equal(order.move("d", 1), false)
  assert.deepEqual(order.placed, ["a"])
})

test("what was begun with other answers counts only as far as they are still there", () => {
  assert.deepEqual(four("x", "b").placed, ["b"])
})

test("a drag says the whole order", () => {
  const order = four()
  order.arrange(["d", "c", "b", "a"])
  assert.equal(order.rank("d"), "1st")
  assert.equal(order.complete, true)
})
