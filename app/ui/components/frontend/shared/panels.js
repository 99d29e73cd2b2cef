// What opens over the work: the guidelines, the list of keys, the desk, and the reasons for skipping or flagging.

import { focusedNear, make, makeButton, makeKey, within } from "./dom.js"

/** @import { KeyLine, Reasons } from "../types" */
/** @import { Parts } from "./screen.js" */

export class Panels {
  /** @param {Parts} parts @param {AbortSignal} signal */
  constructor(parts, signal) {
    this.keys = parts.keys
    this.dialogs = { guidelines: parts.guidelinesPanel, help: parts.helpPanel, desk: parts.deskPanel, day: parts.dayPanel }
    this.lists = { skip: new ReasonList(parts.skip), flag: new ReasonList(parts.flag) }
    for (const dialog of Object.values(this.dialogs)) {
      // A click on the dialog element itself is a click on its backdrop.
      dialog.addEventListener("click", event => event.target === dialog && dialog.close(), { signal })
    }
    document.addEventListener("pointerdown", event => this.pressedOutside(event), { signal })
  }

  get modal() {
    return Object.values(this.dialogs).some(dialog => dialog.open)
  }

  /** Which list of reasons is open. */
  get choosing() {
    if (this.lists.skip.open) return "skip"
    return this.lists.flag.open ? "flag" : null
  }

  /** @param {"guidelines" | "help" | "desk" | "day"} name */
  toggle(name) {
    const dialog = this.dialogs[name]
    if (dialog.open) return dialog.close()
    this.close()
    dialog.showModal()
  }

  close() {
    for (const dialog of Object.values(this.dialogs)) dialog.close()
    this.closeReasons()
  }

  /** @param {Reasons} reasons @param {KeyLine[]} keys those that work now */
  fill({ skip_reasons, flag_reasons }, keys) {
    this.lists.skip.fill(skip_reasons)
    this.lists.flag.fill(flag_reasons)
    this.keys.replaceChildren(...keys.filter(line => line.words).flatMap(keyRow))
  }

  /** @param {"skip" | "flag"} name */
  toggleReasons(name) {
    const { open } = this.lists[name]
    this.closeReasons()
    if (!open) this.lists[name].show()
  }

  closeReasons() {
    for (const list of Object.values(this.lists)) list.close()
  }

  /** @param {Event} event */
  pressedOutside(event) {
    const open = this.choosing && this.lists[this.choosing]
    if (open && !event.composedPath().includes(open.anchor)) open.close()
  }
}

/** @param {KeyLine} line */
function keyRow({ labels, words }) {
  const term = make("dt", "")
  term.append(...labels.map(key => make("kbd", "", key)))
  return [term, make("dd", "", words)]
}

/** The short list of reasons beside its button: the number keys or a click choose one. */
class ReasonList {
  /** @param {HTMLButtonElement} button */
  constructor(button) {
    this.button = button
    this.anchor = /** @type {HTMLElement} */ (button.parentElement)
    this.list = within(this.anchor, ".reasons")
    this.title = this.list.getAttribute("aria-label") ?? ""
    /** @type {string[]} */
    this.reasons = []
  }

  get open() {
    return !this.list.hidden
  }

  /** @param {string[]} reasons */
  fill(reasons) {
    if (JSON.stringify(reasons) === JSON.stringify(this.reasons)) return
    this.close()
    this.reasons = reasons
    this.list.replaceChildren(make("p", "reasons-title", this.title), ...reasons.map(reasonButton))
  }

  show() {
    this.list.hidden = false
    this.button.setAttribute("aria-expanded", "true")
    const first = within(this.list, "button")
    first.focus(/** @type {FocusOptions} */ ({ focusVisible: false, preventScroll: true }))
  }

  close() {
    if (!this.open) return
    const focused = focusedNear(this.list)
    if (focused && this.list.contains(focused)) focused.blur() // hidden, it would swallow Enter until the next frame
    this.list.hidden = true
    this.button.setAttribute("aria-expanded", "false")
  }
}

/** @param {string} reason @param {number} index */
function reasonButton(reason, index) {
  const button = makeButton("reason", `reason-${index}`)
  button.append(makeKey(String(index + 1)), make("span", "reason-text", reason))
  return button
}
