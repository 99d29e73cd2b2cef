// Puts texts on the screen as they are meant: loads what draws them, draws the next ones ahead, and the same one raw.

import { afterPaint, setText } from "./dom.js"

/** @import { ContentModule, MarkMode, Prompt, ShownAs, ShownText } from "../types" */

const PATIENCE_MS = 8000 // the first text waits so long for what draws it, and is plain otherwise
// Characters that fill a pane: what is below its edge comes after the next frame.
const AT_ONCE = { prompt: 1400, answer: 800 }
const SETTLED_MS = 20
const LINE = 60
const BLOCK = 40
const KEPT = 60 // drawn texts: a dozen pairs with what an undo brings back

/** A text of an item, by a name that no other has. @typedef {ShownText & { name: string }} NamedText */
/** @typedef {{ draw(shown: ShownText): HTMLElement }} Draws */
/** @typedef {{ box: HTMLElement, later: Element[] }} Drawn */

/** What runs when the browser has nothing else to do. @param {() => void} action */
function inIdleTime(action) {
  if (typeof requestIdleCallback === "function") requestIdleCallback(action, { timeout: 1000 })
  else setTimeout(action, 30)
}

export class Content {
  /** @param {() => void} completed called when texts have come to their whole length */
  constructor(completed) {
    this.completed = completed
    /** @type {ShownAs | null} */
    this.how = null
    /** @type {Draws | null} */
    this.drawing = null
    /** @type {ContentModule | null} */
    this.module = null
    /** @type {Map<string, Drawn>} */
    this.drawn = new Map()
    /** @type {Element[]} what is not on screen yet, though it belongs to it */
    this.later = []
    this.raw = false
    /** @type {MarkMode} */
    this.marked = null
    this.loading = ""
    this.pending = false
  }

  /** Whether a text looks other than it is written, so that there is something to see raw. */
  get isRead() {
    return Boolean(this.drawing && this.how && this.how.kind !== "plain")
  }

  get canMark() {
    return Boolean(this.module?.canMark())
  }

  /**
   * Whether texts can be drawn as the server says, or never will be; calls back once they can or time is up.
   * @param {ShownAs | null | undefined} how
   * @param {() => void} done
   */
  isReady(how, done) {
    const wanted = how?.module ? JSON.stringify(how) : ""
    if (!how || !wanted || wanted === this.loading) return !this.pending
    this.loading = wanted
    this.pending = true
    const go = () => {
      if (wanted !== this.loading || !this.pending) return
      this.pending = false
      done()
    }
    setTimeout(go, PATIENCE_MS)
    this.load(how, wanted).then(go, go) // who cannot load it reads plain text
    return false
  }

  /** @param {ShownAs} how @param {string} wanted */
  async load(how, wanted) {
    const address = new URL(how.module, document.baseURI).href
    /** @type {{ default: ContentModule }} */
    const { default: module } = await import(address)
    const drawing = await module.open(address, how)
    if (wanted !== this.loading) return
    this.module = module
    this.drawing = drawing
    this.how = how
    this.drawn.clear()
  }

  /** @param {HTMLElement} node @param {NamedText | null} shown @param {boolean} [whole] whether all of it is needed at once */
  put(node, shown, whole = false) {
    const made = shown && !this.raw && shown.text ? this.made(shown) : null
    if (made) {
      if (!whole) this.delay(made.later)
      node.replaceChildren(made.box)
    } else if (node.firstElementChild) node.textContent = shown?.text ?? ""
    else setText(node, shown?.text ?? "")
    node.classList.toggle("drawn", made !== null)
  }

  /** What is drawn of a text; nothing while it cannot be. @param {NamedText} shown */
  made(shown) {
    if (!this.drawing) return null
    const known = this.drawn.get(shown.name)
    if (known) return known
    const box = this.drawing.draw(shown)
    const made = { box, later: laterIn(box, shown.isPrompt ? AT_ONCE.prompt : AT_ONCE.answer) }
    this.drawn.set(shown.name, made)
    for (const name of [...this.drawn.keys()].slice(0, -KEPT)) this.drawn.delete(name)
    return made
  }

  /** The page need not wait for what nobody sees yet; nothing that is seen moves when it comes. @param {Element[]} later */
  delay(later) {
    for (const block of later) block.classList.add("later")
    if (later.length && !this.isPartial) afterPaint(() => setTimeout(() => this.complete(), SETTLED_MS))
    this.later.push(...later)
  }

  get isPartial() {
    return this.later.length > 0
  }

  complete() {
    for (const block of this.later.splice(0)) block.classList.remove("later")
    this.completed()
  }

  /** Draws one text after the other while nobody waits. @param {(NamedText | null)[]} texts */
  ahead(texts) {
    const next = texts.find(one => one?.text && !this.drawn.has(one.name))
    if (!next || !this.drawing) return
    inIdleTime(() => {
      this.made(next)
      this.ahead(texts)
    })
  }

  /** Marks what is on screen once it is there: nothing moves by it. @param {HTMLElement} prompt @param {HTMLElement[]} answers */
  mark(prompt, answers) {
    const { marked, module } = this
    if (!module?.canMark()) return
    module.unmark()
    if (!marked) return
    const markThem = () => this.marked === marked && prompt.isConnected && module.mark(marked, prompt, answers)
    afterPaint(() => setTimeout(markThem, SETTLED_MS))
  }

  /** @param {HTMLElement} prompt @param {HTMLElement[]} answers @returns {number[]} marked places in each answer */
  markNow(prompt, answers) {
    this.module?.unmark()
    return (this.marked && this.module?.mark(this.marked, prompt, answers)) || []
  }

  close() {
    if (this.module?.canMark()) this.module.unmark()
  }
}

/**
 * The blocks and turns of a drawn text that stand below what a pane shows.
 * @param {HTMLElement} box
 * @param {number} atOnce
 */
function laterIn(box, atOnce) {
  let weight = 0
  return [...box.querySelectorAll(".turn, .read > *, .plain-text")].filter(block => {
    const isLater = weight > atOnce
    const text = block.textContent ?? ""
    if (!block.matches(".turn")) weight += BLOCK + (block.matches("pre") ? text.split("\n").length * LINE : text.length)
    return isLater
  })
}

/** The prompt of an item. @param {Prompt | null} item @returns {NamedText | null} */
export function promptOf(item) {
  return item && { name: `${item.id} prompt`, text: item.input_text, turns: item.turns ?? null, isPrompt: true }
}

/**
 * An answer of an item.
 * @param {Prompt | null} item
 * @param {import("../types").Candidate | undefined} answer
 * @returns {NamedText | null}
 */
export function answerOf(item, answer) {
  if (!item || !answer) return null
  return { name: `${item.id} ${answer.token}`, text: answer.text, turns: answer.turns ?? null, isPrompt: false }
}
