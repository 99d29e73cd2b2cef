// What a key is called, and what it means where it is pressed.

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { NAMES } from "./browser.js"
import { Keymap, keyName, meanings } from "../../app/ui/components/frontend/shared/keymap.js"

const LINES = [
  { means: { 1: "left", arrowleft: "left" }, labels: [], words: "", during: "work" },
  { means: { s: "skip", f: "flag", g: "guidelines" }, labels: [], words: "", during: "work" },
  { means: { " ": "scroll-down", enter: "send" }, labels: [], words: "", during: "work" },
  { means: { 1: "rate-left" }, labels: [], words: "", during: "details" },
  { means: { escape: "escape" }, labels: [], words: "", during: "open" },
]
let panels
let keymap

const root = { getRootNode: () => document }
const pressed = (key, more = {}) => ({ key, code: "", shiftKey: false, composedPath: () => [{}], ...more })
const meaning = (key, more) => keymap.meaning(key, pressed(key, more))
const on = selector => {
  const matches = one => one.split(", ").includes(selector)
  return { composedPath: () => [Object.assign(new NAMES.Element(), { matches, getAttribute: () => "left" })] }
}

beforeEach(() => {
  panels = { modal: false, choosing: null }
  keymap = new Keymap(root, panels)
  keymap.fill(LINES)
})

test("a key is called the same on every keyboard", () => {
  assert.equal(keyName(pressed("&", { code: "Digit1" })), "1", "French digits need Shift")
  assert.equal(keyName(pressed("!", { code: "Digit1", shiftKey: true })), "!")
  assert.equal(keyName(pressed("4", { code: "Digit1" })), "4")
  assert.equal(keyName(pressed("ы", { code: "KeyS" })), "s", "letters of other scripts go by their place")
  assert.equal(keyName(pressed("T", { code: "KeyT" })), "t")
  assert.equal(keyName(pressed("ArrowLeft")), "arrowleft")
})

test("lines of one place become one map", () => {
  assert.deepEqual(meanings(LINES, "details"), { 1: "rate-left" })
  assert.equal(keymap.actions.arrowleft, "left")
})

test("at work a key does what the table says, and nothing else", () => {
  assert.deepEqual(["1", "s", "x"].map(key => meaning(key)), ["left", "skip", null])
  assert.equal(meaning(" "), "scroll-down")
  assert.equal(meaning(" ", { shiftKey: true }), "scroll-up")
})

test("behind an open panel only the panels' own keys work", () => {
  panels.modal = true
  assert.deepEqual(["1", "g", "s"].map(key => meaning(key)), [null, "guidelines", null])
})

test("in a list of reasons numbers choose; what opened it and what closes close it", () => {
  panels.choosing = "skip"
  assert.deepEqual(["1", "9", "s", "escape"].map(key => meaning(key)), ["reason-0", "reason-8", "escape", "escape"])
  assert.deepEqual(["f", "x"].map(key => meaning(key)), [null, null])
})

test("Space and Enter belong to the focused button, and choose by a focused card's title", () => {
  assert.equal(meaning("enter"), "send")
  assert.equal(meaning("enter", on("button")), null)
  assert.equal(meaning(" ", on(".card .title")), "left")
})

test("what closes lets go of selected text first", () => {
  assert.equal(meaning("escape"), null)
  document.getSelection = () => ({ type: "Range", toString: () => "text" })
  assert.equal(meaning("escape"), "letgo")
  document.getSelection = () => null
})
