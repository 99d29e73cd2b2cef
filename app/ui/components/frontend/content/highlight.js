// Marks words on the page without touching it: nothing moves, and what is selected or copied stays the text.

import { apart, copied } from "./marks.js"

/** @import { MarkMode } from "../types" */
/** @typedef {import("./marks.js").Span} Span */

const NAMES = { apart: "prefstudio-apart", copied: "prefstudio-copied" }
const BESIDE = ".speaker, .picture" // what we say and the text does not
const BLOCKS = "p, li, h4, h5, h6, td, th, pre, blockquote, .said, .content, .ending"

/** Whether this browser can. */
export function canMark() {
  return typeof Highlight === "function" && "highlights" in CSS
}

export function unmark() {
  for (const name of Object.values(NAMES)) CSS.highlights.delete(name)
}

/**
 * Marks the answers; returns how many places are marked in each.
 * @param {Exclude<MarkMode, null>} mode
 * @param {HTMLElement} prompt
 * @param {HTMLElement[]} answers
 */
export function mark(mode, prompt, answers) {
  unmark()
  const texts = answers.map(textIn)
  const said = texts.map(one => one.text)
  const asked = textIn(prompt).text
  const spans = mode === "copied" ? said.map(text => copied(text, asked)) : apart(said)
  const ranges = spans.map((found, index) => found.flatMap(span => rangesOf(texts[index], span)))
  CSS.highlights.set(NAMES[mode], new Highlight(...ranges.flat()))
  return spans.map(found => found.length)
}

/** The text below a node, blocks on lines of their own, and where each piece of it begins. @param {HTMLElement} node */
function textIn(node) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT)
  /** @type {{ node: Text, start: number }[]} */
  const places = []
  let text = ""
  /** @type {Element | null} */
  let block = null
  while (walker.nextNode()) {
    const piece = /** @type {Text} */ (walker.currentNode)
    const parent = piece.parentElement
    if (!parent || parent.closest(BESIDE)) continue
    const around = parent.closest(BLOCKS)
    if (block && around !== block) text += "\n"
    block = around
    places.push({ node: piece, start: text.length })
    text += piece.data
  }
  return { text, places }
}

/** @param {ReturnType<typeof textIn>} shown @param {Span} span @returns {StaticRange[]} */
function rangesOf({ places }, [start, end]) {
  return places
    .filter(place => place.start < end && place.start + place.node.data.length > start)
    .map(({ node, start: from }) => {
      return new StaticRange({
        startContainer: node,
        startOffset: Math.max(0, start - from),
        endContainer: node,
        endOffset: Math.min(node.data.length, end - from),
      })
    })
}
