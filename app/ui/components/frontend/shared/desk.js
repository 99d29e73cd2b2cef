// A person's desk: the layout, the size of texts, answers that scroll together, keys of their own. What they choose is
// there at once; the server keeps it with the person, and says which keys are to be had.

import { make, makeButton, makeKey, setText } from "./dom.js"
import { keyName } from "./keymap.js"
import { newId } from "./outbox.js"

/** @import { DeskData, KeyButton, KeyLine, Send } from "../types" */
/** @import { Parts, Screen } from "./screen.js" */
/** @typedef {{ layout: string, text_percent: number, tied: boolean }} Look */

const STORED = "prefstudio:desk:"
const RETRY_MS = 4000
const NO_KEY = new Set(["shift", "control", "alt", "meta", "altgraph", "capslock", "dead", "process", "unidentified"])

export class Desk {
  /**
   * @param {Screen<any>} view
   * @param {{ owner: string, send: Send, said: (text: string) => void, signal: AbortSignal }} parts
   */
  constructor(view, { owner, send, said, signal }) {
    this.view = view
    /** @type {Parts} */
    this.parts = view.parts
    this.place = STORED + owner
    this.send = send
    this.said = said
    /** @type {Look | null} what the server does not have yet */
    this.unsaved = stored(this.place)
    /** @type {Look} */
    this.look = { layout: "auto", text_percent: 100, tied: false }
    this.sizes = [100]
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined
    this.shown = false
    /** @type {HTMLElement | null} */
    this.asked = null
    /** @type {string | null} the action that the next key is given to */
    this.asking = null
    const { deskPanel, deskSize, deskTied } = this.parts
    const both = /** @type {HTMLElement} */ (deskTied.parentElement)
    both.hidden = !view.tied.length
    signal.addEventListener("abort", () => clearTimeout(this.timer))
    deskPanel.addEventListener("keydown", event => this.pressed(event), { signal, capture: true })
    deskPanel.addEventListener("click", event => this.clicked(event), { signal })
    deskPanel.addEventListener("close", () => this.ask(null), { signal })
    deskPanel.addEventListener("change", event => this.chosen(/** @type {HTMLInputElement} */ (event.target)), { signal })
    deskSize.addEventListener("input", () => this.resize(Number(deskSize.value)), { signal })
  }

  /** @param {DeskData} data */
  receive({ layout, text_percent, tied, sizes, problem }) {
    const kept = { layout, text_percent, tied }
    if (this.unsaved && (problem || same(this.unsaved, kept))) this.settle()
    else if (this.unsaved && !this.timer) this.keep(this.unsaved)
    this.sizes = sizes
    this.show(this.unsaved ?? kept)
    setText(this.parts.deskProblem, problem)
  }

  /** @param {Look} look */
  show(look) {
    if (same(look, this.look) && this.shown) return
    this.shown = true
    this.look = look
    const { root, reading } = this.view
    const { deskSize, deskPercent, deskTied } = this.parts
    root.dataset.layout = look.layout
    root.style.setProperty("--size", String(look.text_percent / 100))
    reading.tie(look.tied)
    deskSize.max = String(this.sizes.length - 1)
    deskSize.value = String(this.sizes.indexOf(look.text_percent))
    setText(deskPercent, `${look.text_percent} %`)
    deskSize.setAttribute("aria-valuetext", `${look.text_percent} %`)
    deskTied.checked = look.tied
    for (const way of this.ways()) way.checked = way.value === look.layout
    this.view.share()
  }

  /** @returns {NodeListOf<HTMLInputElement>} */
  ways() {
    return this.parts.deskPanel.querySelectorAll("input[type=radio]")
  }

  // ---- what somebody chooses

  /** @param {HTMLInputElement} input */
  chosen(input) {
    if (input.type === "radio") this.change({ layout: input.value })
    if (input.type === "checkbox") this.change({ tied: input.checked })
  }

  /** @param {number} index */
  resize(index) {
    const percent = this.sizes[Math.min(this.sizes.length - 1, Math.max(0, index))]
    if (percent !== this.look.text_percent) this.change({ text_percent: percent })
  }

  /** @param {number} step */
  step(step) {
    this.resize(this.sizes.indexOf(this.look.text_percent) + step)
    this.said(`Texts at ${this.look.text_percent} %`)
  }

  toggleTied() {
    this.change({ tied: !this.look.tied })
    this.said(this.look.tied ? "Both answers scroll together" : "Each answer scrolls alone")
  }

  /** @param {Partial<Look>} some */
  change(some) {
    const look = { ...this.look, ...some }
    this.show(look)
    this.keep(look)
  }

