// The ranker: a workplace whose items are prompts, and whose answers are orders.

class Ranker extends Workplace {
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
