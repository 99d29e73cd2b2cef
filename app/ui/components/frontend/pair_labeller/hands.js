// The person's keys and clicks, as actions of the labeller.

const DOUBLE_CLICK_MS = 200 // a second click this soon after a pair appeared by pointer was meant for the one before
const DRAG_PX = 6

class Hands {
  constructor({ root, keys, takes, act, scene, signal }) {
    this.root = root
    this.keys = keys
    this.takes = takes // whether an action by this event counts
    this.act = act
    this.scene = scene // what is on screen: a click that changed it may be the first of two
    this.changedAt = -Infinity
    document.addEventListener("keydown", event => this.onKey(event), { signal })
    root.addEventListener("click", event => this.onClick(event), { signal })
    root.addEventListener("pointerdown", event => (this.pressed = event), { signal })
  }

  onKey(event) {
    const action = this.keys.read(event)
    if (!action || (event.repeat && !action.startsWith("scroll"))) return
    event.preventDefault()
    const focused = event.composedPath()[0]
    if (focused.matches?.(CLOSED_LIST)) focused.blur()
    if (this.takes(action, event)) this.act(action)
  }

  onClick(event) {
    const target = event.target.closest("[data-action]")
    if (!target || target.disabled) return
    const byPointer = event.detail > 0 // Enter and Space on a focused button also click, with detail 0
    if (byPointer) this.root.getRootNode().activeElement?.blur() // else Space would press it again
    if (target.matches(".card") && this.dragged(event)) return
    if (!this.takes(target.dataset.action, event)) return
    if (byPointer && performance.now() - this.changedAt < DOUBLE_CLICK_MS) return
    const before = this.scene()
    this.act(target.dataset.action, target)
    if (byPointer && this.scene() !== before) this.changedAt = performance.now()
  }

  // A drag that selected text is not a click on the card under it.
  dragged(event) {
    const { clientX, clientY } = this.pressed ?? event
    return Math.hypot(event.clientX - clientX, event.clientY - clientY) > DRAG_PX || selectedText(this.root)
  }
}
