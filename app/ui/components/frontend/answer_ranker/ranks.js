// What a person does to the order on screen, and what is said about it.

import { Drag } from "./drag.js"
import { Order } from "./order.js"

/** @import { RankingItem, Words } from "../types" */
/** @import { Drafts } from "../shared/drafts.js" */
/** @import { Status } from "../shared/status.js" */
/** @import { RankerView } from "./ranker.js" */

const NOTHING = new Order([])

export class Ranks {
  /** @param {RankerView} view @param {{ status: Status, drafts: Drafts, signal: AbortSignal }} parts */
  constructor(view, { status, drafts, signal }) {
    this.view = view
    this.cards = view.cards
    this.status = status
    this.drafts = drafts // an order that was begun or undone waits there until its item is back
    this.order = NOTHING
    this.word = ""
    /** @type {RankingItem | null} */
    this.item = null
    this.drag = new Drag(this.cards, { done: (token, seen) => this.dropped(token, seen), signal })
  }

  /** The next item; who had a card in focus gets one again. @param {RankingItem | null} item @param {Words} words */
  show(item, words) {
    this.drag.cancel()
    const { focused } = this.cards
    if (this.item) this.drafts.put(this.item, { order: this.order.placed })
    this.item = item
    this.word = words.candidate
    this.order = item ? new Order(item.answers.map(answer => answer.token), this.drafts.of(item).order) : NOTHING
    this.view.showItem(item, this.order, words)
    if (item && focused) this.cards.focus(this.order.seen[0])
  }

  /** @param {string} token */
  name(token) {
    return `${this.word} ${this.order.number(token)}`
  }

  /** @param {string} token */
  nowAt(token) {
    return `${this.name(token)} is now ${this.order.rank(token)}`
  }

  /** @param {number} number */
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

  /** Without a card in focus ↓ begins at the top and ↑ at the bottom. @param {number} step */
  focusNext(step) {
    const { seen } = this.order
    const { focused } = this.cards
    const start = step > 0 ? 0 : seen.length - 1
    const next = focused === null ? start : Math.min(seen.length - 1, Math.max(0, seen.indexOf(focused) + step))
    this.cards.focus(seen[next])
  }

  /** @param {number} step */
  move(step) {
    const token = this.cards.focused
    if (token === null) return this.status.showLast("Go to a card with ↑ or ↓ first, then move it", true)
    const { complete } = this.order
    const end = step < 0 ? "top" : "bottom"
    if (!this.order.move(token, step)) return this.status.showLast(`${this.name(token)} is already at the ${end}`)
    this.moved(token, complete)
    this.cards.focus(token)
  }

  /** @param {string | null} token @param {string[]} seen */
  dropped(token, seen) {
    if (token === null) return this.view.showOrder(this.order)
    const { complete } = this.order
    this.order.arrange(seen)
    this.moved(token, complete)
  }

  /** @param {string} token @param {boolean} wasComplete */
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

  /** @param {number} number */
  expandOne(number) {
    this.cards.toggle(this.order.tokens[number - 1])
    this.view.showExpand()
  }
}
