// What is asked after the choice: which candidate is better on each axis, and why. Only then is it an answer.

import { make, makeButton, makeKey, setText } from "../shared/dom.js"
import { keyName } from "../shared/keymap.js"

/** @import { AnswerForm, Choice, Item, KeyButton } from "../types" */
/** @import { Draft } from "../shared/drafts.js" */
/** @import { View } from "./view.js" */
/** @typedef {"left" | "same" | "right"} Way */

/** @type {Way[]} */
const WAYS = ["left", "same", "right"]
const FOCUS = /** @type {FocusOptions} */ ({ focusVisible: false, preventScroll: true })

/** @param {AnswerForm} form */
export function asksDetails(form) {
  return form.axes.length > 0 || form.rationale_minimum !== null
}

export class Details {
  /**
   * @param {View} view
   * @param {{ done: (choice: Choice) => void, takenBack: () => void, signal: AbortSignal }} parts
   */
  constructor(view, { done, takenBack, signal }) {
    const { rationale, axes } = view.parts
    this.view = view
    this.parts = view.parts
    this.done = done
    this.takenBack = takenBack
    /** @type {{ choice: Choice, item: Item } | null} what was chosen, while the panel asks */
    this.asked = null
    /** @type {{ item: string | null, text: string }} the words survive a choice that was taken back */
    this.draft = { item: null, text: "" }
    /** @type {Record<string, string>} */
    this.keys = {}
    /** @type {string[]} */
    this.axes = []
    /** @type {number | null} */
    this.minimum = null
    /** @type {HTMLElement[]} */
    this.rows = []
    /** @type {(Way | null)[]} */
    this.ratings = []
    this.recalled = false
    this.current = 0
    this.typing = false
    rationale.addEventListener("keydown", event => this.typed(event), { signal })
    rationale.addEventListener("focus", () => (this.typing = false), { signal })
    rationale.addEventListener("input", () => this.showCount(), { signal })
    axes.addEventListener("focusin", event => this.focused(event), { signal })
  }

  get open() {
    return this.asked !== null
  }

  /**
   * @param {AnswerForm} form
   * @param {string} candidate
   * @param {{ keys: Record<string, string>, buttons: Record<string, KeyButton> }} meant what keys mean here
   */
  fill(form, candidate, { keys, buttons }) {
    this.keys = keys
    this.axes = form.axes
    this.minimum = form.rationale_minimum
    this.rows = form.axes.map((axis, index) => axisRow(axis, index, { candidate, buttons }))
    this.parts.axes.replaceChildren(...this.rows)
    this.parts.rationaleField.hidden = this.minimum === null
  }

  /**
   * What the answer that was taken back said is there already; to be changed or to be left.
   * @param {Choice} choice
   * @param {Item} item
   * @param {Draft} said
   */
  ask(choice, item, said) {
    const { detailsDone, detailsTitle, rationale } = this.parts
    this.asked = { choice, item }
    this.ratings = this.axes.map(axis => wayOf(item, said.axes?.[axis]))
    this.recalled = this.ratings.some(way => way !== null)
    detailsDone.hidden = this.minimum === null && !this.recalled
    this.rows.forEach((row, index) => this.showRating(row, this.ratings[index]))
    rationale.value = this.draft.item === item.id ? this.draft.text : (said.rationale ?? "")
    setText(detailsTitle, choice.said)
    this.showCount()
    this.view.showDetails(true)
    this.goTo(0)
  }

  close() {
    if (!this.asked) return
    this.draft = { item: this.asked.item.id, text: this.parts.rationale.value }
    this.asked = null
    this.view.showDetails(false)
  }

  takeBack() {
    this.close()
    this.takenBack()
  }

  // ---- axes; past the last one is the rationale

  /** @param {Way} way */
  rate(way, index = this.current) {
    if (!(index in this.ratings)) return
    this.ratings[index] = way
    const left = this.ratings.indexOf(null)
    const last = !this.recalled || index === this.axes.length - 1 // lines below may still be changed
    if (left < 0 && last && this.minimum === null) return this.complete() // nothing is drawn: the next pair comes at once
    this.showRating(this.rows[index], way)
    this.goTo(index + 1 < this.axes.length || left < 0 ? index + 1 : left)
  }

