// The answers as cards in a column: those with a rank on top, each as many lines of its text as there is room for.

const FEWEST_LINES = 2
const LINES_WITHOUT_PANE = 8 // on a narrow screen the page scrolls, so there is no height to share out
const SLIDE_MS = 160

class Cards {
  constructor(list) {
    this.list = list
    this.nodes = new Map() // by token
  }

  fill(answers, word) {
    this.nodes = new Map(answers.map((answer, index) => [answer.token, this.card(answer.text, index + 1, word)]))
    this.list.replaceChildren(...this.nodes.values())
    this.list.scrollTop = 0
  }

  card(text, number, word) {
    const node = make("li", "answer")
    const body = make("div", "text", text)
    node.dataset.action = `place-${number}`
    node.dataset.name = `${word} ${number}`
    node.tabIndex = number === 1 ? 0 : -1
    node.setAttribute("aria-keyshortcuts", String(number))
    node.setAttribute("aria-describedby", `answer-text-${number}`)
    body.id = `answer-text-${number}`
    body.dir = "auto"
    node.append(make("span", "rank"), body, this.more(node, number), makeKey(number))
    return node
  }

  more(node, number) {
    const button = makeButton("more-button", `more-${number}`)
    button.setAttribute("aria-label", `Show all of ${node.dataset.name}`)
    button.setAttribute("aria-expanded", "false")
    return button
  }

  // ---- the order

  show(order) {
    const before = STILL.matches ? null : this.tops()
    for (const [token, node] of this.nodes) this.badge(node, order.rank(token))
    this.arrange(order.seen)
    if (before) this.slide(before)
  }

  badge(node, rank) {
    const badge = node.querySelector(".rank")
    setText(badge, rank ?? "")
    node.classList.toggle("placed", rank !== null)
    node.setAttribute("aria-label", `${node.dataset.name}, ${rank ?? "no rank yet"}`)
  }

  arrange(tokens) {
    const wanted = tokens.map(token => this.nodes.get(token))
    if (wanted.every((node, index) => node === this.list.children[index])) return
    const { focused } = this
    this.list.append(...wanted)
    if (focused) this.focus(focused)
  }

  // What is seen at this moment, also in the middle of a drag.
  seen() {
    const tokens = new Map([...this.nodes].map(([token, node]) => [node, token]))
    return [...this.list.children].map(node => tokens.get(node))
  }

  tops() {
    return new Map([...this.nodes.values()].map(node => [node, node.getBoundingClientRect().top]))
  }

  slide(before) {
    for (const [node, top] of before) {
      const distance = top - node.getBoundingClientRect().top
      if (!distance) continue
      const from = { transform: `translateY(${distance}px)` }
      node.animate([from, { transform: "none" }], { duration: SLIDE_MS, easing: "ease-out" })
    }
  }

  // ---- the focus: one card at a time is in the tab order

  get focused() {
    const active = this.list.getRootNode().activeElement
    return [...this.nodes.keys()].find(token => this.nodes.get(token).contains(active)) ?? null
  }

  focus(token) {
    const target = this.nodes.get(token)
    for (const node of this.nodes.values()) node.tabIndex = node === target ? 0 : -1
    target.focus({ preventScroll: true })
    target.scrollIntoView({ block: "nearest" })
  }

  // ---- long texts

  toggle(token, open = !this.nodes.get(token).classList.contains("open")) {
    const node = this.nodes.get(token)
    node.classList.toggle("open", open)
    node.querySelector("button").setAttribute("aria-expanded", String(open))
  }

  get long() {
    return [...this.nodes.keys()].filter(token => this.nodes.get(token).classList.contains("long"))
  }

  get allOpen() {
    return this.long.every(token => this.nodes.get(token).classList.contains("open"))
  }

  // Shares the column's height out: short texts take what they need, long ones are all cut after the same line.
  // What would be cut in the large type may fit in the small one.
  fit() {
    const nodes = [...this.nodes.values()]
    if (!nodes.length) return
    this.list.classList.remove("dense")
    if (this.cut(nodes)) this.list.classList.add("dense")
    if (this.list.matches(".dense")) this.cut(nodes)
  }

  // Returns whether any text is longer than the lines it gets.
  cut(nodes) {
    const texts = nodes.map(node => node.querySelector(".text"))
    const line = parseFloat(getComputedStyle(texts[0]).lineHeight)
    const needs = texts.map(text => Math.round(text.scrollHeight / line))
    const lines = this.linesFor(needs, line)
    this.list.style.setProperty("--lines", lines)
    nodes.forEach((node, index) => node.classList.toggle("long", needs[index] > lines))
    return needs.some(need => need > lines)
  }

  linesFor(needs, line) {
    const style = getComputedStyle(this.list)
    if (style.overflowY === "visible") return LINES_WITHOUT_PANE
    const gap = parseFloat(style.rowGap)
    const around = parseFloat(style.getPropertyValue("--around")) + gap
    const inside = this.list.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)
    const room = inside + gap - needs.length * around
    const height = lines => line * needs.reduce((sum, need) => sum + Math.max(FEWEST_LINES, Math.min(need, lines)), 0)
    let lines = FEWEST_LINES
    while (lines < Math.max(...needs) && height(lines + 1) <= room) lines += 1
    return lines
  }
}
