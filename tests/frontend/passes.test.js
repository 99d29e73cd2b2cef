// Marks wait with their item; a choice waits for the marks that are missing.

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import "./browser.js"
import { Passes } from "../../app/ui/components/frontend/pair_labeller/passes.js"
import { Drafts } from "../../app/ui/components/frontend/shared/drafts.js"

const ITEM = { id: "7", input_text: "", note: null, left: { token: "x", text: "" }, right: { token: "y", text: "" } }
const OTHER = { ...ITEM, id: "8" }
let drafts
let passes
let nodes

/** A part of the screen that keeps what is said of it. */
function part() {
  const classes = new Set()
  const classList = { add: name => classes.add(name), remove: name => classes.delete(name) }
  const attributes = {}
  return { hidden: true, textContent: "", attributes, classes, classList, setAttribute: (name, value) => (attributes[name] = value) }
}

const pressed = () =>
  Object.keys(nodes).filter(action => action.startsWith("mark") && nodes[action].attributes["aria-pressed"] === "true")
const held = () => Object.keys(nodes).filter(action => nodes[action].classes.has("held"))

beforeEach(() => {
  const actions = ["mark-left-pass", "mark-left-fail", "mark-right-pass", "mark-right-fail", "left", "tie"]
  nodes = Object.fromEntries(actions.map(action => [action, part()]))
  const named = ["passes", "qualityBar", "marksLeft", "marksLeftLabel", "marksRight", "marksRightLabel"]
  const find = selector => nodes[selector.slice(14, -2)]
  const root = {
    querySelector: find,
    querySelectorAll: selector => (selector === ".held" ? Object.values(nodes) : [find(selector)]),
  }
  drafts = new Drafts()
  passes = new Passes({ root, parts: Object.fromEntries(named.map(name => [name, part()])) }, drafts)
  passes.fill({ quality_bar: "It is true.", choice: true }, "Answer")
})

test("where no bar is asked for nothing is missing, and nothing is said", () => {
  passes.fill({ quality_bar: null, choice: true }, "Answer")
  assert.equal(passes.missing(ITEM), "")
  assert.equal(passes.given(ITEM), null)
  assert.equal(passes.parts.passes.hidden, true)
})

test("the bar is shown, and whose marks are whose", () => {
  assert.equal(passes.parts.passes.hidden, false)
  assert.equal(passes.parts.qualityBar.textContent, "It is true.")
  assert.equal(passes.parts.marksRight.attributes["aria-label"], "Answer 2")
})

test("marks name candidates, are missed until both are there, and may be changed", () => {
  assert.equal(passes.missing(ITEM), "Say of both whether they pass.")
  assert.equal(passes.mark(ITEM, "right", false), "Answer 2 fails")
  assert.equal(passes.missing(ITEM), "Say whether Answer 1 passes.")
  assert.equal(passes.mark(ITEM, "left", true), "Answer 1 passes, Answer 2 fails")
  assert.equal(passes.missing(ITEM), "")
  passes.mark(ITEM, "right", true)
  assert.deepEqual(passes.given(ITEM), { x: true, y: true })
  assert.deepEqual(pressed(), ["mark-left-pass", "mark-right-pass"])
})

test("another item has marks of its own, and brings none", () => {
  passes.mark(ITEM, "left", true)
  passes.show(OTHER)
  assert.deepEqual(pressed(), [])
  passes.show(ITEM)
  assert.deepEqual(pressed(), ["mark-left-pass"])
})

test("a choice that waits for marks is shown until the item goes", () => {
  drafts.put(ITEM, { held: { choice: { outcome: "tie", said: "You chose Tie" }, action: "tie" } })
  passes.show(ITEM)
  assert.deepEqual(held(), ["tie"])
  passes.show(null)
  assert.deepEqual(held(), [])
})