  /** @param {number} step */
  move(step) {
    const last = this.axes.length - 1
    if (last >= 0) this.goTo(Math.min(last, Math.max(0, this.current + step)))
  }

  /** @param {number} index */
  goTo(index) {
    this.setCurrent(index)
    const target = this.rows[index] ?? this.parts.rationale
    target.focus(FOCUS)
    target.scrollIntoView({ block: "nearest" })
  }

  /** @param {number} index */
  setCurrent(index) {
    this.current = index
    this.rows.forEach((row, other) => row.classList.toggle("current", other === index))
  }

  /** @param {Event} event */
  focused(event) {
    const index = this.rows.findIndex(row => row.contains(/** @type {Node} */ (event.target)))
    if (index !== this.current) this.setCurrent(index)
  }

  /** @param {HTMLElement} row @param {Way | null} way */
  showRating(row, way) {
    for (const button of row.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.way === way))
    }
  }

  // ---- the rationale

  /**
   * Nothing typed here reaches the labeller's keys, nor Streamlit's: both listen further out.
   * @param {KeyboardEvent} event
   */
  typed(event) {
    if (!this.open) return
    event.stopPropagation()
    if (event.isComposing) return
    if (event.repeat && !this.typing) return event.preventDefault() // the key that brought us here is still held
    this.typing = true
    const name = keyName(event)
    const combined = event.ctrlKey || event.metaKey ? this.keys[`control+${name}`] : undefined
    const action = combined ?? this.keys[name]
    if (action !== "done" && action !== "takeback") return
    event.preventDefault()
    if (action === "done") this.complete()
    else this.takeBack()
  }

  get rationale() {
    return this.parts.rationale.value.trim()
  }

  get missing() {
    return Math.max(0, (this.minimum ?? 0) - [...this.rationale].length)
  }

  showCount() {
    setText(this.parts.detailsProblem, "")
    setText(this.parts.rationaleHint, this.minimum ? `at least ${plural(this.minimum)}` : "optional")
  }

  // ---- done

  complete() {
    if (!this.asked) return
    const { choice, item } = this.asked
    const left = this.ratings.indexOf(null)
    if (left >= 0) return this.refuse(left, `Say which is better: ${this.axes[left]}.`)
    if (this.missing) return this.refuse(this.axes.length, `${plural(this.missing)} missing.`)
    const tokens = { left: item.left.token, right: item.right.token, same: "tie" }
    const rated = this.axes.map((axis, index) => [axis, tokens[this.ratings[index] ?? "same"]])
    const axes = rated.length ? Object.fromEntries(rated) : null
    this.done({ ...choice, axes, rationale: this.minimum === null ? null : this.rationale || null })
  }

  /** @param {number} index @param {string} problem */
  refuse(index, problem) {
    this.goTo(index)
    setText(this.parts.detailsProblem, problem)
  }
}

/** @param {Item} item @param {string | undefined} token @returns {Way | null} */
function wayOf(item, token) {
  if (token === item.left.token) return "left"
  if (token === item.right.token) return "right"
  return token === "tie" ? "same" : null
}

/** @param {number} count */
function plural(count) {
  return `${count} ${count === 1 ? "character" : "characters"}`
}

/** @param {string} axis @param {number} index @param {{ candidate: string, buttons: Record<string, KeyButton> }} shown */
function axisRow(axis, index, { candidate, buttons }) {
  const row = make("div", "axis")
  row.tabIndex = -1
  row.setAttribute("role", "group")
  row.setAttribute("aria-label", axis)
  const names = { left: `${candidate} 1`, same: "Same", right: `${candidate} 2` }
  const ways = WAYS.map(way => {
    const { keys, labels } = buttons[`rate-${way}`]
    const button = makeButton("way", `rate-${way}-${index}`)
    button.dataset.way = way
    button.setAttribute("aria-keyshortcuts", keys)
    button.append(make("span", "", names[way]), makeKey(labels[0] ?? ""))
    return button
  })
  row.append(make("span", "axis-name", axis), ...ways)
  return row
}
