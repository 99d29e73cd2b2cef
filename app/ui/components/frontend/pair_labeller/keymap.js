// From a key to the name of an action, as far as the form allows it.

import { Keymap, isForeign, keyName } from "../shared/keymap.js"
import { asksDetails } from "./details.js"

/** @import { AnswerForm } from "../types" */
/** @import { Panels } from "../shared/panels.js" */
/** @import { Status } from "../shared/status.js" */
/** @import { Details } from "./details.js" */

const ALWAYS = { s: "skip", "?": "help", " ": "scroll-down", pagedown: "scroll-down", pageup: "scroll-up" }
const TWO_WAY = { 1: "left", arrowleft: "left", 2: "right", arrowright: "right" }
const SURE = { 7: "sure-1", 8: "sure-2", 9: "sure-3" }
/** @type {Record<string, string>} */
const IN_DETAILS = {
  1: "rate-left",
  t: "rate-same",
  2: "rate-right",
  arrowup: "move-up",
  arrowdown: "move-down",
  escape: "takeback",
}
export const CLOSED_LIST = '[role=combobox][aria-expanded="false"]'
const OPENS_LIST = new Set([" ", "pagedown", "pageup"])
const EQUAL = 5

/** @param {AnswerForm} form @param {boolean} guidelines */
function keyActions(form, guidelines) {
  const scale = Array.from({ length: 9 }, (_, index) => [index + 1, `scale-${index + 1}`])
  const usable = scale.filter(([number]) => form.tie || number !== EQUAL)
  return {
    ...ALWAYS,
    ...(form.strength ? Object.fromEntries(usable) : TWO_WAY),
    ...(form.confidence ? SURE : {}),
    ...(form.undo ? { u: "undo" } : {}),
    ...(form.tie ? { t: "tie" } : {}),
    ...(form.both_bad ? { b: "bothbad" } : {}),
    ...(form.flag_reasons.length ? { f: "flag" } : {}),
    ...(guidelines ? { g: "guidelines" } : {}),
  }
}

export class LabellerKeymap extends Keymap {
  /**
   * @param {HTMLElement} root
   * @param {{ panels: Panels, details: Details, status: Status, signal: AbortSignal }} parts
   */
  constructor(root, { panels, details, status, signal }) {
    super(root, panels)
    this.details = details
    this.status = status
    this.tabbed = false // whether the focus came where it is by Tab
    const options = { signal, capture: true }
    document.addEventListener("keydown", event => event.key === "Tab" && (this.tabbed = true), options)
    document.addEventListener("pointerdown", () => (this.tabbed = false), options)
  }

  /** @param {AnswerForm} form @param {boolean} guidelines */
  fill(form, guidelines) {
    this.actions = keyActions(form, guidelines)
  }

  /**
   * What a key means now; null when it means nothing here and belongs to the browser or to somebody else.
   * @param {KeyboardEvent} event
   */
  read(event) {
    const name = keyName(event)
    const finishes = name === "enter" && (event.ctrlKey || event.metaKey) && this.details.open && !this.panels.modal
    if (finishes) return isForeign(event, this.root) ? null : "done"
    return this.isOurs(event, owner => this.isLeftOver(owner, name)) ? this.meaning(name, event) : null
  }

  /**
   * A dropdown keeps the focus after its list was used; our keys are ours again. Who came by Tab means the dropdown,
   * and who types into it has its list open.
   * @param {Element} owner
   * @param {string} name
   */
  isLeftOver(owner, name) {
    return !this.tabbed && name in this.actions && !OPENS_LIST.has(name) && owner.matches(CLOSED_LIST)
  }

  /** @param {string} name @param {string | null} action */
  atWork(name, action) {
    if (this.details.open && name in IN_DETAILS) return IN_DETAILS[name]
    return name === "escape" && this.status.noticed ? "dismiss" : super.atWork(name, action)
  }
}

/** @type {[string, string, (form: AnswerForm, guidelines: boolean) => unknown][]} the keys, what they do, and when they work */
const KEY_LIST = [
  ["1  ←", "Choose the first", form => !form.strength],
  ["2  →", "Choose the second", form => !form.strength],
  ["1  2  3  4", "The first is better, from much to slightly", form => form.strength],
  ["5", "Equal", form => form.strength && form.tie],
  ["6  7  8  9", "The second is better, from slightly to much", form => form.strength],
  ["T", "Tie", form => form.tie],
  ["B", "Both bad", form => form.both_bad],
  ["7  8  9", "Unsure, fairly sure, sure: before choosing", form => form.confidence],
  ["1  T  2", "Details: the first is better, the same, the second", form => form.axes.length],
  ["↑  ↓", "Details: the line above, below", form => form.axes.length > 1],
  ["Ctrl Enter", "Details: done", asksDetails],
  ["Esc", "Details: take the choice back", asksDetails],
  ["S", "Skip, with a reason", form => form.skip_reasons.length],
  ["S", "Skip", form => !form.skip_reasons.length],
  ["F", "Flag, with a reason; again: take it back", form => form.flag_reasons.length],
  ["U", "Undo the last answer", form => form.undo],
  ["Space  PageDown", "Scroll the post", () => true],
  ["G", "Guidelines", (form, guidelines) => guidelines],
  ["?", "This list", () => true],
  ["Esc", "Close, or let go of selected text", () => true],
]

/** @param {AnswerForm} form @param {boolean} guidelines @returns {string[][]} */
export function workingKeys(form, guidelines) {
  return KEY_LIST.filter(([, , works]) => works(form, guidelines)).map(([keys, does]) => [keys, does])
}
