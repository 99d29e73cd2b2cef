// Which pair is on screen, which come next, and what can be undone.

class Queue {
  constructor(outbox) {
    this.outbox = outbox
    this.served = [] // the server's list, in its order
    this.held = [] // pairs this person has seen and still owes an answer: brought back or displaced by an undo
    this.current = null
    this.history = [] // answers of this page view that can be undone, oldest first: {answer, item, said}
    this.undone = new Set()
  }

  // The pair on screen stays there, whatever the server now lists.
  serve(items) {
    this.served = items
    return this.current ? false : this.advance()
  }

  advance() {
    this.current = this.waiting()[0] ?? null
    return true
  }

  waiting() {
    const last = new Map(this.outbox.ordered().map(answer => [answer.item, answer]))
    const seen = new Set(this.current ? [this.current.id] : [])
    return [...this.held, ...this.served].filter(item => {
      const answered = last.has(item.id) && last.get(item.id).outcome !== "undo"
      if (answered || seen.has(item.id)) return false
      seen.add(item.id)
      return true
    })
  }

  // Past an answer that cannot be undone there is no way back to those before it.
  answered(answer, undoable = true) {
    this.outbox.add(answer)
    this.history = undoable ? [...this.history, { answer: answer.id, item: this.current, said: answer }] : []
    this.held = this.held.filter(item => item.id !== answer.item)
    this.current = null
    this.advance()
  }

  // The last answer of this page view, else the one the server knows of from before the page was loaded.
  undoTarget(undoable) {
    if (this.history.length) return this.history[this.history.length - 1]
    const waits = this.outbox.ordered().some(answer => answer.outcome !== "undo") // sent before a reload, not confirmed
    return undoable && !waits && !this.undone.has(undoable.answer) ? undoable : null
  }

  undo(target, answer) {
    this.outbox.add(answer)
    this.undone.add(target.answer)
    this.history = this.history.filter(entry => entry.answer !== target.answer)
    const back = [target.item, ...(this.current ? [this.current] : [])]
    this.held = [...back, ...this.held.filter(item => !back.some(other => other.id === item.id))]
    this.current = target.item
  }

  // A refused answer changes nothing: it cannot be undone, and a refused undo does not bring its pair back.
  refused(answer) {
    this.history = this.history.filter(entry => entry.answer !== answer.id)
    if (answer.outcome !== "undo") return
    this.held = this.held.filter(item => item.id !== answer.item)
    if (this.current && this.current.id === answer.item) this.current = null
  }
}
