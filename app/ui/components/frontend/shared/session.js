// What labelling and ranking have in common: takes the server's data and the person's answers, and ties the parts
// together. Who extends it shows an item, and knows an answer without a word.

import { ActiveClock, Heartbeat } from "./activity.js"
import { Attention } from "./attention.js"
import { BreakReminder } from "./breaks.js"
import { Desk, labelButtons } from "./desk.js"
import { Drafts } from "./drafts.js"
import { Earlier } from "./earlier.js"
import { FOREIGN } from "./keymap.js"
import { Meters } from "./meters.js"
import { MyDay } from "./my_day.js"
import { Outbox, blankAnswer, stamp } from "./outbox.js"
import { Panels } from "./panels.js"
import { Queue } from "./queue.js"
import { Screen } from "./screen.js"
import { Sender } from "./sender.js"
import { Status } from "./status.js"
import { Switches } from "./switches.js"

/** @import { Answer, Choice, EarlierAnswer, Mounting, Prompt, Reasons, Refusal, Send, SessionData, Undoable } from "../types" */
/** @import { Parts } from "./screen.js" */

const NO_STORAGE =
  "This browser does not let the studio keep unsaved answers (private window?). Close this page only when it says “All saved”."
const DRAWN_AHEAD = 3 // items
const SOON_MS = 700
const SIDEBAR = '[data-testid="stSidebar"]'
const PAGE = '[data-testid="stMain"]'

/**
 * @template {Prompt} I what is answered
 * @template {SessionData<I>} D what the server sends
 * @template {Screen<Parts>} V
 */
export class Session {
  called = "An answer"
  undone = "Undone: choose again"

  /** @param {V} view @param {D} data */
  constructor(view, data) {
    this.owner = data.owner
    this.data = data
    this.view = view
    this.stop = new AbortController()
    const { signal } = this.stop
    this.outbox = new Outbox(data.owner)
    /** @type {Queue<I>} */
    this.queue = new Queue(this.outbox)
    this.drafts = new Drafts()
    this.earlier = new Earlier(this.queue, view.parts)
    this.clock = new ActiveClock(signal)
    const starved = () => this.starved
    this.sender = new Sender({ outbox: this.outbox, starved, changed: () => this.showState(), signal })
    this.heartbeat = new Heartbeat({ clock: this.clock, sender: this.sender, signal })
    this.status = new Status(view.parts)
    this.meters = new Meters(view.parts.meters)
    this.attention = new Attention(view.root, this.status)
    this.switches = new Switches(view, this.status)
    this.panels = new Panels(view.parts, signal)
    this.desk = new Desk(view, {
      owner: data.owner,
      send: (name, value) => this.sender.post?.(name, value),
      said: text => this.status.showLast(text),
      signal,
    })
    this.reminder = new BreakReminder(view.parts, { clock: this.clock, wanted: () => this.day.reminds, signal })
    this.day = new MyDay(view.parts, {
      send: (name, value) => this.sender.post?.(name, value),
      breaks: this.reminder.breaks,
      signal,
    })
    this.shownAt = ""
    this.shownKeys = ""
    this.settleIn(signal)
  }

  /** @param {AbortSignal} signal */
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

  /** What may be said beside the answer. @returns {Reasons} */
  get form() {
    return { skip_reasons: [], flag_reasons: [] }
  }

  get mayUndo() {
    return true
  }

  get undoTarget() {
    return this.mayUndo && !this.queue.opened ? this.queue.undoTarget(this.data.undoable) : null
  }

  // ---- from the server

  /** @param {D} data @param {Send} post */
  receive(data, post) {
    this.latest = () => this.stop.signal.aborted || this.take(data, post)
    if (this.view.content.isReady(data.content, () => this.latest?.())) this.latest()
    else setTimeout(() => this.view.content.pending && !this.queue.current && this.view.showWaiting(), SOON_MS)
  }

  /** @param {D} data @param {Send} post */
  take(data, post) {
    this.data = data
    this.sender.post = post
    this.desk.receive(data.desk)
    this.day.receive(data.day)
    const before = this.outbox.size
    for (const id of data.acknowledged) this.accept(id)
    for (const refusal of data.refused) this.refuse(refusal)
    const changed = this.queue.serve(data.items)
    this.showFrame(data)
    if (changed) this.showNext()
    this.found(data.earlier)
    this.view.fit(data.height)
    this.sender.received(data.handled, before - this.outbox.size)
    this.showState()
  }

