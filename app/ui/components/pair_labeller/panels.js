// What opens over the pair: the guidelines, the list of keys, and the reasons for skipping.

const KEY_LIST = [
  ["1  ←", "Choose the first"],
  ["2  →", "Choose the second"],
  ["T", "Tie"],
  ["S", "Skip, with a reason"],
  ["U", "Undo the last answer"],
  ["7  8  9", "Unsure, fairly sure, sure: before choosing"],
  ["Space  PageDown", "Scroll the post"],
  ["G", "Guidelines"],
  ["?", "This list"],
  ["Esc", "Close"],
]

class Panels {
  constructor(view, signal) {
    this.view = view
    this.dialogs = { guidelines: view.guidelinesPanel, help: view.helpPanel }
    for (const dialog of Object.values(this.dialogs)) {
      // A click on the dialog element itself is a click on its backdrop.
      dialog.addEventListener("click", event => event.target === dialog && dialog.close(), { signal })
    }
    document.addEventListener("pointerdown", event => this.pressedOutside(event), { signal })
  }

  get modal() {
    return Object.values(this.dialogs).some(dialog => dialog.open)
  }

  get choosing() {
    return !this.view.reasons.hidden
  }

  toggle(name) {
    const dialog = this.dialogs[name]
    if (dialog.open) return dialog.close()
    this.close()
    dialog.showModal()
  }

  close() {
    for (const dialog of Object.values(this.dialogs)) dialog.close()
    this.closeReasons()
  }

  fillKeys(withConfidence, withGuidelines) {
    const shown = KEY_LIST.filter(([key]) => (withConfidence || key[0] !== "7") && (withGuidelines || key !== "G"))
    const rows = shown.flatMap(([key, meaning]) => {
      const term = make("dt", "")
      term.append(...key.split(/ {2}/).map(part => make("kbd", "", part)))
      return [term, make("dd", "", meaning)]
    })
    this.view.keys.replaceChildren(...rows)
  }

  fillReasons(reasons) {
    const buttons = reasons.map((reason, index) => {
      const button = make("button", "reason")
      button.type = "button"
      button.dataset.action = `reason-${index}`
      button.append(make("kbd", "", String(index + 1)), make("span", "", reason))
      return button
    })
    this.view.reasons.replaceChildren(make("p", "reasons-title", "Why skip this pair?"), ...buttons)
  }

  openReasons() {
    this.view.reasons.hidden = false
    this.view.skip.setAttribute("aria-expanded", "true")
    this.view.reasons.querySelector("button").focus({ focusVisible: false })
  }

  closeReasons() {
    if (!this.choosing) return
    this.view.reasons.hidden = true
    this.view.skip.setAttribute("aria-expanded", "false")
  }

  pressedOutside(event) {
    if (this.choosing && !event.composedPath().includes(this.view.reasons.parentElement)) this.closeReasons()
  }
}
