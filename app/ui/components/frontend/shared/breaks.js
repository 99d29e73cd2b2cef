// For how long somebody has been at it without a break, and when to say so: once, kindly, and not again for as long.

const SECOND = 1000
const MINUTE = 60 * SECOND
const AFTER = 50 * MINUTE
const PAUSE = 5 * MINUTE
const SHOWN = 2 * MINUTE
const STORED = "prefstudio:attention"
const LOOK_MS = 5 * SECOND

/** @typedef {{ since: number, last: number, told: number }} Streak when it began, the last sign of life, when it was said */

export class Breaks {
  /** A reload is no break: what there was lies in the browser. @param {number} now */
  constructor(now) {
    /** @type {Streak} */
    this.streak = stored() ?? { since: now, last: now, told: 0 }
  }

  /** Minutes without a break. */
  get minutes() {
    return Math.floor((this.streak.last - this.streak.since) / MINUTE)
  }

  /**
   * Whether it is time to say so. A pause begins anew, and so does a clock that was set back.
   * @param {number} now
   * @param {boolean} active whether there was a sign of life since the last look
   */
  look(now, active) {
    if (!active) return false
    const { last } = this.streak
    if (now - last >= PAUSE || now < last) this.streak = { since: now, last: now, told: 0 }
    this.streak.last = now
    const due = now - Math.max(this.streak.since, this.streak.told) >= AFTER
    if (due) this.streak.told = now
    keep(this.streak)
    return due
  }

  /** Whether nobody has done anything for as long as a break lasts. @param {number} now */
  onBreak(now) {
    return now - this.streak.last >= PAUSE
  }
}

/** @returns {Streak | null} */
function stored() {
  try {
    const streak = JSON.parse(localStorage.getItem(STORED) ?? "null")
    return [streak?.since, streak?.last, streak?.told].every(Number.isFinite) ? streak : null
  } catch {
    return null
  }
}

/** @param {Streak} streak */
function keep(streak) {
  try {
    localStorage.setItem(STORED, JSON.stringify(streak))
  } catch {
    // without storage a reload begins anew
  }
}

/** Says it over the figures in the header: nothing that is read moves, and no key is taken. */
export class BreakReminder {
  /**
   * @param {import("./screen.js").Parts} parts
   * @param {{ clock: { lastSign: number }, wanted: () => boolean, signal: AbortSignal }} rest
   */
  constructor({ breakNote, breakText, breakDone }, { clock, wanted, signal }) {
    this.note = breakNote
    this.text = breakText
    this.clock = clock
    this.wanted = wanted
    this.breaks = new Breaks(Date.now())
    this.sign = clock.lastSign
    this.shownAt = 0
    breakDone.addEventListener("click", () => this.hide(), { signal })
    const timer = setInterval(() => this.look(Date.now()), LOOK_MS)
    signal.addEventListener("abort", () => clearInterval(timer))
  }

  /** @param {number} now */
  look(now) {
    const active = !document.hidden && this.clock.lastSign !== this.sign
    this.sign = this.clock.lastSign
    if (this.breaks.look(now, active) && this.wanted()) this.show(now)
    else if (now - this.shownAt >= SHOWN || this.breaks.onBreak(now)) this.hide()
  }

  /** @param {number} now */
  show(now) {
    this.shownAt = now
    const minutes = this.breaks.minutes
    this.text.textContent = `You have read for ${minutes} minutes; 5 minutes away from the screen help.`
    this.note.hidden = false
  }

  hide() {
    this.note.hidden = true
  }
}