  /** @param {string} id */
  accept(id) {
    const answer = this.outbox.pending.get(id)
    if (this.outbox.drop(id) && answer) this.status.accepted(answer)
  }

  /** @param {Refusal} refusal */
  refuse({ id, reason }) {
    const answer = this.outbox.pending.get(id)
    if (!answer) return
    this.outbox.drop(id)
    this.queue.refused(answer)
    if (answer.outcome === "undo") this.drafts.drop(answer.item)
    this.status.showLast("")
    const what = answer.outcome === "undo" ? "An undo" : this.called
    this.status.addNotice(id, `${what} was not accepted: ${reason}`, stamp())
  }

  // ---- to the screen

  /** @param {D} data */
  showFrame(data) {
    this.showKeys(data)
    this.view.showFrame(data)
  }

  /** @param {D} data */
  showKeys({ keys, buttons }) {
    const shown = JSON.stringify([keys, buttons])
    if (shown === this.shownKeys) return
    this.shownKeys = shown
    labelButtons(this.view.root, buttons)
    this.desk.showKeys(keys, buttons)
  }

  /** @param {I | null} item */
  showItem(item) {
    this.view.showPost(item)
  }

  /** The item first: the view measures while nothing has changed yet. */
  showNext() {
    const { current } = this.queue
    this.showItem(current)
    this.showOpened()
    this.panels.closeReasons()
    this.view.showFlag(this.drafts.of(current).flag ?? null)
    this.shownAt = stamp()
    this.attention.cameUp()
    this.clock.reset()
    const next = this.queue.waiting().slice(0, DRAWN_AHEAD)
    this.switches.show()
    this.view.content.ahead(next.flatMap(item => this.view.textsOf(item)))
  }

  showOpened() {
    const { opened } = this.queue
    this.earlier.show(opened, opened ? this.saidOf(opened) : "")
  }

  /** What an earlier answer said, and how to change it. @param {Undoable<I>} opened */
  saidOf({ said }) {
    return said?.reason ? `Skipped: ${said.reason}. Answer it now to change that.` : "Give another to change it."
  }

  showState() {
    const struggling = this.sender.attempts > 0
    this.status.showSaved(this.outbox.size, struggling)
    this.meters.show(this.data.progress, this.outbox.ahead)
    this.view.parts.undo.disabled = !this.undoTarget
    if (!this.queue.current) this.view.showEmpty(this.data, struggling && this.outbox.size > 0)
  }

  /** @param {string} what */
  showTexts(what) {
    this.switches.turn(what, this.queue.current)
  }

  openDay() {
    this.panels.toggle("day")
    if (this.panels.dialogs.day.open) this.day.open()
  }

  // ---- answers

  /** @param {Event} event @param {boolean} decides whether it says which one is better */
  takes(event, decides) {
    const reads = decides && this.data.read_to_end && !this.queue.opened
    const unread = () => (reads ? this.unread() : "")
    return this.attention.takes(event, this.queue.current, this.data.seen_after_ms, unread)
  }

  /** What was not read to its end yet, as a sentence; empty for nothing. */
  unread() {
    return ""
  }

  skip() {
    if (!this.queue.current) return
    if (this.form.skip_reasons.length) this.panels.toggleReasons("skip")
    else this.answer({ outcome: "skip", said: "Skipped" })
  }

  flag() {
    const { current } = this.queue
    if (!current) return
    if (this.drafts.of(current).flag) this.setFlag(current, null)
    else if (this.form.flag_reasons.length) this.panels.toggleReasons("flag")
  }

  /** @param {I} item @param {string | null} flag */
  setFlag(item, flag) {
    this.drafts.put(item, { flag })
    this.view.showFlag(flag)
  }

  /** @param {number} index */
  giveReason(index) {
    const list = this.panels.choosing
    const { current } = this.queue
    if (!list || !current) return
    const reason = this.panels.lists[list].reasons[index]
    if (reason === undefined) return
    if (list === "skip") return this.answer({ outcome: "skip", reason, said: `Skipped: ${reason}` })
    this.panels.closeReasons()
    this.setFlag(current, reason)
  }

