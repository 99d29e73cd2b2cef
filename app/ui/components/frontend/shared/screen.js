// The screen around the work: its frame, its place on Streamlit's page, the post, and what stands there without one.

// Below these the work does not fit into the window: it scrolls with the page, and only the actions stay in place.
const NARROW_PX = 760 // of the work itself
const LOW_PX = 560 // of the window
const HEADER_PX = 60 // Streamlit's

class Screen {
  constructor(parent) {
    for (const node of parent.querySelectorAll("[data-ref]")) this[node.dataset.ref] = node
    for (const kbd of parent.querySelectorAll("kbd")) kbd.setAttribute("aria-hidden", "true")
    this.host = this.root.getRootNode().host ?? this.root
    this.block = this.host.closest('[data-testid="stMainBlockContainer"]')
    for (const pane of this.panes) pane.onscroll = () => this.markMore()
  }

  // What scrolls, and says so where more is below.
  get panes() {
    return [this.postPane]
  }

  // Runs inside the keydown handler: only texts change, so the next frame shows the next post.
  showPost(item) {
    const compact = this.root.matches(".compact")
    if (!compact) this.bringBack(this.root, 0)
    for (const pane of this.panes) pane.scrollTop = 0 // before the texts change: layout is still clean
    this.stage.hidden = !item
    this.empty.hidden = Boolean(item)
    setText(this.post, item ? item.input_text : "")
    this.note.hidden = !item?.note
    setText(this.noteText, item?.note ?? "")
    // Where the page scrolls an item begins under Streamlit's header, with the lead's note if there is one.
    if (compact) this.bringBack([this.note, this.stage, this.empty].find(one => !one.hidden), HEADER_PX)
  }

  bringBack(node, top) {
    if (node.getBoundingClientRect().top < top) node.scrollIntoView()
  }

  showEmpty(data, struggling) {
    const waiting = struggling ? "The server does not answer yet; trying again." : "They appear here by themselves."
    setText(this.emptyTitle, data.exhausted ? data.words.done_title : this.fetching)
    setText(this.emptyText, data.exhausted ? data.words.done_text : waiting)
  }

  // Words around the work; they change seldom.
  showFrame({ words, instruction, guidelines }) {
    this.root.setAttribute("aria-label", words.region)
    setText(this.postTitle, words.post)
    setText(this.skipLabel, words.skip)
    setText(this.instruction, instruction)
    setText(this.guidelines, guidelines)
    this.guidelinesButton.hidden = !guidelines
  }

  // Streamlit fades what it is about to rerun; people go on reading and answering meanwhile.
  stayBright(on) {
    const container = this.host.closest('[data-testid="stElementContainer"]')
    if (on) container?.style.setProperty("opacity", "1", "important")
    else container?.style.removeProperty("opacity")
  }

  // Beyond an end of the post, where the page is longer than the window: the candidates.
  scrollPage(share) {
    const page = this.host.closest('[data-testid="stMain"]')
    page?.scrollBy({ top: share * page.clientHeight * 0.6, behavior: STILL.matches ? "auto" : "smooth" })
  }

  // The space left under Streamlit's header and whatever the page put above, so that the page needs no scrollbar.
  fit(height) {
    const low = height === "viewport" && innerHeight < LOW_PX
    this.root.classList.toggle("compact", low || this.root.clientWidth < NARROW_PX)
    this.root.style.setProperty("--labeller-height", height === "viewport" ? this.room() : `${height}px`)
    this.share()
  }

  room() {
    const top = this.host.getBoundingClientRect().top + (this.host.closest('[data-testid="stMain"]')?.scrollTop ?? 0)
    const below = this.block ? parseFloat(getComputedStyle(this.block).paddingBottom) : 16
    return `calc(100dvh - ${Math.ceil(top + below)}px)`
  }

  // Calls back when anything on the page changes its size, also what stands above the work.
  watchRoom(changed, signal) {
    const observer = new ResizeObserver(changed)
    observer.observe(this.block ?? this.host)
    window.addEventListener("resize", changed, { signal })
    signal.addEventListener("abort", () => observer.disconnect())
  }

  // Called when the room has changed.
  share() {
    this.markMore()
  }

  markMore() {
    const { panes } = this
    const more = panes.map(pane => pane.scrollHeight - pane.scrollTop - pane.clientHeight > 4)
    panes.forEach((pane, index) => pane.classList.toggle("more", more[index]))
  }
}
