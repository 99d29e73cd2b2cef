// What labelling and ranking have in common: takes the server's data and the person's answers.

// above together. Who extends it has showItem(item), which may be null, and blank(item): an answer without a word.

const NO_STORAGE =
  "This browser does not let the studio keep unsaved answers (private window?). Close this page only when it says “All saved”."

class Session {
  called = "An answer"
  undone = "Undone: choose again"

  constructor(view, owner) {
    this.owner = owner
    this.view = view
    this.stop = new AbortController()
    const { signal } = this.stop
    this.outbox = new Outbox(owner)
    this.queue = new Queue(this.outbox)
    this.clock = new ActiveClock(signal)
    this.sender = new Sender({ outbox: this.outbox, starved: () => this.starved, changed: () => this.showState(), signal })
    this.heartbeat = new Heartbeat({ clock: this.clock, sender: this.sender, signal })
    this.status = new Status(view)
    this.attention = new Attention(view.root, this.status)
    this.flags = new Flags(view)
    this.panels = new Panels(view, signal)
    this.settleIn(signal)
  }

  settleIn(signal) {
    this.view.stayBright(true)
    this.view.watchRoom(() => this.view.fit(this.data.height), signal)
    leaveSidebar()
    leavePage(signal)
    if (!this.outbox.persistent) this.status.addNotice("storage", NO_STORAGE)
    window.addEventListener("beforeunload", event => this.unsafe && event.preventDefault(), { signal })
    window.addEventListener("pagehide", () => this.data.leave && navigator.sendBeacon(this.data.leave), { signal })
  }

  get starved() {
    return !this.queue.current && !this.data.exhausted
  }

  get unsafe() {
    return this.outbox.size > 0 && !this.outbox.persistent
  }

  // What may be said beside the answer.
  get form() {
    return this.data.form
  }

  get mayUndo() {
    return true
  }

  get undoTarget() {
    return this.mayUndo ? this.queue.undoTarget(this.data.undoable) : null
  }

  // ---- from the server

  receive(data, post) {
    this.data = data
    this.sender.post = post
    const before = this.outbox.size
    for (const id of data.acknowledged) this.accept(id)
    for (const refusal of data.refused) this.refuse(refusal)
    const changed = this.queue.serve(data.items)
    this.showFrame(data)
    if (changed) this.showNext()
    this.view.fit(data.height)
    this.sender.received(data.handled, before - this.outbox.size)
    this.showState()
  }

  accept(id) {
    const answer = this.outbox.pending.get(id)
    if (this.outbox.drop(id)) this.status.accepted(answer)
  }

  refuse({ id, reason }) {
    const answer = this.outbox.pending.get(id)
    if (!answer) return
    this.outbox.drop(id)
    this.queue.refused(answer)
    if (answer.outcome === "undo") this.forget({ id: answer.item })
    this.status.showLast("")
    const what = answer.outcome === "undo" ? "An undo" : this.called
    this.status.addNotice(id, `${what} was not accepted: ${reason}`, stamp())
  }

  // ---- to the screen

  showFrame(data) {
    this.view.showFrame(data)
    this.status.showMeters(data.progress)
  }

  // The item first: the view measures while nothing has changed yet.
  showNext() {
    const { current } = this.queue
    this.showItem(current)
    this.panels.closeReasons()
    this.flags.show(current)
    this.shownAt = stamp()
    this.attention.cameUp()
    this.clock.reset()
  }

  showState() {
    const struggling = this.sender.attempts > 0
    this.status.showSaved(this.outbox.size, struggling)
    this.view.undo.disabled = !this.undoTarget
    if (!this.queue.current) this.view.showEmpty(this.data, struggling && this.outbox.size > 0)
  }

  // ---- answers

  takes(event) {
    return this.attention.takes(event, this.queue.current, this.data.seen_after_ms)
  }

  skip() {
    if (!this.queue.current) return
    if (this.form.skip_reasons.length) this.panels.toggleReasons("skip")
    else this.answer({ outcome: "skip", said: "Skipped" })
  }

  flag() {
    const { current } = this.queue
    if (!current) return
    if (this.flags.get(current)) this.flags.set(current, null)
    else if (this.form.flag_reasons.length) this.panels.toggleReasons("flag")
  }

  giveReason(index) {
    const list = this.panels.choosing
    const reason = this.panels.lists[list]?.reasons[index]
    if (reason === undefined) return
    if (list === "skip") return this.answer({ outcome: "skip", reason, said: `Skipped: ${reason}` })
    this.panels.closeReasons()
    this.flags.set(this.queue.current, reason)
  }

  answer({ said, ...fields }) {
    const { current } = this.queue
    const answer = this.compose(current, { ...fields, flag: this.flags.get(current) })
    this.forget(current)
    this.queue.answered(answer, this.mayUndo)
    this.settle(answer, said)
  }

  undo() {
    const target = this.undoTarget
    if (!target) return
    const now = stamp()
    const answer = this.compose(target.item, { outcome: "undo", undoes: target.answer, shown_at: now, active_ms: 0 })
    this.queue.undo(target, answer)
    if (target.said) this.remember(target)
    this.settle(answer, this.undone)
    this.attention.cameBack()
  }

  // A reason the form no longer knows would not be accepted.
  remember({ item, said }) {
    if (this.form.flag_reasons.includes(said.flag)) this.flags.set(item, said.flag)
  }

  forget(item) {
    this.flags.take(item)
  }

  compose(item, fields) {
    return { ...this.blank(item), shown_at: this.shownAt, active_ms: this.clock.read(), ...fields }
  }

  // The order matters: first the screen, then the browser's storage, and the network after the next frame.
  settle(answer, said) {
    this.showNext()
    this.status.showLast(said)
    this.outbox.keep(answer)
    this.showState()
    this.sender.soon()
  }

  close() {
    this.panels.close()
    this.status.close()
    this.view.stayBright(false)
    this.stop.abort()
  }
}

const INSTANCES = new WeakMap()

function instanceFor(parent, owner, Kind) {
  const known = INSTANCES.get(parent)
  if (known && known.owner === owner && known.view.root.isConnected) return known
  known?.close()
  const instance = new Kind(parent, owner)
  INSTANCES.set(parent, instance)
  return instance
}

// What Streamlit calls with every update.
function mounting(Kind) {
  return ({ parentElement, data, setStateValue }) => {
    const instance = instanceFor(parentElement, data.owner, Kind)
    instance.receive(data, setStateValue)
    return () => {
      instance.close()
      INSTANCES.delete(parentElement)
    }
  }
}

const SIDEBAR = '[data-testid="stSidebar"]'
const PAGE = '[data-testid="stMain"]'

// Enter is ours, and would follow the link again. Who writes or chooses in the sidebar goes on with it.
function leaveSidebar() {
  const { activeElement } = document
  if (activeElement?.closest(SIDEBAR) && !activeElement.matches(FOREIGN)) activeElement.blur()
}

// A click on empty space focuses the page's scroll container, and the next key would draw a frame round it.
function leavePage(signal) {
  const leave = () => document.activeElement?.matches(PAGE) && document.activeElement.blur()
  document.addEventListener("pointerup", leave, { signal, capture: true })
}
