// What is marked in a prompt and its answers, what is said of it, and that texts never become markup.

import assert from "node:assert/strict"
import { test } from "node:test"

import "./browser.js"
import { MODES, legendOf, runsOf, shortened } from "../../app/ui/components/frontend/text_diff/marks.js"
import textDiff from "../../app/ui/components/frontend/text_diff/text_diff.js"

const HOSTILE = '<img src=x onerror="alert(1)"> **bold** $x$'

/** An element that can be given text and children, and nothing else: innerHTML would throw. */
class Node {
  constructor(tag) {
    Object.assign(this, { tag, children: [], attributes: {}, dataset: {}, className: "" })
    for (const name of ["innerHTML", "outerHTML", "insertAdjacentHTML"])
      Object.defineProperty(this, name, { set: () => assert.fail(`${name} was set`), get: () => assert.fail(name) })
  }
  set textContent(text) {
    this.children = [{ text }]
  }
  get textContent() {
    return this.children.map(child => child.text ?? child.textContent).join("")
  }
  setAttribute(name, value) {
    this.attributes[name] = value
  }
  append(...nodes) {
    this.children.push(...nodes)
  }
  replaceChildren(...nodes) {
    this.children = nodes
  }
  querySelectorAll() {
    return Object.entries(this.refs).map(([ref, node]) => Object.assign(node, { dataset: { ref } }))
  }
  find(is) {
    return this.children.flatMap(child => [...(is(child) ? [child] : []), ...(child.find?.(is) ?? [])])
  }
}

globalThis.document.createElement = tag => new Node(tag)
globalThis.Text = class {
  constructor(text) {
    this.text = text
  }
}

const answer = (title, apart, copied) => ({ title, facts: "9 words", note: "", apart, copied })

const data = () => ({
  prompt: { title: "Prompt", before: "Sum it up.\n\n\n", after: "\n[summary]: ", copied: ["A ", "post of three", "."] },
  answers: [
    answer("Answer A", ["He ", "ran", "."], ["He ran."]),
    answer("Answer B", ["He ", "swam", "."], ["", "post of three", ""]),
  ],
})

/** The component on a fake page: what it drew, by mode. */
function mounted(shown) {
  const parent = new Node("div")
  parent.refs = { modes: new Node("fieldset"), legend: new Node("p"), texts: new Node("div") }
  const show = next => textDiff({ data: next, parentElement: parent, setStateValue: () => assert.fail("it sends nothing") })
  const unmount = show(shown)
  const { modes, legend, texts } = parent.refs
  const choose = mode => modes.find(node => node.value === mode)[0].onchange()
  const marks = () => texts.find(node => node.tag === "mark").map(node => [node.className, node.textContent])
  return { show, unmount, choose, marks, texts, legend }
}

test("every second piece is marked, in the mode that it belongs to", () => {
  const [first] = data().answers
  assert.deepEqual(runsOf(first, "apart"), [
    { text: "He ", mark: null },
    { text: "ran", mark: "apart" },
    { text: ".", mark: null },
  ])
  assert.deepEqual(runsOf(first, "plain"), [{ text: "He ran.", mark: null }])
  assert.deepEqual(runsOf(data().prompt, "apart"), [{ text: "A post of three.", mark: null }])
  assert.equal(runsOf(data().prompt, "copied")[1].mark, "copied")
  assert.deepEqual(runsOf(answer("", [""], ["", "all", ""]), "copied"), [{ text: "all", mark: "copied" }])
})

test("the legend says what marks mean, or that there are none", () => {
  const shown = data()
  assert.match(legendOf(shown, "apart"), /the other answer does not say/)
  assert.match(legendOf(shown, "copied"), /^Dotted underline/)
  assert.equal(legendOf(shown, "plain"), "")
  const same = { ...shown, answers: [answer("A", ["x"], ["x"]), answer("B", ["x"], ["x"])] }
  assert.equal(legendOf(same, "apart"), "The answers say the same, word for word.")
  assert.match(legendOf(same, "copied"), /^No answer repeats/)
  assert.match(legendOf({ ...shown, answers: [...shown.answers, shown.answers[0]] }, "apart"), /none of the other/)
})

test("a folded text is one line, cut between characters", () => {
  assert.equal(shortened("Sum\n\n it  up. "), "Sum it up.")
  assert.equal(shortened("👍".repeat(80)), `${"👍".repeat(70)}…`)
})

test("choosing marks the texts anew and says so; the choice stays for the next texts", () => {
  const diff = mounted(data())
  assert.deepEqual(diff.marks(), [["apart", "ran"], ["apart", "swam"]])
  diff.choose("copied")
  assert.deepEqual(diff.marks(), [["copied", "post of three"], ["copied", "post of three"]])
  assert.match(diff.legend.textContent, /^Dotted/)
  const next = data()
  next.answers[0].copied = ["", "He ran.", ""]
  diff.show(next)
  assert.equal(diff.marks().length, 3)
  diff.choose("plain")
  assert.deepEqual(diff.marks(), [])
  diff.unmount()
})

test("instruction and ending are folded on lines of their own, and left out where there is none", () => {
  const diff = mounted(data())
  const folds = () => diff.texts.find(node => node.tag === "summary").map(node => node.textContent)
  assert.deepEqual(folds(), ["Instruction: Sum it up.", "Ending: [summary]:"])
  const bare = data()
  Object.assign(bare.prompt, { before: "", after: "\n" })
  diff.show(bare)
  assert.deepEqual(folds(), [])
})

test("the same data again leaves the page as it is, with what is unfolded", () => {
  const diff = mounted(data())
  const before = diff.texts.children
  diff.show(data())
  assert.equal(diff.texts.children, before)
})

test("hostile text is text everywhere", () => {
  const shown = data()
  shown.prompt = { title: HOSTILE, before: HOSTILE, after: HOSTILE, copied: [HOSTILE, HOSTILE] }
  shown.answers = [{ title: HOSTILE, facts: HOSTILE, note: HOSTILE, apart: ["", HOSTILE], copied: [HOSTILE] }]
  const diff = mounted(shown)
  for (const mode of Object.keys(MODES)) diff.choose(mode)
  const tags = new Set(diff.texts.find(node => node.tag).map(node => node.tag))
  assert.deepEqual(tags, new Set(["section", "h3", "div", "details", "summary", "span", "p"]))
  assert.ok(diff.texts.textContent.split(HOSTILE).length > 8)
})

test("each pane can be reached by key and is named", () => {
  const panes = mounted(data()).texts.children
  assert.deepEqual(panes.map(pane => [pane.tabIndex, pane.attributes["aria-label"]]), [
    [0, "Prompt"],
    [0, "Answer A"],
    [0, "Answer B"],
  ])
})
