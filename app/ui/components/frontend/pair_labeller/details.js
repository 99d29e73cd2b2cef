// What is asked after the choice: which candidate is better on each axis, and why. Only then is it an answer.

const WAYS = [["left", "1"], ["same", "T"], ["right", "2"]]

function asksDetails(form) {
  return form.axes.length > 0 || form.rationale_minimum !== null
}

class Details {
  constructor(view, { done, takenBack, signal }) {
    this.view = view
    this.done = done
    this.takenBack = takenBack
    this.choice = null // what was chosen, while the panel asks
    this.item = null
    this.draft = { item: null, text: "" } // the words survive a choice that was taken back
    view.rationale.addEventListener("keydown", event => this.typed(event), { signal })
    view.rationale.addEventListener("focus", () => (this.typing = false), { signal })
    view.rationale.addEventListener("input", () => this.showCount(), { signal })
    view.axes.addEventListener("focusin", event => this.focused(event), { signal })
  }

  get open() {
    return this.choice !== null
  }

  fill(form, candidate) {
    this.axes = form.axes
    this.minimum = form.rationale_minimum
    this.rows = form.axes.map((axis, index) => axisRow(axis, index, candidate))
    this.view.axes.replaceChildren(...this.rows)
    this.view.rationaleField.hidden = this.minimum === null
  }

  // What the answer that was taken back said is there already; to be changed or to be left.
  ask(choice, item, said) {
    this.choice = choice
    this.item = item
    this.ratings = this.axes.map(axis => wayOf(item, said.axes?.[axis]))
    this.recalled = this.ratings.some(way => way !== null)
    this.view.detailsDone.hidden = this.minimum === null && !this.recalled
    this.rows.forEach((row, index) => this.showRating(row, this.ratings[index]))
    this.view.rationale.value = this.draft.item === item.id ? this.draft.text : (said.rationale ?? "")
    setText(this.view.detailsTitle, choice.said)
    this.showCount()
    this.view.showDetails(true)
    this.goTo(0)
  }

  close() {
    if (!this.open) return
    this.draft = { item: this.item.id, text: this.view.rationale.value }
    this.choice = this.item = null
    this.view.showDetails(false)
  }

  takeBack() {
    this.close()
    this.takenBack()
  }

  // ---- axes; past the last one is the rationale

  rate(way, index = this.current) {
    if (!(index in this.ratings)) return
    this.ratings[index] = way
    const left = this.ratings.indexOf(null)
    const last = !this.recalled || index === this.axes.length - 1 // lines below may still be changed
    if (left < 0 && last && this.minimum === null) return this.complete() // nothing is drawn: the next pair comes at once
    this.showRating(this.rows[index], way)
    this.goTo(index + 1 < this.axes.length || left < 0 ? index + 1 : left)
  }

  move(step) {
    const last = this.axes.length - 1
    if (last >= 0) this.goTo(Math.min(last, Math.max(0, this.current + step)))
  }

  goTo(index) {
    this.setCurrent(index)
    const target = this.rows[index] ?? this.view.rationale
    target.focus({ focusVisible: false, preventScroll: true })
    target.scrollIntoView({ block: "nearest" })
  }

  setCurrent(index) {
    this.current = index
    this.rows.forEach((row, other) => row.classList.toggle("current", other === index))
  }

  focused(event) {
    const index = this.rows.findIndex(row => row.contains(event.target))
    if (index !== this.current) this.setCurrent(index)
  }

  showRating(row, way) {
    for (const button of row.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.way === way))
    }
  }

  // ---- the rationale

  // Nothing typed here reaches the labeller's keys, nor Streamlit's: both listen further out.
  typed(event) {
    if (!this.open) return
    event.stopPropagation()
    if (event.isComposing) return
    if (event.repeat && !this.typing) return event.preventDefault() // the key that brought us here is still held
    this.typing = true
    const done = event.key === "Enter" && (event.ctrlKey || event.metaKey)
    if (event.key !== "Escape" && !done) return
    event.preventDefault()
    if (done) this.complete()
    else this.takeBack()
  }

  get rationale() {
    return this.view.rationale.value.trim()
  }

  get missing() {
    return Math.max(0, (this.minimum ?? 0) - [...this.rationale].length)
  }

  showCount() {
    setText(this.view.detailsProblem, "")
    setText(this.view.rationaleHint, this.minimum ? `at least ${plural(this.minimum)}` : "optional")
  }

  // ---- done

  complete() {
    if (!this.open) return
    const left = this.ratings.indexOf(null)
    if (left >= 0) return this.refuse(left, `Say which is better: ${this.axes[left]}.`)
    if (this.missing) return this.refuse(this.axes.length, `${plural(this.missing)} missing.`)
    const tokens = { left: this.item.left.token, right: this.item.right.token, same: "tie" }
    const rated = this.axes.map((axis, index) => [axis, tokens[this.ratings[index]]])
    const axes = rated.length ? Object.fromEntries(rated) : null
    this.done({ ...this.choice, axes, rationale: this.minimum === null ? null : this.rationale || null })
  }

  refuse(index, problem) {
    this.goTo(index)
    setText(this.view.detailsProblem, problem)
  }
}

function wayOf(item, token) {
  return { [item.left.token]: "left", [item.right.token]: "right", tie: "same" }[token] ?? null
}

function plural(count) {
  return `${count} ${count === 1 ? "character" : "characters"}`
}

function axisRow(axis, index, candidate) {
  const row = make("div", "axis")
  row.tabIndex = -1
  row.setAttribute("role", "group")
  row.setAttribute("aria-label", axis)
  const names = { left: `${candidate} 1`, same: "Same", right: `${candidate} 2` }
  const buttons = WAYS.map(([way, key]) => {
    const button = makeButton("way", `rate-${way}-${index}`)
    button.dataset.way = way
    button.setAttribute("aria-keyshortcuts", key)
    button.append(make("span", "", names[way]), makeKey(key))
    return button
  })
  row.append(make("span", "axis-name", axis), ...buttons)
  return row
}
