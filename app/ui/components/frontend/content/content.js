// Draws the texts of a project as they are meant. Served under its hash and loaded once; the libraries that read
// Markdown are loaded only where there is some.

import { make } from "../shared/dom.js"
import { allowed, makeGuard } from "./guard.js"
import { canMark, mark, unmark } from "./highlight.js"
import { makeReader, read } from "./markdown.js"
import { calledSpeaker, foldEnding, leadingBlank, sideOf, turnsOf } from "./texts.js"

/** @import { MarkdownMaker, Purifier, ShownAs, ShownText, Turn } from "../types" */

const LONGEST = 200_000 // characters that are read as Markdown
const READER = "markdown-it.umd.min.js"
const GUARD = "purify.min.js"

/** @typedef {(text: string) => Node} Draws what stands in a text or a turn */

export class Drawing {
  /** @param {ShownAs} how @param {Draws} draws Markdown */
  constructor(how, draws) {
    this.how = how
    this.draws = draws
  }

  /** @param {ShownText} shown @returns {HTMLElement} */
  draw({ text, turns, isPrompt }) {
    const { endings, kind } = this.how
    const { body, ending } = isPrompt ? foldEnding(text, endings) : { body: text, ending: "" }
    const box = make("div", "content")
    const said = kind === "dialogue" ? this.turns(body, turns ?? turnsOf(body, isPrompt ? "Human" : "Assistant")) : []
    box.append(...(said.length ? said : this.passage(body)))
    if (ending) box.append(make("span", "ending", ending))
    return box
  }

  /** @param {string} text @param {Turn[]} turns */
  turns(text, turns) {
    return turns.map(([role, start, end]) => {
      const turn = make("div", `turn ${sideOf(role)}`)
      const said = make("div", "said")
      const whole = text.slice(start, end)
      // Behind a name a blank is how transcripts are written; at the very beginning it is the model's.
      said.append(...this.passage(start ? whole.trim() : whole.replace(/^[\r\n]+/, "").trimEnd()))
      turn.append(make("div", "speaker", calledSpeaker(role)), said)
      return turn
    })
  }

  /** A blank at the beginning is shown: models are trained on it. @param {string} text @returns {Node[]} */
  passage(text) {
    const blanks = leadingBlank(text)
    const mark = blanks ? [make("span", "blank", text.slice(0, blanks))] : []
    const isRead = this.how.markdown && text.length <= LONGEST
    if (!isRead) return [...mark, ...plain(text.slice(blanks))]
    const box = make("div", "read")
    box.append(this.draws(text))
    for (const child of box.children) child.setAttribute("dir", "auto")
    for (const wide of box.querySelectorAll("table")) wrap(wide)
    if (box.firstElementChild?.matches("p")) box.firstElementChild.prepend(...mark)
    else box.prepend(...mark)
    return [box]
  }
}

/** Paragraphs, so that those below the edge can come a moment later. @param {string} text */
function plain(text) {
  return text.split(/(?<=\n\n)(?!\n)/).map(part => make("span", "plain-text", part))
}

/** What is wider than its place is scrolled in it, and moves nothing else. @param {Element} wide */
function wrap(wide) {
  const box = make("div", "wide")
  wide.replaceWith(box)
  box.append(wide)
}

/** @param {string} base @param {string} file @param {string} name of the global that the library makes */
async function library(base, file, name) {
  await import(new URL(file, base).href)
  const globals = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (globalThis))
  return globals[name]
}

/** @param {string} base @param {ShownAs} how @returns {Promise<Draws>} */
async function markdown(base, how) {
  if (!how.markdown) return text => new Text(text)
  const loading = [library(base, READER, "markdownit"), library(base, GUARD, "DOMPurify")]
  const [markdownit, purify] = await Promise.all(loading)
  const reader = makeReader(/** @type {MarkdownMaker} */ (markdownit))
  const guard = makeGuard(/** @type {(window: Window) => Purifier} */ (purify))
  return text => allowed(guard, read(reader, text), how.hosts)
}

export default {
  /** @param {string} base where the libraries lie @param {ShownAs} how */
  async open(base, how) {
    return new Drawing(how, await markdown(base, how))
  },
  canMark,
  mark,
  unmark,
}
