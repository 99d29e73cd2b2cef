// The short list of reasons beside its button: the number keys or a click choose one.

class ReasonList {
  constructor(button) {
    this.button = button
    this.list = button.parentElement.querySelector(".reasons")
    this.title = this.list.getAttribute("aria-label")
    this.reasons = []
  }

  get open() {
    return !this.list.hidden
  }

  fill(reasons) {
    if (JSON.stringify(reasons) === JSON.stringify(this.reasons)) return
    this.close()
    this.reasons = reasons
    this.list.replaceChildren(make("p", "reasons-title", this.title), ...reasons.map(reasonButton))
  }

  show() {
    this.list.hidden = false
    this.button.setAttribute("aria-expanded", "true")
    this.list.querySelector("button").focus({ focusVisible: false, preventScroll: true })
  }

  close() {
    if (!this.open) return
    const focused = this.list.getRootNode().activeElement
    if (this.list.contains(focused)) focused.blur() // hidden, it would swallow Enter until the next frame
    this.list.hidden = true
    this.button.setAttribute("aria-expanded", "false")
  }
}

function reasonButton(reason, index) {
  const button = makeButton("reason", `reason-${index}`)
  button.append(makeKey(index + 1), make("span", "reason-text", reason))
  return button
}
