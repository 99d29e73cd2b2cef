// Sends the unconfirmed answers behind the screen, one update at a time, and again until the server confirms them.

import { afterPaint } from "./dom.js"
import { newId } from "./outbox.js"

/** @import { Send } from "../types" */
/** @import { Outbox } from "./outbox.js" */

const RETRY_FIRST_MS = 2000
const RETRY_LAST_MS = 10000

export class Sender {
  /** @param {{ outbox: Outbox, starved: () => boolean, changed: () => void, signal: AbortSignal }} parts */
  constructor({ outbox, starved, changed, signal }) {
    this.outbox = outbox
    this.starved = starved // true while there is nothing to label and more may come: then ask again
    this.changed = changed
    /** @type {Send} */
    this.post = () => {}
    /** @type {string | null} the nonce of the update the server has not handled yet */
    this.flight = null
    this.sent = new Set() // the answers that update carried
    this.attempts = 0
    this.sentAt = performance.now()
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined
    window.addEventListener("online", () => this.send(), { signal })
    document.addEventListener("visibilitychange", () => document.hidden && this.sendNew(), { signal })
    signal.addEventListener("abort", () => clearTimeout(this.timer))
  }

  /** Called after every answer. While an update is under way the next one waits for it: it will carry everything. */
  soon() {
    if (this.outbox.size === 1) this.attempts = 0
    afterPaint(() => {
      if (!this.flight) this.sendNew()
    })
  }

  sendNew() {
    if (this.outbox.ordered().some(answer => !this.sent.has(answer.id))) this.send()
  }

  /** Every update carries ALL unconfirmed answers, so one that overtakes or replaces another loses nothing. */
  send() {
    const answers = this.outbox.ordered()
    this.flight = newId()
    this.sent = new Set(answers.map(answer => answer.id))
    this.sentAt = performance.now()
    this.post("outbox", { nonce: this.flight, answers })
    this.arm()
  }

  arm() {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.retry(), Math.min(RETRY_LAST_MS, RETRY_FIRST_MS * 1.5 ** this.attempts))
  }

  retry() {
    if (!this.outbox.size && !this.starved()) return
    this.attempts += 1
    this.send()
    this.changed()
  }

  /**
   * New data from the server: `handled` names the last update it worked through, `settled` counts what that settled.
   * @param {string | null} handled
   * @param {number} settled
   */
  received(handled, settled) {
    if (handled === this.flight) this.flight = null
    if (settled) this.attempts = 0
    if (!this.flight) this.sendNew()
    if (this.outbox.size || this.starved()) this.arm()
    else clearTimeout(this.timer)
  }
}
