// What was said about a pair that is not answered yet, or whose answer was taken back: it waits with the pair.

class Recall {
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
