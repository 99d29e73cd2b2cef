// The guidelines are read to their end before a qualification begins.

import { setText } from "../shared/dom.js"

/** @import { PairParts } from "./view.js" */

const AT_END_PX = 8
const UNREAD = "Read to the end: Space scrolls."
const READ = "Read: Enter begins."

export class MustRead {
  /** @param {PairParts} parts @param {{ begun: () => void, signal: AbortSignal }} rest */
  constructor({ guidelinesPanel, readFirst, readHint, begin, closeGuidelines }, { begun, signal }) {
    this.panel = guidelinesPanel
    this.bar = readFirst
    this.hint = readHint
    this.button = begin
    this.closeButton = closeGuidelines
    this.begun = begun
    this.required = false
    this.done = false
    this.panel.addEventListener("scroll", () => this.look(), { signal })
    this.panel.addEventListener("close", () => this.closed(), { signal })
    this.panel.addEventListener("keydown", event => this.pressed(event), { signal })
    this.button.addEventListener("click", () => this.confirm(), { signal })
    window.addEventListener("resize", () => this.look(), { signal })
  }

  /** A qualification that begins anew asks once more. @param {boolean} on */
  require(on) {
    if (!on) this.done = false
    const required = on && !this.done
    if (required === this.required) return
    this.required = required
    this.button.disabled = true
    this.bar.hidden = !required
    this.closeButton.hidden = required
    if (required) this.open()
    else if (this.panel.open) this.panel.close()
  }

  open() {
    if (!this.panel.open) this.panel.showModal()
    this.panel.scrollTop = 0
    this.look()
  }

  get atEnd() {
    const { scrollTop, scrollHeight, clientHeight } = this.panel
    return scrollHeight - clientHeight - scrollTop < AT_END_PX
  }

  /** Once read they stay read, however far somebody scrolls back. */
  look() {
    if (!this.required) return
    if (this.atEnd) this.button.disabled = false
    setText(this.hint, this.button.disabled ? UNREAD : READ)
  }

  /** Closed by a key or a click beside it, they come back; what was read by then stays read. */
  closed() {
    if (this.required) this.open()
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    if (!this.required || event.key !== "Enter" || event.repeat) return
    event.preventDefault()
    this.confirm()
  }

  confirm() {
    if (!this.required || this.button.disabled) return
    this.done = true
    this.require(true)
    this.begun()
  }
}
