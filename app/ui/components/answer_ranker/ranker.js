// The ranker: takes the server's data and what the person does, and ties the parts above together.

const NO_STORAGE =
  "This browser does not let the studio keep unsaved answers (private window?). Close this page only when it says “All saved”."

class Ranker {
  constructor(parent, owner) {
    this.owner = owner
    this.stop = new AbortController()
    const { signal } = this.stop
    this.store = new AnswerStore(owner)
    this.queue = new PairQueue(this.store)
    this.clock = new ActiveClock(signal)
    this.sender = new Sender({ store: this.store, starved: () => this.starved, changed: () => this.showState(), signal })
    this.heartbeat = new Heartbeat({ clock: this.clock, sender: this.sender, signal })
    this.build(parent, signal)
    leaveSidebar()
    leavePage(signal)
    if (!this.store.persistent) this.status.addNotice("storage", NO_STORAGE)
    window.addEventListener("beforeunload", event => this.unsafe && event.preventDefault(), { signal })
    window.addEventListener("pagehide", () => this.data.leave && navigator.sendBeacon(this.data.leave), { signal })
  }

  build(parent, signal) {
    this.view = new RankerView(parent)
    this.status = new Status(this.view)
    this.flags = new Flags(this.view)
    this.panels = new RankerPanels(this.view, signal)
    this.ranks = new Ranks(this.view, this.status, signal)
    this.input = new Input(this, signal)
    this.view.stayBright(true)
    this.view.watchRoom(() => this.view.fit(this.data.height), signal)
  }

  get unsafe() {
    return this.store.size > 0 && !this.store.persistent
  }

  get starved() {
    return !this.queue.current && !this.data.exhausted
  }

  // ---- from the server

  receive(data, post) {
    this.data = data
    this.sender.post = post
    const before = this.store.size
    for (const id of data.acknowledged) this.accept(id)
    for (const refusal of data.refused) this.refuse(refusal)
    const changed = this.queue.serve(data.items)
    this.view.showFrame(data)
    this.status.showMeters(data.progress)
    this.panels.fill(data)
    if (changed) this.showItem()
    this.view.fit(data.height)
    this.sender.received(data.handled, before - this.store.size)
    this.showState()
  }

  accept(id) {
    const answer = this.store.pending.get(id)
    if (this.store.drop(id)) this.status.accepted(answer)
  }

  refuse({ id, reason }) {
    const answer = this.store.pending.get(id)
    if (!answer) return
    this.store.drop(id)
    this.queue.refused(answer)
    if (answer.outcome === "undo") this.flags.take({ id: answer.item })
    this.ranks.say("")
    this.status.addNotice(id, `${answer.outcome === "undo" ? "An undo" : "A ranking"} was not accepted: ${reason}`, stamp())
  }

  // ---- to the screen

  showItem() {
    const { current } = this.queue
    this.panels.closeReasons()
    this.ranks.show(current, this.data.words)
    this.flags.show(current)
    this.shownAt = stamp()
    this.clock.reset()
  }

  showState() {
    const struggling = this.sender.attempts > 0
    this.status.showSaved(this.store.size, struggling)
    this.view.undo.disabled = !this.queue.undoTarget(this.data.undoable)
    if (!this.queue.current) this.view.showEmpty(this.data, struggling && this.store.size > 0)
  }

  // ---- answers

  send() {
    const { order } = this.ranks
    if (!order.complete) return this.ranks.say(this.ranks.missing(), true)
    this.answer({ outcome: "ranking", ranking: [...order.placed] }, "Order sent")
  }

  answer(fields, said) {
    const { current } = this.queue
    const answer = this.compose(current, { flag: this.flags.take(current), ...fields })
    this.queue.answered(answer)
    this.settle(answer, said)
  }

  undo() {
    const target = this.queue.undoTarget(this.data.undoable)
    if (!target) return
    const now = stamp()
    const answer = this.compose(target.item, { outcome: "undo", undoes: target.answer, shown_at: now, active_ms: 0 })
    this.queue.undo(target, answer)
    if (this.data.flag_reasons.includes(target.said?.flag)) this.flags.set(target.item, target.said.flag)
    this.settle(answer, "Undone: change the order and send it again")
  }

  compose(item, fields) {
    return {
      id: newId(),
      item: item.id,
      ranking: null,
      reason: null,
      flag: null,
      shown_at: this.shownAt,
      answered_at: stamp(),
      active_ms: this.clock.read(),
      undoes: null,
      ...fields,
    }
  }

  // The order matters: first the screen, then the browser's storage, and the network after the next frame.
  settle(answer, said) {
    this.showItem()
    this.ranks.say(said)
    this.store.keep(answer)
    this.showState()
    this.sender.soon()
  }

  skip() {
    if (this.data.skip_reasons.length) this.panels.toggleReasons("skip")
    else this.answer({ outcome: "skip" }, "Skipped")
  }

  flag() {
    const { current } = this.queue
    if (this.flags.get(current)) this.flags.set(current, null)
    else if (this.data.flag_reasons.length) this.panels.toggleReasons("flag")
  }

  giveReason(index) {
    const list = this.panels.choosing
    const reason = this.panels.lists[list]?.reasons[index]
    if (reason === undefined) return
    if (list === "skip") return this.answer({ outcome: "skip", reason }, `Skipped: ${reason}`)
    this.panels.closeReasons()
    this.flags.set(this.queue.current, reason)
  }

  close() {
    this.panels.close()
    this.status.close()
    this.view.stayBright(false)
    this.stop.abort()
  }
}
