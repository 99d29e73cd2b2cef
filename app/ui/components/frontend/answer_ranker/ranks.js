// What a person does to the order on screen, and what is said about it.

class Ranks {
  constructor(view, status, signal) {
    this.view = view
    this.cards = view.cards
    this.status = status
    this.order = null
    this.item = null
    this.drafts = new Map() // by item: an order that was begun or undone waits here until its item is back
    this.drag = new Drag(this.cards, { done: (token, seen) => this.dropped(token, seen), signal })
  }

  // The next item; who had a card in focus gets one again.
  show(item, words) {
    this.drag.cancel()
    const { focused } = this.cards
    if (this.item) this.drafts.set(this.item.id, this.order.placed)
    this.item = item
    this.word = words.candidate
    this.order = item && new Order(item.answers.map(answer => answer.token), this.drafts.get(item.id))
    this.view.showItem(item, this.order, words)
    if (item && focused) this.cards.focus(this.order.seen[0])
  }

  name(token) {
    return `${this.word} ${this.order.number(token)}`
  }

  nowAt(token) {
    return `${this.name(token)} is now ${this.order.rank(token)}`
  }

  place(number) {
    const token = this.order.tokens[number - 1]
    if (token === undefined) return
    const before = this.order.placed.length
    if (!this.order.place(token)) return this.status.showLast(`${this.name(token)} is already ${this.order.rank(token)}`)
    this.view.showOrder(this.order)
    this.status.showLast(this.order.placed.slice(before).map(one => this.nowAt(one)).join(", "))
  }

  back() {
    const token = this.order.takeBack()
    if (!token) return
    this.view.showOrder(this.order)
    this.status.showLast(`${this.name(token)} has no rank again`)
  }

  // Without a card in focus ↓ begins at the top and ↑ at the bottom.
  focusNext(step) {
    const { seen } = this.order
    const { focused } = this.cards
    const start = step > 0 ? 0 : seen.length - 1
    const next = focused === null ? start : Math.min(seen.length - 1, Math.max(0, seen.indexOf(focused) + step))
    this.cards.focus(seen[next])
  }

  move(step) {
    const token = this.cards.focused
    if (token === null) return this.status.showLast("Go to a card with ↑ or ↓ first, then move it", true)
    const { complete } = this.order
    const end = step < 0 ? "top" : "bottom"
    if (!this.order.move(token, step)) return this.status.showLast(`${this.name(token)} is already at the ${end}`)
    this.moved(token, complete)
    this.cards.focus(token)
  }

  dropped(token, seen) {
    if (token === null) return this.view.showOrder(this.order)
    const { complete } = this.order
    this.order.arrange(seen)
    this.moved(token, complete)
  }

  moved(token, wasComplete) {
    const rest = this.order.complete && !wasComplete ? "; the others rank as you see them" : ""
    this.view.showOrder(this.order)
    this.status.showLast(this.nowAt(token) + rest)
  }

  missing() {
    const numbers = this.order.waiting.map(token => this.order.number(token))
    const last = numbers.pop()
    return `Not sent: numbers ${numbers.join(", ")} and ${last} have no rank yet`
  }

  expand() {
    const open = !this.cards.allOpen
    for (const token of this.cards.long) this.cards.toggle(token, open)
    this.view.showExpand()
  }

  expandOne(number) {
    this.cards.toggle(this.order.tokens[number - 1])
    this.view.showExpand()
  }
}
