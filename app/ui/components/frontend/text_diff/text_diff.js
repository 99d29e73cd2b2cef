// A prompt and its answers side by side. Texts are hostile: they are set as text, never as HTML.

import { make, namedParts, setText } from "../shared/dom.js"
import { MODES, legendOf, runsOf, shortened } from "./marks.js"

/** @import { Mounting, ShownAnswer, ShownPrompt, TextDiffData, TextDiffMode } from "../types" */

const instances = new WeakMap() // by the element that Streamlit mounts it in

class TextDiff {
  /** @type {TextDiffMode} */
  mode = "apart"
  seen = ""

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parts = namedParts(parent)
    this.parts.modes.append(...Object.entries(MODES).map(([mode, words]) => this.choice(mode, words)))
  }

  /** @param {string} mode @param {string} words */
  choice(mode, words) {
    const label = make("label", "choice")
    const input = make("input", "")
    Object.assign(input, { type: "radio", name: "mode", value: mode, checked: mode === this.mode })
    input.onchange = () => {
      this.mode = /** @type {TextDiffMode} */ (mode)
      this.mark()
    }
    label.append(input, make("span", "", words))
    return label
  }

  /** @param {TextDiffData} data */
  show(data) {
    const seen = JSON.stringify(data)
    if (seen === this.seen) return
    this.seen = seen
    this.data = data
    const { prompt, answers } = data
    /** @type {[HTMLElement, ShownAnswer | ShownPrompt][]} */
    this.texts = [prompt, ...answers].map(shown => [make("div", "text"), shown])
    const [[body], ...others] = this.texts
    const folded = [this.fold("Instruction", prompt.before), body, this.fold("Ending", prompt.after)]
    const cards = answers.map((answer, place) => this.answer(answer, others[place][0]))
    this.parts.texts.replaceChildren(this.pane("prompt", prompt.title, folded.filter(part => part !== null)), ...cards)
    this.mark()
  }

  /** @param {string} className @param {string} title @param {HTMLElement[]} parts */
  pane(className, title, parts) {
    const pane = make("section", `pane ${className}`)
    pane.tabIndex = 0 // so that keys scroll it
    pane.setAttribute("aria-label", title)
    pane.append(make("h3", "title", title), ...parts)
    return pane
  }

  /** @param {ShownAnswer} answer @param {HTMLElement} text */
  answer(answer, text) {
    const note = answer.note ? [make("p", "note", answer.note)] : []
    return this.pane("answer", answer.title, [make("p", "facts", answer.facts), text, ...note])
  }

  /** What stands with every prompt, on a line that opens. @param {string} words @param {string} text */
  fold(words, text) {
    if (!text.trim()) return null
    const details = make("details", "fold")
    const line = make("summary", "", `${words}: `)
    line.append(make("span", "short", shortened(text)))
    details.append(line, make("div", "text", text.trim()))
    return details
  }

  mark() {
    if (!this.data || !this.texts) return
    for (const [node, shown] of this.texts) {
      const runs = runsOf(shown, this.mode)
      node.replaceChildren(...runs.map(({ text, mark }) => (mark ? make("mark", mark, text) : new Text(text))))
    }
    setText(this.parts.legend, legendOf(this.data, this.mode))
  }
}

/** @param {Mounting<TextDiffData>} mount */
export default function textDiff({ data, parentElement }) {
  if (!instances.has(parentElement)) instances.set(parentElement, new TextDiff(parentElement))
  instances.get(parentElement).show(data)
  return () => instances.delete(parentElement)
}
