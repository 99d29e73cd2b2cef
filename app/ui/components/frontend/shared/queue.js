// Which pair is on screen, which come next, and what can be undone.

/** @import { Answer, Prompt, Recalled, Undoable } from "../types" */
/** @import { Outbox } from "./outbox.js" */

/** @template {Prompt} I */
export class Queue {
  /** @param {Outbox} outbox */
  constructor(outbox) {
    this.outbox = outbox
    /** @type {I[]} the server's list, in its order */
    this.served = []
    /** @type {I[]} what this person has seen and still owes an answer: brought back or displaced by an undo */
    this.held = []
    /** @type {I | null} */
    this.current = null
    /** @type {Undoable<I>[]} answers of this page view that can be undone, oldest first */
    this.history = []
    this.undone = new Set()
    /** @type {Undoable<I> | null} the earlier answer on screen, which stands until another is given */
    this.opened = null
  }

  /** The pair on screen stays there, whatever the server now lists. @param {I[]} items */
  serve(items) {
    this.served = items
    return this.current ? false : this.advance()
  }

  advance() {
    this.current = this.waiting()[0] ?? null
    return true
  }

  waiting() {
    const last = new Map(this.outbox.ordered().map(answer => [answer.item, answer.outcome]))
    const seen = new Set(this.current ? [this.current.id] : [])
    return [...this.held, ...this.served].filter(item => {
      const answered = last.has(item.id) && last.get(item.id) !== "undo"
      if (answered || seen.has(item.id)) return false
      seen.add(item.id)
      return true
    })
  }

  /** Past an answer that cannot be undone there is no way back to those before it. @param {Answer} answer */
  answered(answer, undoable = true) {
    this.outbox.add(answer)
    const said = /** @type {Recalled} */ (/** @type {unknown} */ (answer))
    const before = this.history.filter(entry => entry.answer !== this.opened?.answer)
    this.history = undoable && this.current ? [...before, { answer: answer.id, item: this.current, said }] : []
    this.held = this.held.filter(item => item.id !== answer.item)
    this.leave()
  }

  /** An earlier answer comes on screen in the place of what waits there. @param {Undoable<I>} target */
  open(target) {
    if (this.current && !this.opened) this.held = [this.current, ...this.held]
    this.opened = target
    this.current = target.item
  }

  /** On with what waits. */
  leave() {
    this.opened = null
    this.current = null
    this.advance()
  }

  /**
   * The last answer of this page view, else the one the server knows of from before the page was loaded.
   * @param {Undoable<I> | null} undoable
   */
  undoTarget(undoable) {
    if (this.history.length) return this.history[this.history.length - 1]
    const waits = this.outbox.ordered().some(answer => answer.outcome !== "undo") // sent before a reload, not confirmed
    return undoable && !waits && !this.undone.has(undoable.answer) ? undoable : null
  }

  /** @param {Undoable<I>} target @param {Answer} answer */
  undo(target, answer) {
    this.outbox.add(answer)
    this.undone.add(target.answer)
    this.history = this.history.filter(entry => entry.answer !== target.answer)
    const back = [target.item, ...(this.current ? [this.current] : [])]
    this.held = [...back, ...this.held.filter(item => !back.some(other => other.id === item.id))]
    this.current = target.item
  }

  /**
   * A refused answer changes nothing: it cannot be undone, and a refused undo does not bring its pair back.
   * @param {Answer} answer
   */
  refused(answer) {
    this.history = this.history.filter(entry => entry.answer !== answer.id)
    if (answer.outcome !== "undo") return
    this.held = this.held.filter(item => item.id !== answer.item)
    if (this.current && this.current.id === answer.item) this.current = null
  }
}
