// How the texts are looked at: what differs, what is copied, and as they are written. Nothing of it is an answer.

/** @import { MarkMode } from "../types" */
/** @import { Parts, Screen } from "./screen.js" */
/** @import { Status } from "./status.js" */

const CANNOT = "This browser cannot mark words: a newer one can"
const NOTHING = { apart: "The answers say the same, word for word", copied: "No answer repeats four words of the prompt in a row" }
const SAID = {
  apart: "Underlined: what only this answer says at that point",
  copied: "Dotted: four or more words in a row of the prompt",
}

export class Switches {
  /** @param {Screen<Parts>} view @param {Status} status */
  constructor(view, status) {
    this.view = view
    this.status = status
  }

  get content() {
    return this.view.content
  }

  /** The switches as they stand. */
  show() {
    const { switches, showApart, showCopied, showRaw } = this.view.parts
    const { content } = this
    switches.hidden = !content.drawing
    showRaw.hidden = !content.isRead
    showRaw.setAttribute("aria-pressed", String(content.raw))
    showApart.setAttribute("aria-pressed", String(content.marked === "apart"))
    showCopied.setAttribute("aria-pressed", String(content.marked === "copied"))
  }

  /** @param {string} what @param {import("../types").Prompt | null} item */
  turn(what, item) {
    if (!item || !this.content.drawing) return
    if (what === "raw") this.raw(item)
    else this.mark(what === "copied" ? "copied" : "apart")
    this.show()
  }

  /** @param {import("../types").Prompt} item */
  raw(item) {
    const { content, view } = this
    if (!content.isRead) return
    content.raw = !content.raw
    view.putTexts(item)
    view.markTexts()
    view.share()
    this.status.showLast(content.raw ? "As it is written, until the next one" : "As it is meant")
  }

  /** @param {Exclude<MarkMode, null>} mode */
  mark(mode) {
    const { content, view } = this
    if (!content.canMark) return this.status.showLast(CANNOT)
    content.marked = content.marked === mode ? null : mode
    const found = content.markNow(view.parts.post, view.answerNodes)
    if (!content.marked) this.status.showLast("No marks")
    else this.status.showLast(found.some(Boolean) ? SAID[mode] : NOTHING[mode])
  }
}
