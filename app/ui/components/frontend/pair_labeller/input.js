// The person's keys and clicks, and what each action does.

import { letGoOfText, selectedText } from "../shared/attention.js"
import { around, focusedNear } from "../shared/dom.js"
import { CLOSED_LIST } from "./keymap.js"

/** @import { LabellerKeymap } from "./keymap.js" */
/** @import { Labeller } from "./labeller.js" */
/** @import { Way } from "./details.js" */
/** @import { Side } from "./view.js" */
/**
 * @typedef {(labeller: Labeller, what: string, index: string | undefined, target: HTMLElement | undefined) => void} Act
 */

const DOUBLE_CLICK_MS = 200 // a second click this soon after a pair appeared by pointer was meant for the one before
const DRAG_PX = 6
const HELD = /^(scroll|lines)-/ // what goes on while its key is held down

/** @type {Record<string, Act>} "name-what-index" passes on what and index */
const ACTIONS = {
  left: labeller => labeller.choose("left"),
  right: labeller => labeller.choose("right"),
  scale: (labeller, number) => labeller.chooseOnScale(Number(number)),
  tie: labeller => labeller.chooseTie(),
  bothbad: labeller => labeller.decide({ outcome: "both_bad", said: "You chose Both bad" }, "bothbad"),
  mark: (labeller, side, mark) => labeller.mark(/** @type {Side} */ (side), mark === "pass"),
  skip: labeller => labeller.skip(),
  flag: labeller => labeller.flag(),
  reason: (labeller, index) => labeller.giveReason(Number(index)),
  undo: labeller => labeller.undo(),
  earlier: labeller => labeller.goBack(),
  keep: labeller => labeller.leaveEarlier(),
  goon: labeller => labeller.goOn(),
  sure: (labeller, level) => labeller.setConfidence(Number(level)),
}
/** @type {Record<string, Act>} what may be done while the details are asked */
const MEANWHILE = {
  rate: ({ details }, way, index) => details.rate(/** @type {Way} */ (way), index ? Number(index) : undefined),
  move: ({ details }, direction) => details.move(direction === "up" ? -1 : 1),
  done: ({ details }) => details.complete(),
  takeback: ({ details }) => details.takeBack(),
  scroll: ({ view }, direction) => view.reading.page(direction === "up" ? -1 : 1),
  lines: ({ view }, direction) => view.reading.lines(direction === "up" ? -1 : 1),
  next: ({ view }) => view.reading.next(),
  fold: ({ view }) => view.fold(),
  show: (labeller, what) => labeller.showTexts(what),
  tied: ({ desk }) => desk.toggleTied(),
  size: ({ desk }, direction) => desk.step(direction === "up" ? 1 : -1),
  desk: ({ panels }) => panels.toggle("desk"),
  day: labeller => labeller.openDay(),
  guidelines: ({ panels }) => panels.toggle("guidelines"),
  help: ({ panels }) => panels.toggle("help"),
  close: ({ panels }) => panels.close(),
  escape: ({ panels }) => panels.close(),
  letgo: ({ view }) => letGoOfText(view.root),
  dismiss: ({ status }, what, index, target) => (target ? target.parentElement?.remove() : status.dismiss()),
}

// Of these, what says something about the pair: first the choice, then its details.
const VOTES = new Set(["left", "right", "scale", "tie", "bothbad", "mark", "skip", "reason"])
const DECIDES = new Set(["left", "right", "scale", "tie", "bothbad", "mark"])
const DETAIL = "rate"
const ANSWERED = "This pair is answered: Enter goes on"

export class Input {
  /** @param {Labeller} labeller @param {LabellerKeymap} keymap @param {AbortSignal} signal */
  constructor(labeller, keymap, signal) {
    this.labeller = labeller
    this.keymap = keymap
    this.root = labeller.view.root
    this.changedAt = -Infinity
    /** @type {MouseEvent | null} */
    this.pressed = null
    document.addEventListener("keydown", event => this.onKey(event), { signal })
    this.root.addEventListener("click", event => this.onClick(event), { signal })
    this.root.addEventListener("pointerdown", event => (this.pressed = event), { signal })
  }

  /** What is on screen: a click that changed it may be the first of two. */
  get scene() {
    return this.labeller.details.asked ?? this.labeller.queue.current
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const action = this.keymap.read(event)
    if (!action || (event.repeat && !HELD.test(action))) return
    event.preventDefault()
    const focused = event.composedPath()[0]
    if (focused instanceof HTMLElement && focused.matches(CLOSED_LIST)) focused.blur()
    if (this.takes(action, event)) this.act(action)
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const target = around(event, "[data-action]")
    const action = target?.dataset.action
    if (!target || !action || target.matches(":disabled")) return
    const byPointer = event.detail > 0 // Enter and Space on a focused button also click, with detail 0
    if (byPointer) focusedNear(this.root)?.blur() // else Space would press it again
    if (target.closest(".card") && this.dragged(event)) return
    if (!this.takes(action, event)) return
    if (byPointer && performance.now() - this.changedAt < DOUBLE_CLICK_MS) return
    const before = this.scene
    this.act(action, target)
    if (byPointer && this.scene !== before) this.changedAt = performance.now()
  }

  /** Whether an action by this event counts. @param {string} action @param {Event} event */
  takes(action, event) {
    const [name] = action.split("-")
    if (this.labeller.lesson.open) return this.takesInLesson(name)
    const vote = this.labeller.details.open ? name === DETAIL : VOTES.has(name)
    return !vote || this.labeller.takes(event, DECIDES.has(name))
  }

  /** @param {string} name */
  takesInLesson(name) {
    const meant = name === "goon" || name in MEANWHILE
    if (!meant) this.labeller.status.showLast(ANSWERED, true)
    return meant
  }

  /** @param {string} action @param {HTMLElement} [target] */
  act(action, target) {
    const [name, what, index] = action.split("-")
    const does = MEANWHILE[name] ?? (this.labeller.details.open ? undefined : ACTIONS[name])
    does?.(this.labeller, what, index, target)
  }

  /** A drag that selected text is not a click on the card under it. @param {MouseEvent} event */
  dragged(event) {
    const { clientX, clientY } = this.pressed ?? event
    return Math.hypot(event.clientX - clientX, event.clientY - clientY) > DRAG_PX || selectedText(this.root)
  }
}
