// The labeller: takes the server's data and the person's actions, and ties the parts above together.

const SURENESS = { 1: "unsure", 2: "fairly sure", 3: "sure" }
const NO_STORAGE =
  "This browser does not let the studio keep unsaved answers (private window?). Close this page only when it says “All saved”."

class Labeller {
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
    const { root } = (this.view = new View(parent))
    this.status = new Status(this.view)
    this.feedback = new FeedbackStrip(this.view)
    this.flags = new Flags(this.view)
    this.recall = new Recall()
    this.panels = new Panels(this.view, signal)
    const takenBack = () => this.status.showLast("Taken back: choose again")
    this.details = new Details(this.view, { done: choice => this.answer(choice), takenBack, signal })
    this.keys = new Meanings({ root, panels: this.panels, details: this.details, status: this.status, signal })
    const act = (action, target) => perform(this, action, target)
    this.hands = new Hands({ root, keys: this.keys, act, scene: () => this.details.choice ?? this.queue.current, signal })
    this.view.stayBright(true)
    this.view.watchRoom(() => this.view.fit(this.data.height), signal)
  }

  get starved() {
    return !this.queue.current && !this.data.exhausted
  }

  get confidence() {
    return (this.data.form.confidence && this.recall.of(this.queue.current).confidence) || null
  }

  get undoTarget() {
    return this.data.form.undo ? this.queue.undoTarget(this.data.undoable) : null
  }

  get unsafe() {
    return this.store.size > 0 && !this.store.persistent
  }

  // ---- from the server

  receive(data, post) {
    this.data = data
    this.sender.post = post
    const before = this.store.size
    for (const id of data.acknowledged) this.accept(id)
    for (const refusal of data.refused) this.refuse(refusal)
    const changed = this.queue.serve(data.items)
    this.showFrame(data)
    if (changed) this.showPair()
    this.feedback.receive(data.feedback)
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
    if (answer.outcome === "undo") this.forget({ id: answer.item })
    this.status.showLast("")
    this.status.addNotice(id, `${answer.outcome === "undo" ? "An undo" : "An answer"} was not accepted: ${reason}`, stamp())
  }

  // ---- to the screen

  showFrame(data) {
    this.view.showFrame(data)
    this.status.showMeters(data.progress)
    const { form, guidelines, words } = data
    const shown = JSON.stringify([form, guidelines !== "", words.candidate])
    if (shown === this.shownForm) return
    this.shownForm = shown
    this.details.close()
    this.view.showForm(form, words.candidate)
    this.panels.fill(form, guidelines !== "")
    this.keys.fill(form, guidelines !== "")
    this.details.fill(form, words.candidate)
  }

  // The pair first: the view measures while nothing has changed yet.
  showPair() {
    const { current } = this.queue
    this.view.showPair(current)
    this.view.showConfidence(this.confidence)
    this.panels.closeReasons()
    this.details.close()
    this.flags.show(current)
    this.shownAt = stamp()
    this.clock.reset()
  }

  showState() {
    const struggling = this.sender.attempts > 0
    this.status.showSaved(this.store.size, struggling)
    this.view.undo.disabled = !this.undoTarget
    if (!this.queue.current) this.view.showEmpty(this.data, struggling && this.store.size > 0)
  }

  // ---- answers

  choose(side) {
    const token = this.queue.current?.[side].token
    this.decide({ outcome: token, said: `You chose ${this.data.words.candidate} ${side === "left" ? 1 : 2}` })
  }

  chooseOnScale(number) {
    const { current } = this.queue
    const { side, strength } = scalePoint(number)
    if (!current || !side) return perform(this, "tie")
    const said = `You chose ${this.data.words.candidate} ${side === "left" ? 1 : 2}, ${DEGREES_SAID[strength]}`
    this.decide({ outcome: current[side].token, strength, said })
  }

  decide(choice) {
    const { current } = this.queue
    if (!current) return
    if (asksDetails(this.data.form)) this.details.ask(choice, current, this.recall.of(current))
    else this.answer(choice)
  }

  skip() {
    if (!this.queue.current) return
    if (this.data.form.skip_reasons.length) this.panels.toggleReasons("skip")
    else this.answer({ outcome: "skip", said: "Skipped" })
  }

  flag() {
    const { current } = this.queue
    if (!current) return
    if (this.flags.get(current)) this.flags.set(current, null)
    else this.panels.toggleReasons("flag")
  }

  giveReason(index) {
    const list = this.panels.choosing
    const reason = this.panels.lists[list]?.reasons[index]
    if (reason === undefined) return
    if (list === "skip") return this.answer({ outcome: "skip", reason, said: `Skipped: ${reason}` })
    this.panels.closeReasons()
    this.flags.set(this.queue.current, reason)
  }

  setConfidence(level) {
    if (!this.data.form.confidence || !this.queue.current) return
    this.recall.put(this.queue.current, { confidence: this.confidence === level ? null : level })
    this.view.showConfidence(this.confidence)
  }

  answer({ said, ...fields }) {
    const { current } = this.queue
    const { confidence } = this
    const answer = this.compose(current, { ...fields, confidence, flag: this.flags.get(current) })
    this.forget(current)
    this.queue.answered(answer, this.data.form.undo)
    this.settle(answer, confidence ? `${said}, ${SURENESS[confidence]}` : said)
  }

  undo() {
    const target = this.undoTarget
    if (!target) return
    const now = stamp()
    const answer = this.compose(target.item, { outcome: "undo", undoes: target.answer, shown_at: now, active_ms: 0 })
    this.queue.undo(target, answer)
    if (target.said) this.remember(target)
    this.settle(answer, "Undone: choose again")
  }

  // A reason the form no longer knows would not be accepted.
  remember({ item, said }) {
    const { confidence, axes, rationale, flag } = said
    this.recall.put(item, { confidence, axes, rationale })
    if (this.data.form.flag_reasons.includes(flag)) this.flags.set(item, flag)
  }

  forget(item) {
    this.recall.drop(item)
    this.flags.take(item)
  }

  compose(item, fields) {
    return { ...blankAnswer(item), shown_at: this.shownAt, active_ms: this.clock.read(), ...fields }
  }

  // The order matters: first the screen, then the browser's storage, and the network after the next frame.
  settle(answer, said) {
    this.showPair()
    this.feedback.hide()
    this.status.showLast(said)
    this.store.keep(answer)
    this.showState()
    this.sender.soon()
  }

  close() {
    this.details.close()
    this.panels.close()
    this.status.close()
    this.view.stayBright(false)
    this.stop.abort()
  }
}
