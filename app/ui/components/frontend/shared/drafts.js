// What was said about a pair that is not answered yet, or whose answer was taken back: it waits with the pair.

class Drafts {
  constructor() {
    this.byItem = new Map()
  }

  of(item) {
    return this.byItem.get(item?.id) ?? {}
  }

  put(item, said) {
    this.byItem.set(item.id, { ...this.of(item), ...said })
  }

  drop(item) {
    this.byItem.delete(item.id)
  }
}

class Flags {
  constructor(view) {
    this.view = view
    this.byItem = new Map()
  }

  get(item) {
    return this.byItem.get(item.id) ?? null
  }

  set(item, reason) {
    if (reason === null) this.byItem.delete(item.id)
    else this.byItem.set(item.id, reason)
    this.show(item)
  }

  take(item) {
    const reason = this.get(item)
    this.byItem.delete(item.id)
    return reason
  }

  // The chip takes the button's place, so that the row does not grow.
  show(item) {
    const reason = item && this.get(item)
    this.view.flagChip.hidden = !reason
    this.view.flag.hidden = Boolean(reason)
    setText(this.view.flagText, reason ? `Flagged: ${reason}` : "")
  }
}