  /** @param {Choice} choice */
  answer({ said, ...fields }) {
    const { current } = this.queue
    if (!current) return
    const undoes = this.queue.opened?.answer ?? null
    const answer = this.compose(current, { ...fields, undoes, flag: this.drafts.of(current).flag ?? null })
    this.drafts.drop(current.id)
    this.queue.answered(answer, this.mayUndo)
    this.settle(answer, said)
  }

  undo() {
    const target = this.undoTarget
    if (!target) return
    const now = stamp()
    const answer = this.compose(target.item, { outcome: "undo", undoes: target.answer, shown_at: now, active_ms: 0 })
    this.queue.undo(target, answer)
    this.remember(target)
    this.settle(answer, this.undone)
    this.attention.cameBack()
    this.view.reading.seeAll()
  }

  /** To the answer before the one on screen. */
  goBack() {
    if (!this.data.reopening) return
    const { next } = this.earlier
    if (next) return this.open(next)
    this.sender.sendNew()
    this.earlier.ask(this.sender.post)
  }

  /** @param {EarlierAnswer<I> | null | undefined} sent */
  found(sent) {
    const found = this.earlier.take(sent)
    if (found?.answer) this.open(found.answer)
    else if (found) this.status.showLast(found.why, true)
  }

  /** @param {Undoable<I>} target */
  open(target) {
    this.forget()
    this.queue.open(target)
    this.remember(target)
    this.showNext()
    this.status.showLast("")
    this.showState()
  }

  /** The earlier answer stays as it is. */
  leaveEarlier() {
    if (!this.queue.opened) return
    this.forget()
    this.queue.leave()
    this.showNext()
    this.status.showLast("Left as it was")
    this.showState()
  }

  /** What was said beside an answer that is left as it is. */
  forget() {
    if (this.queue.opened) this.drafts.drop(this.queue.opened.item.id)
  }

  /** A reason the form no longer knows would not be accepted. @param {Undoable<I>} target */
  remember({ item, said }) {
    if (said?.flag && this.form.flag_reasons.includes(said.flag)) this.setFlag(item, said.flag)
  }

  /** An answer without a word. @param {I} item */
  blank(item) {
    return blankAnswer(item)
  }

  /** @param {I} item @param {Partial<Answer> & { outcome: string }} fields @returns {Answer} */
  compose(item, fields) {
    return { ...this.blank(item), shown_at: this.shownAt, active_ms: this.clock.read(), ...fields }
  }

  /**
   * The order matters: first the screen, then the browser's storage, and the network after the next frame.
   * @param {Answer} answer
   * @param {string} said
   */
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
    this.view.content.close()
    this.stop.abort()
  }
}

/**
 * Enter is ours, and would follow the link again, or open the tab that was clicked. Who writes or chooses in the
 * sidebar goes on with it, and so does who came to a tab by key.
 */
function leaveSidebar() {
  const { activeElement } = document
  if (!(activeElement instanceof HTMLElement)) return
  const inSidebar = activeElement.closest(SIDEBAR) && !activeElement.matches(FOREIGN)
  if (inSidebar || activeElement.matches("[role=tab]:not(:focus-visible)")) activeElement.blur()
}

/**
 * A click on empty space focuses the page's scroll container, and the next key would draw a frame round it.
 * @param {AbortSignal} signal
 */
function leavePage(signal) {
  const leave = () => {
    const { activeElement } = document
    if (activeElement instanceof HTMLElement && activeElement.matches(PAGE)) activeElement.blur()
  }
  document.addEventListener("pointerup", leave, { signal, capture: true })
}

/**
 * What Streamlit calls with every update: one session for each place it is mounted in, as long as the same person answers.
 * @template {Prompt} I
 * @template {SessionData<I>} D
 * @param {new (parent: HTMLElement, data: D) => Session<I, D, any>} Kind
 */
export function mounting(Kind) {
  const sessions = new WeakMap()

  /** @param {HTMLElement} parent @param {D} data @returns {Session<I, D, any>} */
  const sessionFor = (parent, data) => {
    const known = sessions.get(parent)
    if (known && known.owner === data.owner && known.view.root.isConnected) return known
    known?.close()
    const session = new Kind(parent, data)
    sessions.set(parent, session)
    return session
  }

  /** @param {Mounting<D>} mount */
  return ({ parentElement, data, setStateValue }) => {
    const session = sessionFor(parentElement, data)
    session.receive(data, setStateValue)
    return () => {
      session.close()
      sessions.delete(parentElement)
    }
  }
}
