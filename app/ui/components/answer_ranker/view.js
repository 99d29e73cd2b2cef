// The ranker's screen: the prompt on the left, the cards on the right, and the words that lead through the work.

class RankerView {
  constructor(parent) {
    for (const node of parent.querySelectorAll("[data-ref]")) this[node.dataset.ref] = node
    for (const kbd of parent.querySelectorAll("kbd")) kbd.setAttribute("aria-hidden", "true")
    this.host = this.root.getRootNode().host ?? this.root
    this.block = this.host.closest('[data-testid="stMainBlockContainer"]')
    this.cards = new Cards(this.answers)
    this.postPane.onscroll = () => this.markMore()
  }

  // Runs inside the keydown handler, so the next frame shows the next prompt.
  showItem(item, order, words) {
    if (this.root.getBoundingClientRect().top < 0) this.root.scrollIntoView() // narrow screens scroll with the page
    this.postPane.scrollTop = 0
    this.stage.hidden = !item
    this.empty.hidden = Boolean(item)
    this.note.hidden = !item?.note
    setText(this.noteText, item?.note ?? "")
    setText(this.post, item ? item.input_text : "")
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

  showEmpty(data, struggling) {
    const waiting = struggling ? "The server does not answer yet; trying again." : "They appear here by themselves."
    setText(this.emptyTitle, data.exhausted ? data.words.done_title : "Fetching the next answers…")
    setText(this.emptyText, data.exhausted ? data.words.done_text : waiting)
  }

  // Words and figures around the work; they change seldom.
  showFrame(data) {
    const { words } = data
    this.root.setAttribute("aria-label", words.region)
    setText(this.postTitle, words.post)
    setText(this.skipLabel, words.skip)
    setText(this.instruction, data.instruction)
    setText(this.guidelines, data.guidelines)
    this.guidelinesButton.hidden = !data.guidelines
    this.flagAnchor.hidden = !data.flag_reasons.length
  }

  scrollPost(step) {
    const top = step * this.postPane.clientHeight * 0.85
    this.postPane.scrollBy({ top, behavior: STILL.matches ? "auto" : "smooth" })
  }

  // Streamlit fades what it is about to rerun; people go on reading and ranking meanwhile.
  stayBright(on) {
    const container = this.host.closest('[data-testid="stElementContainer"]')
    if (on) container?.style.setProperty("opacity", "1", "important")
    else container?.style.removeProperty("opacity")
  }

  // The space left under Streamlit's header and whatever the page put above, so that the page needs no scrollbar.
  fit(height) {
    this.root.style.setProperty("--labeller-height", height === "viewport" ? this.room() : `${height}px`)
    this.share()
  }

  room() {
    const top = this.host.getBoundingClientRect().top + (this.host.closest('[data-testid="stMain"]')?.scrollTop ?? 0)
    const below = this.block ? parseFloat(getComputedStyle(this.block).paddingBottom) : 16
    return `calc(100dvh - ${Math.ceil(top + below)}px)`
  }

  // Calls back when anything on the page changes its size, also what stands above the ranker.
  watchRoom(changed, signal) {
    const observer = new ResizeObserver(changed)
    observer.observe(this.block ?? this.host)
    signal.addEventListener("abort", () => observer.disconnect())
  }

  share() {
    this.cards.fit()
    this.showExpand()
    this.markMore()
  }

  markMore() {
    const { scrollHeight, scrollTop, clientHeight } = this.postPane
    this.postPane.classList.toggle("more", scrollHeight - scrollTop - clientHeight > 4)
  }
}
