// What opens over the pair: the guidelines, the list of keys, and the reasons for skipping and flagging.

// The keys, what they do, and when they work.
const KEY_LIST = [
  ["1  ←", "Choose the first", form => !form.strength],
  ["2  →", "Choose the second", form => !form.strength],
  ["1  2  3  4", "The first is better, from much to slightly", form => form.strength],
  ["5", "Equal", form => form.strength && form.tie],
  ["6  7  8  9", "The second is better, from slightly to much", form => form.strength],
  ["T", "Tie", form => form.tie],
  ["B", "Both bad", form => form.both_bad],
  ["7  8  9", "Unsure, fairly sure, sure: before choosing", form => form.confidence],
  ["1  T  2", "Details: the first is better, the same, the second", form => form.axes.length],
  ["↑  ↓", "Details: the line above, below", form => form.axes.length > 1],
  ["Ctrl Enter", "Details: done", asksDetails],
  ["Esc", "Details: take the choice back", asksDetails],
  ["S", "Skip, with a reason", form => form.skip_reasons.length],
  ["S", "Skip", form => !form.skip_reasons.length],
  ["F", "Flag, with a reason; again: take it back", form => form.flag_reasons.length],
  ["U", "Undo the last answer", form => form.undo],
  ["Space  PageDown", "Scroll the post", () => true],
  ["G", "Guidelines", (form, guidelines) => guidelines],
  ["?", "This list", () => true],
  ["Esc", "Close", () => true],
]

class Panels {
  constructor(view, signal) {
    this.view = view
    this.dialogs = { guidelines: view.guidelinesPanel, help: view.helpPanel }
    this.lists = {
      skip: new ReasonList({ button: view.skip, list: view.reasons, title: "Why skip this pair?" }),
      flag: new ReasonList({ button: view.flag, list: view.flagReasons, title: "What is wrong with this pair?" }),
    }
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

  fill(form, guidelines) {
    this.lists.skip.fill(form.skip_reasons)
    this.lists.flag.fill(form.flag_reasons)
    const rows = KEY_LIST.filter(([, , works]) => works(form, guidelines)).flatMap(([keys, meaning]) => {
      const term = make("dt", "")
      term.append(...keys.split(/ {2}/).map(key => make("kbd", "", key)))
      return [term, make("dd", "", meaning)]
    })
    this.view.keys.replaceChildren(...rows)
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
