// What the labeller says about itself: figures, what is saved, the last answer, notices.

class Status {
  constructor(view) {
    this.view = view
    this.shownMeters = ""
  }

  showMeters(meters) {
    const shown = JSON.stringify(meters)
    if (shown === this.shownMeters) return
    this.shownMeters = shown
    this.view.meters.replaceChildren(...meters.map(makeMeter))
  }

  showSaved(count, struggling) {
    const text = count ? `${count} unsaved${struggling ? ", trying again" : ""}` : "All saved"
    setText(this.view.savedText, text)
    this.view.saved.dataset.state = count ? (struggling ? "struggling" : "unsaved") : "saved"
    // Read aloud only what lasts: every label passes through "1 unsaved" for a moment.
    clearTimeout(this.aloud)
    this.aloud = setTimeout(() => setText(this.view.savedAloud, text), 1500)
  }

  // What was just done, or what is missing, which does not flash; a live region, so it is read aloud as well.
  showLast(text, missing = false) {
    const { last } = this.view
    setText(last, text)
    last.classList.toggle("missing", missing)
    for (const flash of last.getAnimations()) flash.cancel()
    if (!missing && !STILL.matches) last.animate({ color: ["var(--accent)", "var(--accent)", "var(--muted)"] }, 1200)
  }

  // A vote that was not taken; the count is of all since the page was opened.
  showUntaken(why, count) {
    this.showLast(why)
    setText(this.view.untaken, `${count} not counted`)
    this.view.untaken.hidden = false
  }

  // With a time, it leaves when an answer given later is accepted.
  addNotice(id, text, since = "") {
    const node = make("div", "notice")
    node.dataset.id = id
    node.dataset.since = since
    const dismiss = makeButton("plain", "dismiss")
    dismiss.textContent = "Dismiss"
    node.append(make("span", "notice-text", text), dismiss)
    this.view.notices.append(node)
  }

  accepted(answer) {
    for (const node of [...this.view.notices.children]) {
      if (node.dataset.since && node.dataset.since < answer.answered_at) node.remove()
    }
  }

  get noticed() {
    return this.view.notices.childElementCount > 0
  }

  dismiss() {
    this.view.notices.replaceChildren()
  }

  close() {
    clearTimeout(this.aloud)
  }
}

function makeMeter({ label, text, share }) {
  const node = make("span", "meter")
  node.append(make("span", "meter-label", label), make("span", "meter-text", text))
  if (share === null) return node
  const track = make("span", "track")
  track.append(make("span", "fill"))
  track.firstChild.style.width = `${100 * Math.min(1, Math.max(0, share))}%`
  node.append(track)
  return node
}
