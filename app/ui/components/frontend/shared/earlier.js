// Back through one's own earlier answers: one is looked at, and changed if one likes. Until then it stands.

import { newId } from "./outbox.js"
import { setText } from "./dom.js"

/** @import { EarlierAnswer, Prompt, Send, Undoable } from "../types" */
/** @import { Queue } from "./queue.js" */
/** @import { Parts } from "./screen.js" */

/** @type {Set<string>} what the server sent and was shown: a page that is opened anew gets the same again */
const SHOWN = new Set()

/** @template {Prompt} I */
export class Earlier {
  /** @param {Queue<I>} queue @param {Parts} parts */
  constructor(queue, parts) {
    this.queue = queue
    this.parts = parts
  }

  /** The next one back that this page knows of; the server knows those from before. @returns {Undoable<I> | null} */
  get next() {
    const { history, opened } = this.queue
    const place = opened ? history.findIndex(entry => entry.answer === opened.answer) : history.length
    return history[place - 1] ?? null
  }

  /** Asks for the one before those that are known here. @param {Send} post */
  ask(post) {
    const { history, opened } = this.queue
    const before = opened?.answer ?? history[0]?.answer ?? ""
    post("earlier", { nonce: newId(), before })
  }

  /** What the server has found, once. @param {EarlierAnswer<I> | null | undefined} found */
  take(found) {
    if (!found || SHOWN.has(found.nonce)) return null
    SHOWN.add(found.nonce)
    return found
  }

  /** @param {Undoable<I> | null} opened @param {string} said */
  show(opened, said) {
    const { earlier, earlierWhen, earlierSaid } = this.parts
    earlier.hidden = !opened
    const at = opened && (opened.at ?? opened.said?.answered_at)
    setText(earlierWhen, at ? `Your answer of ${moment(at)}:` : "Your answer:")
    setText(earlierSaid, said)
  }
}

/** @param {string} at */
function moment(at) {
  return new Date(at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })
}
