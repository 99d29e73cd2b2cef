// What was said about an item that is not answered yet, or whose answer was taken back: it waits with the item.

/** @import { Choice, Prompt, Said } from "../types" */
/** @typedef {{ choice: Choice, action: string }} Held a choice that is no answer yet, and the action that made it */
/** @typedef {Partial<Said> & { order?: string[], held?: Held | null }} Draft */

export class Drafts {
  constructor() {
    /** @type {Map<string, Draft>} by the item's id */
    this.byItem = new Map()
  }

  /** @param {Prompt | null} item @returns {Draft} */
  of(item) {
    return (item && this.byItem.get(item.id)) ?? {}
  }

  /** @param {Prompt} item @param {Draft} said */
  put(item, said) {
    this.byItem.set(item.id, { ...this.of(item), ...said })
  }

  /** @param {string} id */
  drop(id) {
    this.byItem.delete(id)
  }
}
