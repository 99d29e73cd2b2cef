// How long a person really worked on a pair: the page was visible and they did something in the last 30 seconds.

const IDLE_AFTER_MS = 30000
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchmove"]

class ActiveClock {
  constructor(signal) {
    this.reset()
    this.lastSign = performance.now()
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

  // Adds the time since the last count, up to the moment the person went idle; none of it if the page was hidden.
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
