// Whether a key or a click can be meant for what is on screen, and text that somebody has selected.

/** @import { Prompt } from "../types" */
/** @import { Status } from "./status.js" */

const EXTENDS = /^(Arrow|Page|Home|End)/ // with Shift
export const NOT_COUNTED = {
  nothing: "Nothing was on screen yet: not counted",
  soon: "Too quick: not counted",
  selected: "Text is selected (Esc lets it go): not counted",
}

/** The browser keeps the selection inside a shadow root apart from the page's. @param {Node} root */
function selections(root) {
  const shadow = /** @type {{ getSelection?: () => Selection | null }} */ (root.getRootNode())
  return [shadow.getSelection?.(), document.getSelection()].filter(one => one != null)
}

/** @param {Node} root */
export function selectedText(root) {
  return selections(root).some(one => one.type === "Range" && one.toString().trim() !== "")
}

/** @param {Node} root */
export function letGoOfText(root) {
  for (const one of selections(root)) one.removeAllRanges()
}

/** Keys are for the text then, not for the pair. @param {KeyboardEvent} event */
export function extendsSelection(event) {
  return event.shiftKey && EXTENDS.test(event.key)
}

/** A vote that cannot be meant for what is on screen asks for nothing and counts nothing, and it is said. */
export class Attention {
  /** @param {HTMLElement} root @param {Status} status */
  constructor(root, status) {
    this.root = root
    this.status = status
    this.seenSince = Infinity
    this.untaken = 0
  }

  cameUp() {
    this.seenSince = performance.now()
  }

  /** An undo brings back what the person has seen before. */
  cameBack() {
    this.seenSince = -Infinity
  }

  /**
   * Takes a key or a click for a vote on the item on screen, which must have been there for so many milliseconds.
   * @param {Event} event
   * @param {Prompt | null} item
   * @param {number} enough
   * @param {() => string} unread what must be read before, as a sentence; empty for nothing
   */
  takes(event, item, enough, unread = () => "") {
    const why = this.obstacle(event, item, enough)
    const said = why ? NOT_COUNTED[why] : unread()
    if (said) this.status.showUntaken(said, ++this.untaken)
    return !said
  }

  /**
   * When it was pressed counts, not when a busy page comes to it: what was drawn meanwhile nobody has seen.
   * @param {Event} event
   * @param {Prompt | null} item
   * @param {number} enough
   */
  obstacle(event, item, enough) {
    if (!item) return "nothing"
    if (enough && event.timeStamp - this.seenSince < enough) return "soon"
    return event.type === "keydown" && selectedText(this.root) ? "selected" : null
  }
}
