// The texts on screen as somebody reads them: which one the keys scroll, two that scroll together, and what was seen to
// its end.

import { wantsStillness, within } from "./dom.js"

const GLIDE_MS = 250
const PAGE = 0.85 // of what a pane shows: the last line read is still there
const LINES = 3
const LINES_OF_PAGE = 0.2
const AT_END_PX = 4

export class Reading {
  /**
   * @param {HTMLElement[]} panes in the order in which they are read
   * @param {{ tied?: HTMLElement[], visible?: (pane: HTMLElement) => boolean, past?: (share: number) => void }} parts
   *   which two can scroll together, whether a pane's end is in sight on a page that scrolls, and what goes on past the
   *   last end
   */
  constructor(panes, { tied = [], visible = () => true, past = () => {} } = {}) {
    this.panes = panes
    this.pair = tied
    this.visible = visible
    this.past = past
    this.tied = false
    this.at = 0
    /** @type {Set<HTMLElement>} */
    this.seen = new Set()
    /** @type {number | null} where the pane is scrolling to */
    this.goal = null
    this.frame = 0
    /** @type {HTMLElement | undefined} whose next event only says that it was scrolled with the other */
    this.led = undefined
    for (const pane of panes) pane.onscroll = () => this.scrolled(pane)
  }

  /** A new item: every text from its top. Called before the texts change, while layout is still clean. */
  begin() {
    this.goal = null
    for (const pane of this.panes) pane.scrollTop = 0
    this.at = 0
    this.seen.clear()
  }

  /** The one that the keys scroll. */
  get pane() {
    return this.panes[this.at]
  }

  // ---- by key

  /** A page up or down; at a text's end on to the next that has more. @param {number} sign */
  page(sign) {
    if (this.move(sign * this.pane.clientHeight * PAGE)) return
    const next = this.panes.findIndex((pane, index) => sign * (index - this.at) > 0 && this.left(pane, sign) >= 1)
    if (next < 0) return this.past(sign * PAGE)
    this.turnTo(next)
    this.move(sign * this.pane.clientHeight * PAGE)
  }

  /** A few lines up or down. @param {number} sign */
  lines(sign) {
    const line = parseFloat(getComputedStyle(within(this.pane, ".text")).lineHeight)
    if (!this.move(sign * LINES * line)) this.past(sign * PAGE * LINES_OF_PAGE)
  }

  /** The keys scroll the next text from now on; those that are on screen as a whole are passed over. */
  next() {
    const order = [...this.panes.keys()].map(step => (this.at + 1 + step) % this.panes.length)
    this.turnTo(order.find(index => isLong(this.panes[index])) ?? order[0])
  }

  /** @param {number} index */
  turnTo(index) {
    if (this.goal !== null) this.pane.scrollTop = this.goal
    this.goal = null
    this.at = index
    this.mark()
  }

  /** @param {HTMLElement} pane */
  turnToPane(pane) {
    this.turnTo(this.panes.indexOf(pane))
  }

  /** How far it can go that way. @param {HTMLElement} pane @param {number} sign */
  left(pane, sign) {
    return sign < 0 ? pane.scrollTop : pane.scrollHeight - pane.clientHeight - pane.scrollTop
  }

  /** Whether there was anywhere to go. @param {number} distance */
  move(distance) {
    const { pane } = this
    const from = this.goal ?? pane.scrollTop
    const goal = Math.min(pane.scrollHeight - pane.clientHeight, Math.max(0, from + distance))
    if (Math.abs(goal - from) < 1) return false
    this.goal = goal
    this.glide(pane, pane.scrollTop, performance.now() - (wantsStillness() ? GLIDE_MS : 0))
    return true
  }

  /**
   * By hand: the browser's own smooth scroll may run on into the next text.
   * @param {HTMLElement} pane
   * @param {number} from
   * @param {number} start
   */
  glide(pane, from, start) {
    cancelAnimationFrame(this.frame)
    if (this.goal === null) return
    const share = Math.min(1, (performance.now() - start) / GLIDE_MS)
    pane.scrollTop = from + (this.goal - from) * share * (2 - share)
    if (share < 1) this.frame = requestAnimationFrame(() => this.glide(pane, from, start))
    else this.goal = null
  }

  // ---- both together

  /** @param {boolean} on */
  tie(on) {
    this.tied = on
  }

  /** @param {HTMLElement} pane */
  scrolled(pane) {
    const other = this.tied && this.pair.includes(pane) ? this.pair.find(one => one !== pane) : undefined
    if (other && pane !== this.led) this.lead(other, pane)
    else this.led = undefined
    this.mark()
  }

  /** The other one is as far through its text; its own event leads nothing back. @param {HTMLElement} other @param {HTMLElement} pane */
  lead(other, pane) {
    const before = other.scrollTop
    const length = pane.scrollHeight - pane.clientHeight
    other.scrollTop = length > 0 ? (pane.scrollTop / length) * (other.scrollHeight - other.clientHeight) : 0
    this.led = other.scrollTop === before ? undefined : other
  }

  // ---- what is to be seen of them

  /** Says of each whether it is longer than its pane and whether more is below, and which one the keys scroll. */
  mark() {
    const found = this.panes.map(pane => {
      const more = this.left(pane, 1) > AT_END_PX
      return { long: isLong(pane), more, seen: !more && this.visible(pane) }
    })
    const some = found.some(one => one.long)
    this.panes.forEach((pane, index) => {
      const { long, more, seen } = found[index]
      pane.classList.toggle("longer", long)
      pane.classList.toggle("more", more)
      boxOf(pane).classList.toggle("reading", some && index === this.at)
      if (seen) this.seen.add(pane)
    })
  }

  /** An undo brings back what was seen before. */
  seeAll() {
    for (const pane of this.panes) this.seen.add(pane)
  }

  /** Of these the ones whose end was not on screen yet. @param {HTMLElement[]} panes */
  unseen(panes) {
    this.mark()
    return panes.filter(pane => !this.seen.has(pane))
  }
}

/** Without the mark at its end, which only a long one has. @param {HTMLElement} pane */
function isLong(pane) {
  const end = /** @type {HTMLElement | null} */ (pane.querySelector(":scope > .end"))
  return pane.scrollHeight - (end?.offsetHeight ?? 0) - pane.clientHeight > AT_END_PX
}

/** @param {HTMLElement} pane */
function boxOf(pane) {
  return pane.closest(".card") ?? pane
}
