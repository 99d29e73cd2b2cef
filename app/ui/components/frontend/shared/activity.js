// How long a person really works on a pair, and telling the server that somebody is at work.

/** @import { Sender } from "./sender.js" */

const IDLE_AFTER_MS = 30000
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchmove"]
const BEAT_MS = 60000
const LOOK_MS = 5000

/** Counts while the page is visible and they did something in the last 30 seconds. */
export class ActiveClock {
  /** @param {AbortSignal} signal */
  constructor(signal) {
    this.total = 0
    this.counted = this.lastSign = performance.now()
    const options = { signal, capture: true, passive: true }
    for (const kind of SIGNS_OF_LIFE) document.addEventListener(kind, () => this.sign(), options)
    document.addEventListener("visibilitychange", () => this.count(!document.hidden), options)
  }

  reset() {
    this.total = 0
    this.counted = performance.now()
  }

  sign() {
    this.count(false)
    this.lastSign = performance.now()
  }

  /**
   * Adds the time since the last count, up to the moment the person went idle; none of it if the page was hidden.
   * @param {boolean} wasHidden
   */
  count(wasHidden) {
    const now = performance.now()
    if (!wasHidden) this.total += Math.max(0, Math.min(now, this.lastSign + IDLE_AFTER_MS) - this.counted)
    this.counted = now
  }

  read() {
    this.count(document.hidden)
    return Math.round(this.total)
  }
}

/** Now and then, so that the pairs lent to this person stay theirs. */
export class Heartbeat {
  /** @param {{ clock: ActiveClock, sender: Sender, signal: AbortSignal }} parts */
  constructor({ clock, sender, signal }) {
    this.clock = clock
    this.sender = sender
    const timer = setInterval(() => this.look(), LOOK_MS)
    signal.addEventListener("abort", () => clearInterval(timer))
  }

  /** An update without new answers; who has done nothing since the last one, or looks elsewhere, sends none. */
  look() {
    const { sentAt } = this.sender
    const active = !document.hidden && this.clock.lastSign > sentAt
    if (active && performance.now() - sentAt >= BEAT_MS) this.sender.send()
  }
}
