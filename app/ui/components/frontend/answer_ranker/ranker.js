// The ranker: a session whose items are prompts, and whose answers are orders.

import { answerOf, promptOf } from "../shared/content.js"
import { setText } from "../shared/dom.js"
import { Screen } from "../shared/screen.js"
import { Session, mounting } from "../shared/session.js"
import { Cards } from "./cards.js"
import { Input } from "./input.js"
import { RANKS } from "./order.js"
import { Ranks } from "./ranks.js"

/** @import { BlankAnswer, RankingData, RankingItem, Undoable, Words } from "../types" */
/** @import { Parts } from "../shared/screen.js" */
/** @import { Order } from "./order.js" */
/**
 * @typedef {Parts & Record<"answers" | "hint" | "expandLabel", HTMLElement>
 *   & Record<"expand" | "back" | "send", HTMLButtonElement>} RankerParts
 */

/** @extends {Session<RankingItem, RankingData, RankerView>} */
export class Ranker extends Session {
  called = "A ranking"
  undone = "Undone: change the order and send it again"

  /** @param {HTMLElement} parent @param {RankingData} data */
  constructor(parent, data) {
    super(new RankerView(parent), data)
    const { status, drafts } = this
    const { signal } = this.stop
    this.ranks = new Ranks(this.view, { status, drafts, signal })
    this.input = new Input(this, signal)
    this.input.keymap.atEarlier = () => this.queue.opened !== null
  }

  get form() {
    return this.data
  }

  /** @param {RankingData} data */
  showFrame(data) {
    super.showFrame(data)
    this.panels.fill(data, data.keys)
    this.input.keymap.fill(data.keys)
  }

  /** @param {RankingItem | null} item */
  showItem(item) {
    this.ranks.show(item, this.data.words)
  }

  unread() {
    const names = this.ranks.cards.unseen.map(token => this.ranks.name(token))
    return names.length ? `Show all of ${names.join(", ")} first: not counted` : ""
  }

  send() {
    const { order } = this.ranks
    if (!order.complete) return this.status.showLast(this.ranks.missing(), true)
    this.answer({ outcome: "ranking", ranking: [...order.placed], said: "Order sent" })
  }

  /** @param {Undoable<RankingItem>} target */
  remember(target) {
    if (target.said?.ranking) this.drafts.put(target.item, { order: target.said.ranking })
    super.remember(target)
  }

  /** @param {Undoable<RankingItem>} opened */
  saidOf(opened) {
    return opened.said?.ranking ? "as you see it. Change the order and send it again." : super.saidOf(opened)
  }

  /** @param {RankingItem} item @returns {BlankAnswer} */
  blank(item) {
    return { ...super.blank(item), ranking: null }
  }
}

/**
 * The prompt on the left, the cards on the right, and the words that lead through the work.
 * @extends {Screen<RankerParts>}
 */
export class RankerView extends Screen {
  fetching = "Fetching the next answers…"

  /** @param {HTMLElement} parent */
  constructor(parent) {
    super(parent)
    this.cards = new Cards(this.parts.answers)
  }

  /** @param {RankingItem} item */
  textsOf(item) {
    return [promptOf(item), ...item.answers.map(answer => answerOf(item, answer))]
  }

  /** @param {RankingItem | null} item */
  putTexts(item) {
    super.putTexts(item)
    for (const answer of item?.answers ?? []) this.content.put(this.cards.text(answer.token), answerOf(item, answer), true)
  }

  get answerNodes() {
    return this.cards.texts
  }

  /** @param {RankingItem | null} item @param {Order} order @param {Words} words */
  showItem(item, order, words) {
    const { skip, flag, send } = this.parts
    skip.disabled = flag.disabled = send.disabled = !item
    this.cards.fill(item ? item.answers : [], words.candidate)
    this.showPost(item)
    this.showOrder(order)
    this.share()
  }

  /** @param {Order} order of no answers without an item */
  showOrder(order) {
    const { hint, back, send } = this.parts
    const some = order.tokens.length > 0
    if (some) this.cards.show(order)
    setText(hint, some ? this.nextStep(order) : "")
    back.disabled = !order.placed.length
    send.classList.toggle("ready", some && order.complete)
  }

  /** @param {Order} order */
  nextStep(order) {
    if (order.complete) return "Enter sends this order"
    const rank = order.placed.length
    return rank ? `Now the ${RANKS[rank]}: press its number` : "Press the number of the best"
  }

  showExpand() {
    this.parts.expand.hidden = !this.cards.long.length
    setText(this.parts.expandLabel, this.cards.allOpen ? "Shorten" : "Show all")
  }

  /** @param {RankingData} data */
  showFrame(data) {
    super.showFrame(data)
    this.parts.flagAnchor.hidden = !data.flag_reasons.length
  }

  get panes() {
    return [this.parts.postPane, this.parts.answers]
  }

  share() {
    this.cards.fit()
    this.showExpand()
    super.share()
  }
}

export default mounting(Ranker)
