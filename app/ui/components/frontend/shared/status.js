// What the labeller says about itself: what is saved, the last answer, notices.

import { make, makeButton, setText, wantsStillness } from "./dom.js"

/** @import { Answer } from "../types" */
/** @import { Parts } from "./screen.js" */

export class Status {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.aloud = undefined
  }

  /** @param {number} count @param {boolean} struggling */
  showSaved(count, struggling) {
    const text = count ? `${count} unsaved${struggling ? ", trying again" : ""}` : "All saved"
    setText(this.parts.savedText, text)
    this.parts.saved.dataset.state = count ? (struggling ? "struggling" : "unsaved") : "saved"
    // Read aloud only what lasts: every label passes through "1 unsaved" for a moment.
    clearTimeout(this.aloud)
    this.aloud = setTimeout(() => setText(this.parts.savedAloud, text), 1500)
  }

  /**
   * What was just done, or what is missing, which does not flash; a live region, so it is read aloud as well.
   * @param {string} text
   */
  showLast(text, missing = false) {
    const { last } = this.parts
    setText(last, text)
    last.classList.toggle("missing", missing)
    for (const flash of last.getAnimations()) flash.cancel()
    if (missing || wantsStillness()) return
    last.animate({ color: ["var(--accent)", "var(--accent)", "var(--muted)"] }, 1200)
  }

  /**
   * A vote that was not taken; the count is of all since the page was opened.
   * @param {string} why
   * @param {number} count
   */
  showUntaken(why, count) {
    this.showLast(why)
    setText(this.parts.untaken, `${count} not counted`)
    this.parts.untaken.hidden = false
  }

  /** With a time, it leaves when an answer is accepted to something that came up later. @param {string} id @param {string} text */
  addNotice(id, text, since = "") {
    const node = make("div", "notice")
    node.dataset.id = id
    node.dataset.since = since
    const dismiss = makeButton("plain", "dismiss")
    dismiss.textContent = "Dismiss"
    node.append(make("span", "notice-text", text), dismiss)
    this.parts.notices.append(node)
  }

  /**
   * Who has answered something else beside a notice has seen it; a fast key may have answered before.
   * @param {Answer} answer
   */
  accepted(answer) {
    if (answer.outcome === "undo") return
    for (const node of /** @type {HTMLElement[]} */ ([...this.parts.notices.children])) {
      if (node.dataset.since && node.dataset.since < answer.shown_at) node.remove()
    }
  }

  get noticed() {
    return this.parts.notices.childElementCount > 0 || !this.parts.breakNote.hidden
  }

  dismiss() {
    this.parts.breakNote.hidden = true
    this.parts.notices.replaceChildren()
  }

  close() {
    clearTimeout(this.aloud)
  }
}
