// Moves a card with the mouse, a pen or, by its badge, a finger; the others make room as it passes them.

const DRAG_PX = 6
const EDGE_PX = 28 // this close to the column's end it scrolls

class Drag {
  constructor(cards, { done, signal }) {
    this.cards = cards
    this.list = cards.list
    this.done = done // called with the card's token, or null when it is where it was, and the order seen
    this.card = null
    this.active = false
    this.moved = false // stays true until the next press, so that the click that follows is not taken for one
    this.list.addEventListener("pointerdown", event => this.press(event), { signal })
    this.list.addEventListener("pointermove", event => this.move(event), { signal })
    this.list.addEventListener("pointerup", () => this.release(), { signal })
    this.list.addEventListener("pointercancel", () => this.cancel(), { signal })
    this.list.addEventListener("lostpointercapture", () => this.cancel(), { signal })
  }

  press(event) {
    this.moved = false
    const card = event.target.closest(".answer")
    const handle = event.pointerType === "touch" ? ".rank" : ".answer"
    if (!card || event.button !== 0 || !event.target.closest(handle) || event.target.closest("button")) return
    this.card = card
    this.start = event.clientY
    this.hold = event.clientY - card.getBoundingClientRect().top
  }

  move(event) {
    if (!this.card) return
    if (!this.active && (Math.abs(event.clientY - this.start) < DRAG_PX || !this.lift(event))) return
    this.scrollAtEdge(event.clientY)
    this.makeRoom(event.clientY - this.hold)
    this.card.style.transform = `translateY(${event.clientY - this.hold - this.restingTop()}px)`
  }

  lift(event) {
    if (!event.buttons) {
      this.card = null
      return false
    }
    this.list.setPointerCapture(event.pointerId)
    this.from = this.cards.seen()
    this.active = this.moved = true
    this.card.classList.add("dragged")
    return true
  }

  // Where the card would be without the drag's own shift.
  restingTop() {
    return this.list.getBoundingClientRect().top + this.list.clientTop + this.card.offsetTop - this.list.scrollTop
  }

  // The neighbour steps over the card, never the other way round: the card keeps its focus and its capture.
  makeRoom(top) {
    const bottom = top + this.card.offsetHeight
    const { previousElementSibling: above, nextElementSibling: below } = this.card
    if (above && top < this.middle(above)) this.swap(() => this.card.after(above))
    else if (below && bottom > this.middle(below)) this.swap(() => this.card.before(below))
    else return
    this.makeRoom(top)
  }

  middle(card) {
    return this.list.getBoundingClientRect().top + card.offsetTop - this.list.scrollTop + card.offsetHeight / 2
  }

  swap(step) {
    const before = STILL.matches ? null : this.cards.tops()
    step()
    before?.delete(this.card)
    if (before) this.cards.slide(before)
  }

  scrollAtEdge(y) {
    const { top, bottom } = this.list.getBoundingClientRect()
    if (y < top + EDGE_PX) this.list.scrollTop -= EDGE_PX / 2
    else if (y > bottom - EDGE_PX) this.list.scrollTop += EDGE_PX / 2
  }

  release() {
    if (!this.active) {
      this.card = null
      return
    }
    const seen = this.cards.seen()
    const changed = seen.some((token, index) => token !== this.from[index])
    const token = seen[[...this.list.children].indexOf(this.card)]
    this.drop()
    this.done(changed ? token : null, seen)
  }

  cancel() {
    if (!this.active) return
    const { from } = this
    this.drop()
    this.cards.arrange(from)
    this.done(null, from)
  }

  drop() {
    this.card.classList.remove("dragged")
    this.card.style.transform = ""
    this.card = null
    this.active = false
  }
}
