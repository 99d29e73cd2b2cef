// What opens over the work: the guidelines, the list of keys, and the reasons for skipping or flagging.

const RANKER_KEY_LIST = [
  ["1 … 9", "Give this answer the next rank"],
  ["Drag", "Move a card with the mouse"],
  ["⌫", "Take the last one back"],
  ["↑  ↓", "Go to the card above or below"],
  ["Alt ↑  Alt ↓", "Move the card; Shift works too"],
  ["↵", "Send the order"],
  ["E", "Show all of every answer"],
  ["S", "Skip"],
  ["F", "Flag, with a reason; again: take it back"],
  ["U", "Undo the last ranking"],
  ["Space  PageDown", "Scroll the post"],
  ["G", "Guidelines"],
  ["?", "This list"],
  ["Esc", "Close, or let a dragged card go back"],
]

class RankerPanels {
  constructor(view, signal) {
    this.view = view
    this.dialogs = { guidelines: view.guidelinesPanel, help: view.helpPanel }
    this.lists = {
      skip: new ReasonList({ button: view.skip, list: view.skipReasons, title: "Why skip this one?" }),
      flag: new ReasonList({ button: view.flag, list: view.flagReasons, title: "What is wrong here?" }),
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

  fill({ skip_reasons, flag_reasons, guidelines }) {
    this.lists.skip.fill(skip_reasons)
    this.lists.flag.fill(flag_reasons)
    const shown = RANKER_KEY_LIST.filter(([key]) => (guidelines || key !== "G") && (flag_reasons.length || key !== "F"))
    const rows = shown.flatMap(([key, meaning]) => {
      const term = make("dt", "")
      term.append(...key.split(/ {2}/).map(part => make("kbd", "", part)))
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
