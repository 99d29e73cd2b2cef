// Moves a card with the mouse, a pen or, by its badge, a finger; the others make room as it passes them.

import { around, wantsStillness } from "../shared/dom.js"

/** @import { Cards } from "./cards.js" */

const DRAG_PX = 6
const EDGE_PX = 28 // this close to the column's end it scrolls

export class Drag {
  /**
   * `done` is called with the card's token, or null when it is where it was, and the order seen.
   * @param {Cards} cards
   * @param {{ done: (token: string | null, seen: string[]) => void, signal: AbortSignal }} parts
   */
  constructor(cards, { done, signal }) {
    this.cards = cards
    this.list = cards.list
    this.done = done
    /** @type {HTMLElement | null} */
    this.card = null
    this.start = 0
    this.hold = 0
    /** @type {string[]} */
    this.from = []
    this.active = false
    this.moved = false // stays true until the next press, so that the click that follows is not taken for one
    this.list.addEventListener("pointerdown", event => this.press(event), { signal })
    this.list.addEventListener("pointermove", event => this.move(event), { signal })
    this.list.addEventListener("pointerup", () => this.release(), { signal })
    this.list.addEventListener("pointercancel", () => this.cancel(), { signal })
    this.list.addEventListener("lostpointercapture", () => this.cancel(), { signal })
  }

  /** @param {PointerEvent} event */
  press(event) {
    this.moved = false
    const card = around(event, ".answer")
    const handle = event.pointerType === "touch" ? ".rank" : ".answer"
    if (!card || event.button !== 0 || !around(event, handle) || around(event, "button")) return
    this.card = card
    this.start = event.clientY
    this.hold = event.clientY - card.getBoundingClientRect().top
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { card } = this
    if (!card) return
    if (!this.active && (Math.abs(event.clientY - this.start) < DRAG_PX || !this.lift(card, event))) return
    this.scrollAtEdge(event.clientY)
    this.makeRoom(card, event.clientY - this.hold)
    card.style.transform = `translateY(${event.clientY - this.hold - this.restingTop(card)}px)`
  }

  /** @param {HTMLElement} card @param {PointerEvent} event */
  lift(card, event) {
    if (!event.buttons) {
      this.card = null
      return false
    }
    this.list.setPointerCapture(event.pointerId)
    this.from = this.cards.seen()
    this.active = this.moved = true
    card.classList.add("dragged")
    return true
  }

  /** Where the card would be without the drag's own shift. @param {HTMLElement} card */
  restingTop(card) {
    return this.list.getBoundingClientRect().top + this.list.clientTop + card.offsetTop - this.list.scrollTop
  }

  /**
   * The neighbour steps over the card, never the other way round: the card keeps its focus and its capture.
   * @param {HTMLElement} card
   * @param {number} top
   */
  makeRoom(card, top) {
    const bottom = top + card.offsetHeight
    const above = /** @type {HTMLElement | null} */ (card.previousElementSibling)
    const below = /** @type {HTMLElement | null} */ (card.nextElementSibling)
    if (above && top < this.middle(above)) this.swap(card, () => card.after(above))
    else if (below && bottom > this.middle(below)) this.swap(card, () => card.before(below))
    else return
    this.makeRoom(card, top)
  }

  /** @param {HTMLElement} card */
  middle(card) {
    return this.list.getBoundingClientRect().top + card.offsetTop - this.list.scrollTop + card.offsetHeight / 2
  }

  /** @param {HTMLElement} card @param {() => void} step */
  swap(card, step) {
    const before = wantsStillness() ? null : this.cards.tops()
    step()
    before?.delete(card)
    if (before) this.cards.slide(before)
  }

  /** @param {number} y */
  scrollAtEdge(y) {
    const { top, bottom } = this.list.getBoundingClientRect()
    if (y < top + EDGE_PX) this.list.scrollTop -= EDGE_PX / 2
    else if (y > bottom - EDGE_PX) this.list.scrollTop += EDGE_PX / 2
  }

  release() {
    const { card } = this
    if (!this.active || !card) {
      this.card = null
      return
    }
    const seen = this.cards.seen()
    const changed = seen.some((token, index) => token !== this.from[index])
    const token = seen[[...this.list.children].indexOf(card)]
    this.drop(card)
    this.done(changed ? token : null, seen)
  }

  cancel() {
    const { card, from } = this
    if (!this.active || !card) return
    this.drop(card)
    this.cards.arrange(from)
    this.done(null, from)
  }

  /** @param {HTMLElement} card */
  drop(card) {
    card.classList.remove("dragged")
    card.style.transform = ""
    this.card = null
    this.active = false
  }
}
