// What opens over the work: the guidelines, the list of keys, and the reasons for skipping or flagging.

class Panels {
  constructor(view, signal) {
    this.view = view
    this.dialogs = { guidelines: view.guidelinesPanel, help: view.helpPanel }
    this.lists = { skip: new ReasonList(view.skip), flag: new ReasonList(view.flag) }
    for (const dialog of Object.values(this.dialogs)) {
      // A click on the dialog element itself is a click on its backdrop.
      dialog.addEventListener("click", event => event.target === dialog && dialog.close(), { signal })
    }
    document.addEventListener("pointerdown", event => this.pressedOutside(event), { signal })
  }

  get modal() {
    return Object.values(this.dialogs).some(dialog => dialog.open)
  }

  // Which list of reasons is open, by name.
  get choosing() {
    return Object.keys(this.lists).find(name => this.lists[name].open) ?? null
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

  // `keys` are those that work now, each with what it does.
  fill({ skip_reasons, flag_reasons }, keys) {
    this.lists.skip.fill(skip_reasons)
    this.lists.flag.fill(flag_reasons)
    this.view.keys.replaceChildren(...keys.flatMap(keyRow))
  }

  toggleReasons(name) {
    const { open } = this.lists[name]
    this.closeReasons()
    if (!open) this.lists[name].show()
  }

  closeReasons() {
    for (const list of Object.values(this.lists)) list.close()
  }

  pressedOutside(event) {
    const open = this.lists[this.choosing]
    if (open && !event.composedPath().includes(open.list.parentElement)) open.close()
  }
}

function keyRow([keys, meaning]) {
  const term = make("dt", "")
  term.append(...keys.split(/ {2}/).map(key => make("kbd", "", key)))
  return [term, make("dd", "", meaning)]
}

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
