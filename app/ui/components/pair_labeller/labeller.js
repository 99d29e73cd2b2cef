// The labeller: takes the server's data and the person's keys and clicks, and ties the parts above together.

const DOUBLE_CLICK_MS = 200 // a second click this soon after a pair appeared by pointer was meant for the one before
const DRAG_PX = 6
const NO_STORAGE =
  "This browser does not let the studio keep unsaved answers (private window?). Close this page only when it says “All saved”."
const INSTANCES = new WeakMap()

class Labeller {
  constructor(parent, owner) {
    this.owner = owner
    this.confidence = null
    this.pointerShownAt = -Infinity
    this.stop = new AbortController()
    const { signal } = this.stop
    this.view = new View(parent)
    this.panels = new Panels(this.view, signal)
    this.store = new AnswerStore(owner)
    this.queue = new PairQueue(this.store)
    this.clock = new ActiveClock(signal)
    this.sender = new Sender({ store: this.store, starved: () => this.starved, changed: () => this.showState(), signal })
    this.listen(signal)
    this.view.stayBright(true)
    this.view.watchRoom(() => this.view.fit(this.data.height), signal)
    if (!this.store.persistent) this.view.addNotice("storage", NO_STORAGE)
  }

  listen(signal) {
    const { root } = this.view
    document.addEventListener("keydown", event => this.onKey(event), { signal })
    root.addEventListener("click", event => this.onClick(event), { signal })
    root.addEventListener("pointerdown", event => (this.pressed = event), { signal })
    window.addEventListener("beforeunload", event => {
      if (this.store.size && !this.store.persistent) event.preventDefault()
    }, { signal })
  }

  get starved() {
    return !this.queue.current && !this.data.exhausted
  }

  // ---- from the server

  receive(data, post) {
    this.data = data
    this.sender.post = post
    const before = this.store.size
    for (const id of data.acknowledged) this.store.drop(id)
    for (const refusal of data.refused) this.refuse(refusal)
    const changed = this.queue.serve(data.items)
    this.view.showFrame(data)
    this.panels.fillKeys(data.with_confidence, Boolean(data.guidelines))
    if (!this.panels.choosing) this.panels.fillReasons(data.skip_reasons)
    if (changed) this.showPair()
    this.view.fit(data.height)
    this.sender.received(data.handled, before - this.store.size)
    this.showState()
  }

  refuse({ id, reason }) {
    const answer = this.store.pending.get(id)
    if (!answer) return
    this.store.drop(id)
    this.queue.refused(answer)
    this.view.showLast("")
    this.view.addNotice(id, `${answer.outcome === "undo" ? "An undo" : "An answer"} was not accepted: ${reason}`)
  }

  // ---- to the screen

  showPair() {
    this.confidence = null
    this.view.showPair(this.queue.current)
    this.shownAt = stamp()
    this.clock.reset()
  }

  showState() {
    const struggling = this.sender.attempts > 0
    this.view.showSaved(this.store.size, struggling)
    this.view.undo.disabled = !this.queue.undoTarget(this.data.undoable)
    if (!this.queue.current) this.view.showEmpty(this.data, struggling && this.store.size > 0)
  }

  // ---- answers

  answer(outcome, said, reason = null) {
    const { current } = this.queue
    if (!current) return
    const answer = this.compose(current, { outcome, reason, confidence: this.confidence })
    const sure = this.confidence ? `, ${SURENESS[this.confidence]}` : ""
    this.queue.answered(answer)
    this.settle(answer, said + sure)
  }

  undo() {
    const target = this.queue.undoTarget(this.data.undoable)
    if (!target) return
    const now = stamp()
    const answer = this.compose(target.item, { outcome: "undo", undoes: target.answer, shown_at: now, active_ms: 0 })
    this.queue.undo(target, answer)
    this.settle(answer, "Undone: choose again")
  }

