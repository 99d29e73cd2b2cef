// The answers as cards in a column: those with a rank on top, each as many lines of its text as there is room for.

import { focusedNear, make, makeButton, makeKey, setText, wantsStillness, within } from "../shared/dom.js"

/** @import { Candidate } from "../types" */
/** @import { Order } from "./order.js" */

const FEWEST_LINES = 2
const LINES_WITHOUT_PANE = 8 // on a narrow screen the page scrolls, so there is no height to share out
const SLIDE_MS = 160

export class Cards {
  /** @param {HTMLElement} list */
  constructor(list) {
    this.list = list
    /** @type {Map<string, HTMLElement>} by token */
    this.nodes = new Map()
  }

  /** @param {Candidate[]} answers @param {string} word */
  fill(answers, word) {
    this.nodes = new Map(answers.map((answer, index) => [answer.token, this.card(index + 1, word)]))
    this.list.replaceChildren(...this.nodes.values())
    this.list.scrollTop = 0
  }

  /** The text comes afterwards. @param {number} number @param {string} word */
  card(number, word) {
    const node = make("li", "answer")
    const body = make("div", "text")
    node.dataset.action = `place-${number}`
    node.dataset.name = `${word} ${number}`
    node.tabIndex = number === 1 ? 0 : -1
    node.setAttribute("aria-keyshortcuts", String(number))
    node.setAttribute("aria-describedby", `answer-text-${number}`)
    body.id = `answer-text-${number}`
    body.dir = "auto"
    node.append(make("span", "rank"), body, this.more(node, number), makeKey(String(number)))
    return node
  }

  /** @param {HTMLElement} node @param {number} number */
  more(node, number) {
    const button = makeButton("more-button", `more-${number}`)
    button.setAttribute("aria-label", `Show all of ${node.dataset.name}`)
    button.setAttribute("aria-expanded", "false")
    return button
  }

  /** Where the text of an answer stands. @param {string} token */
  text(token) {
    return within(this.node(token), ".text")
  }

  get texts() {
    return [...this.nodes.keys()].map(token => this.text(token))
  }

  // ---- the order

  /** @param {Order} order */
  show(order) {
    const before = wantsStillness() ? null : this.tops()
    for (const [token, node] of this.nodes) this.badge(node, order.rank(token))
    this.arrange(order.seen)
    if (before) this.slide(before)
  }

  /** @param {HTMLElement} node @param {string | null} rank */
  badge(node, rank) {
    setText(within(node, ".rank"), rank ?? "")
    node.classList.toggle("placed", rank !== null)
    node.setAttribute("aria-label", `${node.dataset.name}, ${rank ?? "no rank yet"}`)
  }

  /** @param {string} token */
  node(token) {
    return /** @type {HTMLElement} */ (this.nodes.get(token))
  }

  /** @param {string[]} tokens */
  arrange(tokens) {
    const wanted = tokens.map(token => this.node(token))
    if (wanted.every((node, index) => node === this.list.children[index])) return
    const { focused } = this
    this.list.append(...wanted)
    if (focused) this.focus(focused)
  }

  /** What is seen at this moment, also in the middle of a drag. */
  seen() {
    const nodes = [...this.list.children]
    return [...this.nodes.keys()].sort((a, b) => nodes.indexOf(this.node(a)) - nodes.indexOf(this.node(b)))
  }

  tops() {
    return new Map([...this.nodes.values()].map(node => [node, node.getBoundingClientRect().top]))
  }

  /** @param {Map<HTMLElement, number>} before where each was */
  slide(before) {
    for (const [node, top] of before) {
      const distance = top - node.getBoundingClientRect().top
      if (!distance) continue
      const from = { transform: `translateY(${distance}px)` }
      node.animate([from, { transform: "none" }], { duration: SLIDE_MS, easing: "ease-out" })
    }
  }

  // ---- the focus: one card at a time is in the tab order

  get focused() {
    const active = focusedNear(this.list)
    return [...this.nodes.keys()].find(token => this.node(token).contains(active)) ?? null
  }

  /** @param {string} token */
  focus(token) {
    const target = this.node(token)
    for (const node of this.nodes.values()) node.tabIndex = node === target ? 0 : -1
    target.focus({ preventScroll: true })
    target.scrollIntoView({ block: "nearest" })
  }

  // ---- long texts

  /** @param {string} token */
  toggle(token, open = !this.node(token).classList.contains("open")) {
    const node = this.node(token)
    node.classList.toggle("open", open)
    if (open) node.classList.add("was-open")
    within(node, "button").setAttribute("aria-expanded", String(open))
  }

  get long() {
    return [...this.nodes.keys()].filter(token => this.node(token).classList.contains("long"))
  }

  /** Those that are cut and were never shown as a whole. */
  get unseen() {
    return this.long.filter(token => !this.node(token).classList.contains("was-open"))
  }

  get allOpen() {
    return this.long.every(token => this.node(token).classList.contains("open"))
  }

  /**
   * Shares the column's height out: short texts take what they need, long ones are all cut after the same line.
   * What would be cut in the large type may fit in the small one.
   */
  fit() {
    const nodes = [...this.nodes.values()]
    if (!nodes.length) return
    this.list.classList.remove("dense")
    if (this.cut(nodes)) this.list.classList.add("dense")
    if (this.list.matches(".dense")) this.cut(nodes)
  }

  /** Returns whether any text is longer than the lines it gets. @param {HTMLElement[]} nodes */
  cut(nodes) {
    const texts = nodes.map(node => within(node, ".text"))
    const line = parseFloat(getComputedStyle(texts[0]).lineHeight)
    const needs = texts.map(text => Math.round(text.scrollHeight / line))
    const lines = this.linesFor(needs, line)
    this.list.style.setProperty("--lines", String(lines))
    nodes.forEach((node, index) => node.classList.toggle("long", needs[index] > lines))
    return needs.some(need => need > lines)
  }

  /** @param {number[]} needs lines that each text needs @param {number} line a line's height */
  linesFor(needs, line) {
    const style = getComputedStyle(this.list)
    if (style.overflowY === "visible") return LINES_WITHOUT_PANE
    const gap = parseFloat(style.rowGap)
    const around = parseFloat(style.getPropertyValue("--around")) + gap
    const inside = this.list.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)
    const room = inside + gap - needs.length * around
    const shown = (/** @type {number} */ most) => needs.map(need => Math.max(FEWEST_LINES, Math.min(need, most)))
    const height = (/** @type {number} */ most) => line * shown(most).reduce((sum, lines) => sum + lines, 0)
    let lines = FEWEST_LINES
    while (lines < Math.max(...needs) && height(lines + 1) <= room) lines += 1
    return lines
  }
}
