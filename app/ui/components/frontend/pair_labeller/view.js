// The pair on screen, and what can be said about it.

const GLIDE_MS = 250

class View extends Screen {
  fetching = "Fetching the next pairs…"

  constructor(parent) {
    super(parent)
    this.sureButtons = [1, 2, 3].map(level => parent.querySelector(`[data-action="sure-${level}"]`))
    this.goal = null // where the post is scrolling to
  }

  get panes() {
    return [this.postPane, this.left, this.right]
  }

  showPair(item) {
    this.goal = null
    this.showPost(item)
    setText(this.left, item ? item.left.text : "")
    setText(this.right, item ? item.right.text : "")
    this.enable(Boolean(item))
    afterPaint(() => this.markMore())
  }

  enable(on) {
    const choices = [this.chooseLeft, this.chooseRight, this.tie, this.bothBad]
    for (const button of [...choices, this.skip, this.flag, ...this.sureButtons]) button.disabled = !on
    this.scale.inert = !on
  }

  scrollPost(direction) {
    const { scrollTop, scrollHeight, clientHeight } = this.postPane
    const step = direction === "up" ? -0.85 : 0.85
    const goal = Math.min(scrollHeight - clientHeight, Math.max(0, (this.goal ?? scrollTop) + clientHeight * step))
    if (Math.abs(goal - (this.goal ?? scrollTop)) < 1) return this.scrollPage(step)
    this.goal = goal
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

  showFrame(data) {
    super.showFrame(data)
    const { candidate, tie } = data.words
    for (const label of [this.leftTitle, this.chooseLeftLabel]) setText(label, `${candidate} 1`)
    for (const label of [this.rightTitle, this.chooseRightLabel]) setText(label, `${candidate} 2`)
    setText(this.tieLabel, tie)
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
}

const DEGREES = ["equal", "slightly", "somewhat", "better", "much better"]
const DEGREES_SAID = ["", "slightly better", "somewhat better", "better", "much better"]
const MIDDLE = 5

function scalePoint(number) {
  const side = number < MIDDLE ? "left" : "right"
  return { side: number === MIDDLE ? null : side, strength: Math.abs(number - MIDDLE) }
}

function scaleButton(number, candidate) {
  const { side, strength } = scalePoint(number)
  const button = makeButton("point", `scale-${number}`)
  button.dataset.strength = strength
  button.setAttribute("aria-keyshortcuts", number)
  button.setAttribute("aria-label", side ? `${candidate} ${side === "left" ? 1 : 2} is ${DEGREES_SAID[strength]}` : "Equal")
  button.append(makeKey(number), make("span", "", DEGREES[strength]))
  return button
}

function fillScale(view, form, candidate) {
  view.scale.hidden = !form.strength
  if (!form.strength) return
  const buttons = Array.from({ length: 9 }, (_, index) => scaleButton(index + 1, candidate))
  buttons[MIDDLE - 1].disabled = !form.tie
  view.scalePoints.replaceChildren(...buttons)
  setText(view.scaleLeft, `${candidate} 1`)
  setText(view.scaleRight, `${candidate} 2`)
}

const VERDICTS = { true: "Right", false: "Not what the guidelines say" }

class FeedbackStrip {
  constructor(view) {
    this.view = view
    this.shown = null // the answer it is or was about: a rerun brings the same again
  }

  receive(feedback) {
    if (!feedback) return this.hide()
    if (feedback.answer === this.shown) return
    this.shown = feedback.answer
    const { feedback: strip, feedbackVerdict, feedbackText, feedbackIcon } = this.view
    strip.dataset.right = feedback.right
    setText(feedbackIcon, feedback.right ? "✓" : "!")
    setText(feedbackVerdict, VERDICTS[feedback.right])
    setText(feedbackText, feedback.text)
    strip.hidden = false
    strip.scrollIntoView({ block: "nearest" })
    if (!STILL.matches) strip.animate({ opacity: [0.3, 1] }, 300)
  }

  hide() {
    this.view.feedback.hidden = true
  }
}
