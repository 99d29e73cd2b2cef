// The ranker: a session whose items are prompts, and whose answers are orders.

class Ranker extends Session {
  called = "A ranking"
  undone = "Undone: change the order and send it again"

  constructor(parent, owner) {
    super(new RankerView(parent), owner)
    const { signal } = this.stop
    this.ranks = new Ranks(this.view, this.status, signal)
    this.input = new Input(this, signal)
  }

  get form() {
    return this.data
  }

  showFrame(data) {
    super.showFrame(data)
    this.panels.fill(data, workingKeys(data))
  }

  showItem(item) {
    this.ranks.show(item, this.data.words)
  }

  send() {
    const { order } = this.ranks
    if (!order.complete) return this.status.showLast(this.ranks.missing(), true)
    this.answer({ outcome: "ranking", ranking: [...order.placed], said: "Order sent" })
  }

  blank(item) {
    return { ...blankAnswer(item), ranking: null }
  }
}

export default mounting(Ranker)

class RankerView extends Screen {
  fetching = "Fetching the next answers…"

  constructor(parent) {
    super(parent)
    this.cards = new Cards(this.answers)
  }

  showItem(item, order, words) {
    this.showPost(item)
    this.skip.disabled = this.flag.disabled = this.send.disabled = !item
    this.cards.fill(item ? item.answers : [], words.candidate)
    this.showOrder(order)
    this.share()
  }

  showOrder(order) {
    if (order) this.cards.show(order)
    setText(this.hint, order ? this.nextStep(order) : "")
    this.back.disabled = !order?.placed.length
    this.send.classList.toggle("ready", Boolean(order?.complete))
  }

  nextStep(order) {
    if (order.complete) return "Enter sends this order"
    const rank = order.placed.length
    return rank ? `Now the ${RANKS[rank]}: press its number` : "Press the number of the best"
  }

  showExpand() {
    this.expand.hidden = !this.cards.long.length
    setText(this.expandLabel, this.cards.allOpen ? "Shorten" : "Show all")
  }

  showFrame(data) {
    super.showFrame(data)
    this.flagAnchor.hidden = !data.flag_reasons.length
  }

  scrollPost(step) {
    const { scrollTop, scrollHeight, clientHeight } = this.postPane
    const left = step < 0 ? scrollTop : scrollHeight - clientHeight - scrollTop
    if (left < 1) return this.scrollPage(step * 0.85)
    this.postPane.scrollBy({ top: step * clientHeight * 0.85, behavior: STILL.matches ? "auto" : "smooth" })
  }

  share() {
    this.cards.fit()
    this.showExpand()
    super.share()
  }
}