  /** Until the server has it, the browser does. @param {Look} look */
  keep(look) {
    this.unsaved = look
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.unsaved && this.keep(this.unsaved), RETRY_MS)
    try {
      localStorage.setItem(this.place, JSON.stringify(look))
    } catch {
      // without storage it is kept for as long as the page is open
    }
    this.post(look)
  }

  settle() {
    this.unsaved = null
    clearTimeout(this.timer)
    try {
      localStorage.removeItem(this.place)
    } catch {
      // there is nothing then
    }
  }

  /** Every change is told apart, else the same one twice would not be sent. @param {Record<string, unknown>} wanted */
  post(wanted) {
    this.send("desk", { ...this.look, ...wanted, nonce: newId() })
  }

  // ---- keys of one's own

  /** A line for each that may be changed. @param {KeyLine[]} lines @param {Record<string, KeyButton>} buttons */
  showKeys(lines, buttons) {
    const changeable = lines.flatMap(line => {
      const actions = [...new Set(Object.values(line.means))].filter(action => !buttons[action].fixed)
      return line.words && actions.length ? [keyLine(line, actions, buttons)] : []
    })
    const focused = this.asked?.dataset.key
    this.parts.deskKeys.replaceChildren(...changeable.flat())
    this.ask(null)
    if (focused) this.button(focused)?.focus()
  }

  /** @param {string} action @returns {HTMLElement | null} */
  button(action) {
    return this.parts.deskKeys.querySelector(`[data-key="${action}"]`)
  }

  /** @param {Event} event */
  clicked(event) {
    const { key, preset } = /** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest("button"))?.dataset ?? {}
    if (key) this.ask(key)
    if (preset) this.post({ preset })
  }

  /** @param {string | null} action */
  ask(action) {
    this.asking = action
    for (const button of this.parts.deskKeys.querySelectorAll("[data-key]")) button.classList.remove("asking-key")
    if (action) this.asked = this.button(action)
    const waits = action ? this.asked : null
    waits?.classList.add("asking-key")
    if (action) setText(this.parts.deskProblem, "Press the new key; Esc leaves it as it is.")
  }

  /** While a key is asked for it is nobody else's. @param {KeyboardEvent} event */
  pressed(event) {
    if (!this.asking) return
    const name = keyName(event)
    if (NO_KEY.has(name)) return
    if (name === "tab") return this.ask(null)
    event.preventDefault()
    event.stopPropagation()
    const action = this.asking
    this.ask(null)
    setText(this.parts.deskProblem, "")
    if (name !== "escape") this.post({ action, pressed: name })
  }
}

/** @param {KeyLine} line @param {string[]} actions @param {Record<string, KeyButton>} buttons */
function keyLine({ words }, actions, buttons) {
  const term = make("dt", "")
  for (const action of actions) {
    const { labels, own } = buttons[action]
    const button = makeButton("key-button", "")
    delete button.dataset.action
    button.dataset.key = action
    button.classList.toggle("own", own)
    button.setAttribute("aria-label", `${labels[0] ?? "No key"}: change the key of “${words}”`)
    button.append(makeKey(labels[0] ?? "–"))
    term.append(button)
  }
  return [term, make("dd", "", words)]
}

/**
 * What stands on buttons, and what a screen reader says of them, follows the keys.
 * @param {HTMLElement} root
 * @param {Record<string, KeyButton>} buttons
 */
export function labelButtons(root, buttons) {
  for (const node of root.querySelectorAll("[data-action]")) {
    const keys = buttons[/** @type {HTMLElement} */ (node).dataset.action ?? ""]?.keys
    if (keys) node.setAttribute("aria-keyshortcuts", keys)
    else if (keys === "") node.removeAttribute("aria-keyshortcuts")
  }
  /** @type {NodeListOf<HTMLElement>} */
  const kbds = root.querySelectorAll("kbd[data-kbd]")
  for (const kbd of kbds) {
    const { kbd: action = "" } = kbd.dataset
    const place = [...(kbd.parentElement?.querySelectorAll(`kbd[data-kbd="${action}"]`) ?? [])].indexOf(kbd)
    const label = buttons[action]?.labels[place] ?? ""
    setText(kbd, label)
    kbd.hidden = !label
  }
}

/** @param {Look} one @param {Look} other */
function same(one, other) {
  return one.layout === other.layout && one.text_percent === other.text_percent && one.tied === other.tied
}

/** @param {string} place @returns {Look | null} */
function stored(place) {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "null")
  } catch {
    return null
  }
}
