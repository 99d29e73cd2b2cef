// The labeller's screen. Every text that comes from outside is set with textContent, never as HTML.

const STILL = matchMedia("(prefers-reduced-motion: reduce)")
const SURENESS = { 1: "unsure", 2: "fairly sure", 3: "sure" }

function make(tag, className, text) {
  const node = document.createElement(tag)
  node.className = className
  if (text !== undefined) node.textContent = text
  return node
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text
}

class View {
  constructor(parent) {
    for (const node of parent.querySelectorAll("[data-ref]")) this[node.dataset.ref] = node
    // aria-keyshortcuts already says the keys; a button's name is only what it does.
    for (const kbd of parent.querySelectorAll("kbd")) kbd.setAttribute("aria-hidden", "true")
    this.host = this.root.getRootNode().host ?? this.root
    this.block = this.host.closest('[data-testid="stMainBlockContainer"]')
    this.sureButtons = [1, 2, 3].map(level => parent.querySelector(`[data-action="sure-${level}"]`))
    this.shownMeters = ""
    this.panes = [this.postPane, this.left, this.right]
    for (const pane of this.panes) pane.onscroll = () => this.markMore()
  }

  // Runs inside the keydown handler: only texts change, so the next frame shows the next pair.
  showPair(item) {
    if (this.root.getBoundingClientRect().top < 0) this.root.scrollIntoView() // narrow screens scroll with the page
    for (const pane of this.panes) pane.scrollTop = 0 // before the texts change: layout is still clean
    this.stage.hidden = !item
    this.empty.hidden = Boolean(item)
    setText(this.post, item ? item.input_text : "")
    setText(this.left, item ? item.left.text : "")
    setText(this.right, item ? item.right.text : "")
    this.tie.disabled = this.skip.disabled = !item
    this.showConfidence(null)
    afterPaint(() => this.markMore())
  }

  markMore() {
    const more = this.panes.map(pane => pane.scrollHeight - pane.scrollTop - pane.clientHeight > 4)
    this.panes.forEach((pane, index) => pane.classList.toggle("more", more[index]))
  }

  showConfidence(level) {
    this.sureButtons.forEach((button, index) => button.setAttribute("aria-pressed", String(index + 1 === level)))
    for (const button of this.sureButtons) button.disabled = this.tie.disabled
  }

  showEmpty(data, struggling) {
    const waiting = struggling ? "The server does not answer yet; trying again." : "They appear here by themselves."
    setText(this.emptyTitle, data.exhausted ? data.words.done_title : "Fetching the next pairs…")
    setText(this.emptyText, data.exhausted ? data.words.done_text : waiting)
  }

  // Words and figures around the pair; they change seldom.
  showFrame(data) {
    const { words } = data
    this.root.setAttribute("aria-label", words.region)
    setText(this.postTitle, words.post)
    setText(this.leftTitle, `${words.candidate} 1`)
    setText(this.rightTitle, `${words.candidate} 2`)
    setText(this.tieLabel, words.tie)
    setText(this.skipLabel, words.skip)
    setText(this.instruction, data.instruction)
    setText(this.guidelines, data.guidelines)
    this.guidelinesButton.hidden = !data.guidelines
    this.confidence.hidden = !data.with_confidence
    this.showMeters(data.progress)
  }

  showMeters(meters) {
    const shown = JSON.stringify(meters)
    if (shown === this.shownMeters) return
    this.shownMeters = shown
    this.meters.replaceChildren(...meters.map(meter => this.meter(meter)))
  }

  meter({ label, text, share }) {
    const node = make("span", "meter")
    node.append(make("span", "meter-label", label), make("span", "meter-text", text))
    if (share === null) return node
    const track = make("span", "track")
    track.append(make("span", "fill"))
    track.firstChild.style.width = `${100 * Math.min(1, Math.max(0, share))}%`
    node.append(track)
    return node
  }

  showSaved(count, struggling) {
    const text = count ? `${count} unsaved${struggling ? ", trying again" : ""}` : "All saved"
    setText(this.savedText, text)
    this.saved.dataset.state = count ? (struggling ? "struggling" : "unsaved") : "saved"
    // Read aloud only what lasts: every label passes through "1 unsaved" for a moment.
    clearTimeout(this.aloud)
    this.aloud = setTimeout(() => setText(this.savedAloud, text), 1500)
  }

  showLast(text) {
    setText(this.last, text)
    for (const flash of this.last.getAnimations()) flash.cancel()
    if (!STILL.matches) this.last.animate({ color: ["var(--accent)", "var(--accent)", "var(--muted)"] }, 1200)
  }

  addNotice(id, text) {
    const node = make("div", "notice")
    node.dataset.id = id
    const dismiss = make("button", "plain", "Dismiss")
    dismiss.type = "button"
    dismiss.dataset.action = "dismiss"
    node.append(make("span", "notice-text", text), dismiss)
    this.notices.append(node)
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
