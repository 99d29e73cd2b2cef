// The pair on screen, and the frame around it.

const GLIDE_MS = 250

class View {
  constructor(parent) {
    for (const node of parent.querySelectorAll("[data-ref]")) this[node.dataset.ref] = node
    for (const kbd of parent.querySelectorAll("kbd")) kbd.setAttribute("aria-hidden", "true")
    this.host = this.root.getRootNode().host ?? this.root
    this.block = this.host.closest('[data-testid="stMainBlockContainer"]')
    this.sureButtons = [1, 2, 3].map(level => parent.querySelector(`[data-action="sure-${level}"]`))
    this.panes = [this.postPane, this.left, this.right]
    for (const pane of this.panes) pane.onscroll = () => this.markMore()
    this.goal = null // where the post is scrolling to
  }

  // Runs inside the keydown handler: only texts change, so the next frame shows the next pair.
  showPair(item) {
    if (this.root.getBoundingClientRect().top < 0) this.root.scrollIntoView() // narrow screens scroll with the page
    this.goal = null
    for (const pane of this.panes) pane.scrollTop = 0 // before the texts change: layout is still clean
    this.stage.hidden = !item
    this.empty.hidden = Boolean(item)
    setText(this.post, item ? item.input_text : "")
    setText(this.left, item ? item.left.text : "")
    setText(this.right, item ? item.right.text : "")
    this.note.hidden = !item?.note
    setText(this.noteText, item?.note ?? "")
    this.enable(Boolean(item))
    afterPaint(() => this.markMore())
  }

  enable(on) {
    for (const button of [this.tie, this.bothBad, this.skip, this.flag, ...this.sureButtons]) button.disabled = !on
    this.scale.inert = !on
  }

  markMore() {
    const more = this.panes.map(pane => pane.scrollHeight - pane.scrollTop - pane.clientHeight > 4)
    this.panes.forEach((pane, index) => pane.classList.toggle("more", more[index]))
  }

  scrollPost(direction) {
    const { scrollTop, scrollHeight, clientHeight } = this.postPane
    const goal = (this.goal ?? scrollTop) + clientHeight * (direction === "up" ? -0.85 : 0.85)
    this.goal = Math.min(scrollHeight - clientHeight, Math.max(0, goal))
    this.glide(scrollTop, performance.now() - (STILL.matches ? GLIDE_MS : 0))
  }

  // By hand: the browser's own smooth scroll may run on into the next post.
  glide(from, start) {
    cancelAnimationFrame(this.frame)
    if (this.goal === null) return
    const share = Math.min(1, (performance.now() - start) / GLIDE_MS)
    this.postPane.scrollTop = from + (this.goal - from) * share * (2 - share)
    if (share < 1) this.frame = requestAnimationFrame(() => this.glide(from, start))
    else this.goal = null
  }

  showConfidence(level) {
    this.sureButtons.forEach((button, index) => button.setAttribute("aria-pressed", String(index + 1 === level)))
  }

  // The panel covers the end of the post, so the post may then be scrolled further up.
  showDetails(on) {
    this.root.classList.toggle("asking", on)
    this.details.hidden = !on
    this.actionRow.inert = this.scalePoints.inert = on
    if (on) afterPaint(() => this.makeRoom())
    else this.rationale.blur()
  }

  makeRoom() {
    const covered = this.postPane.getBoundingClientRect().bottom - this.details.getBoundingClientRect().top
    this.root.style.setProperty("--covered", `${Math.max(0, covered)}px`)
    this.markMore()
  }

  showEmpty(data, struggling) {
    const waiting = struggling ? "The server does not answer yet; trying again." : "They appear here by themselves."
    setText(this.emptyTitle, data.exhausted ? data.words.done_title : "Fetching the next pairs…")
    setText(this.emptyText, data.exhausted ? data.words.done_text : waiting)
  }

  // Words around the pair; they change seldom.
  showFrame({ words, instruction, guidelines }) {
    this.root.setAttribute("aria-label", words.region)
    setText(this.postTitle, words.post)
    setText(this.leftTitle, `${words.candidate} 1`)
    setText(this.rightTitle, `${words.candidate} 2`)
    setText(this.tieLabel, words.tie)
    setText(this.skipLabel, words.skip)
    setText(this.instruction, instruction)
    setText(this.guidelines, guidelines)
    this.guidelinesButton.hidden = !guidelines
  }

  // On the scale a card alone says too little: it is no button then, and "equal" is the tie.
  showForm(form, candidate) {
    this.tie.hidden = !form.tie || form.strength
    this.bothBad.hidden = !form.both_bad
    this.flagAnchor.hidden = !form.flag_reasons.length
    this.confidence.hidden = !form.confidence
    this.root.classList.toggle("scaled", form.strength)
    this.root.classList.toggle("crowded", form.confidence && form.flag_reasons.length > 0)
    this.chooseByCard(this.leftCard, form.strength ? null : "left")
    this.chooseByCard(this.rightCard, form.strength ? null : "right")
    fillScale(this, form, candidate)
  }

  chooseByCard(card, action) {
    if (!action) {
      for (const name of ["role", "tabindex", "data-action", "aria-keyshortcuts"]) card.removeAttribute(name)
      return
    }
    card.setAttribute("role", "button")
    card.tabIndex = 0
    card.dataset.action = action
    card.setAttribute("aria-keyshortcuts", action === "left" ? "1 ArrowLeft" : "2 ArrowRight")
  }

  // Streamlit fades what it is about to rerun; people go on reading and choosing meanwhile.
  stayBright(on) {
    const container = this.host.closest('[data-testid="stElementContainer"]')
    if (on) container?.style.setProperty("opacity", "1", "important")
    else container?.style.removeProperty("opacity")
  }

  // The space left under Streamlit's header and whatever the page put above, so that the page needs no scrollbar.
  fit(height) {
    this.root.style.setProperty("--labeller-height", height === "viewport" ? this.room() : `${height}px`)
    this.markMore()
  }

  room() {
    const top = this.host.getBoundingClientRect().top + (this.host.closest('[data-testid="stMain"]')?.scrollTop ?? 0)
    const below = this.block ? parseFloat(getComputedStyle(this.block).paddingBottom) : 16
    return `calc(100dvh - ${Math.ceil(top + below)}px)`
  }

  // Calls back when anything on the page changes its size, also what stands above the labeller.
  watchRoom(changed, signal) {
    const observer = new ResizeObserver(changed)
    observer.observe(this.block ?? this.host)
    signal.addEventListener("abort", () => observer.disconnect())
  }
}