  compose(item, fields) {
    return {
      id: newId(),
      item: item.id,
      reason: null,
      confidence: null,
      shown_at: this.shownAt,
      answered_at: stamp(),
      active_ms: this.clock.read(),
      left: item.left.token,
      undoes: null,
      ...fields,
    }
  }

  // The order matters: first the screen, then the browser's storage, and the network after the next frame.
  settle(answer, said) {
    this.showPair()
    this.view.showLast(said)
    this.store.keep(answer)
    this.showState()
    this.sender.soon()
  }

  // ---- keys and clicks

  onKey(event) {
    if (!isOurs(event, this.view.root)) return
    const action = actionFor(event, this.panels)
    if (!action || (event.repeat && !action.startsWith("scroll"))) return
    event.preventDefault()
    this.act(action)
  }

  onClick(event) {
    const target = event.target.closest("[data-action]")
    if (!target || target.disabled) return
    const byPointer = event.detail > 0 // Enter and Space on a focused button also click, with detail 0
    if (byPointer) this.view.root.getRootNode().activeElement?.blur() // else Space would press it again
    if (byPointer && performance.now() - this.pointerShownAt < DOUBLE_CLICK_MS) return
    if (target.matches(".card") && this.dragged(event)) return
    const before = this.queue.current
    this.act(target.dataset.action, target)
    if (byPointer && this.queue.current !== before) this.pointerShownAt = performance.now()
  }

  dragged(event) {
    const { clientX, clientY } = this.pressed ?? event
    return Math.hypot(event.clientX - clientX, event.clientY - clientY) > DRAG_PX || selectedText(this.view.root)
  }

  act(action, target) {
    const [name, number] = action.split("-")
    const { candidate } = this.data.words
    if (name === "left") this.answer(this.queue.current?.left.token, `You chose ${candidate} 1`)
    else if (name === "right") this.answer(this.queue.current?.right.token, `You chose ${candidate} 2`)
    else if (name === "tie") this.answer("tie", `You chose ${this.data.words.tie}`)
    else if (name === "skip") this.skip()
    else if (name === "reason") this.skipBecause(Number(number))
    else if (name === "undo") this.undo()
    else if (name === "sure") this.setConfidence(Number(number))
    else if (name === "scroll") this.scroll(number)
    else if (name === "guidelines" && this.data.guidelines) this.panels.toggle("guidelines")
    else if (name === "help") this.panels.toggle("help")
    else if (name === "close" || name === "escape") this.panels.close()
    else if (name === "dismiss") target.parentElement.remove()
  }

  skip() {
    if (!this.queue.current) return
    if (this.panels.choosing) this.panels.closeReasons()
    else if (this.data.skip_reasons.length) this.panels.openReasons()
    else this.answer("skip", "Skipped")
  }

  skipBecause(index) {
    const reason = this.data.skip_reasons[index]
    if (reason === undefined) return
    this.panels.closeReasons()
    this.answer("skip", `Skipped: ${reason}`, reason)
  }

  setConfidence(level) {
    if (!this.data.with_confidence || !this.queue.current) return
    this.confidence = this.confidence === level ? null : level
    this.view.showConfidence(this.confidence)
  }

  scroll(direction) {
    const pane = this.view.postPane
    const step = pane.clientHeight * (direction === "up" ? -0.85 : 0.85)
    pane.scrollBy({ top: step, behavior: STILL.matches ? "auto" : "smooth" })
  }

  close() {
    this.panels.close()
    this.view.stayBright(false)
    this.stop.abort()
    clearTimeout(this.view.aloud)
  }
}

function labellerFor(parent, owner) {
  const known = INSTANCES.get(parent)
  if (known && known.owner === owner && known.view.root.isConnected) return known
  known?.close()
  const labeller = new Labeller(parent, owner)
  INSTANCES.set(parent, labeller)
  return labeller
}

export default function (component) {
  const { parentElement, data, setStateValue } = component
  const labeller = labellerFor(parentElement, data.owner)
  labeller.receive(data, setStateValue)
  return () => {
    labeller.close()
    INSTANCES.delete(parentElement)
  }
}
