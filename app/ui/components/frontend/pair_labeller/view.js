// The pair on screen, and what can be said about it.

import { answerOf, promptOf } from "../shared/content.js"
import { afterPaint, focusedNear, setText, within } from "../shared/dom.js"
import { Screen } from "../shared/screen.js"

/** @import { AnswerForm, Item, Labelling } from "../types" */
/** @import { Parts } from "../shared/screen.js" */
/**
 * @typedef {Parts & Record<
 *   "feedback" | "feedbackIcon" | "feedbackVerdict" | "feedbackText" | "leftCard" | "leftTitle" | "leftPane" | "left" |
 *   "rightCard" | "rightTitle" | "rightPane" | "right" | "scale" | "scaleLeft" | "scalePoints" | "scaleRight" | "actionRow" | "chooseLeftLabel" |
 *   "passes" | "qualityBar" | "marksLeft" | "marksLeftLabel" | "marksRight" | "marksRightLabel" |
 *   "tieLabel" | "chooseRightLabel" | "confidence" | "details" | "detailsTitle" | "axes" | "rationaleField" |
 *   "rationaleHint" | "detailsProblem" | "goOn" | "readFirst" | "readHint",
 *   HTMLElement
 * > & Record<"chooseLeft" | "tie" | "chooseRight" | "bothBad" | "detailsDone" | "begin" | "closeGuidelines", HTMLButtonElement>
 *   & Record<"rationale", HTMLTextAreaElement>} PairParts
 */
/** @typedef {"left" | "right"} Side */

export const DEGREES_SAID = ["", "slightly better", "somewhat better", "better", "much better"]
export const MIDDLE = 5

/** @extends {Screen<PairParts>} */
export class View extends Screen {
  fetching = "Fetching the next pairs…"

  /** @param {HTMLElement} parent */
  constructor(parent) {
    super(parent)
    this.sureButtons = [1, 2, 3].map(level => {
      return /** @type {HTMLButtonElement} */ (within(parent, `[data-action="sure-${level}"]`))
    })
  }

  get panes() {
    return [this.parts.postPane, ...this.tied]
  }

  get tied() {
    return [this.parts.leftPane, this.parts.rightPane]
  }

  /** @param {Item} item */
  textsOf(item) {
    return [promptOf(item), answerOf(item, item.left), answerOf(item, item.right)]
  }

  /** @param {Item | null} item */
  putTexts(item) {
    super.putTexts(item)
    this.content.put(this.parts.left, answerOf(item, item?.left))
    this.content.put(this.parts.right, answerOf(item, item?.right))
  }

  get answerNodes() {
    return [this.parts.left, this.parts.right]
  }

  /** @param {Item | null} item */
  showPair(item) {
    this.showPost(item)
    this.enable(Boolean(item))
    afterPaint(() => this.markMore())
  }

  /** @param {boolean} on */
  enable(on) {
    const { chooseLeft, chooseRight, tie, bothBad, skip, flag, scale, marksLeft, marksRight } = this.parts
    for (const button of [chooseLeft, chooseRight, tie, bothBad, skip, flag, ...this.sureButtons]) button.disabled = !on
    scale.inert = marksLeft.inert = marksRight.inert = !on
  }

  /** @param {number | null} level */
  showConfidence(level) {
    this.sureButtons.forEach((button, index) => button.setAttribute("aria-pressed", String(index + 1 === level)))
  }

  /** Nothing can be chosen while a missed pair is looked at: only going on is there. @param {boolean} on */
  showLesson(on) {
    this.root.classList.toggle("teaching", on)
    if (on) focusedNear(this.root)?.blur() // on a card Enter would choose it
    this.parts.goOn.hidden = !on
  }

  /** The panel covers the end of the post, so the post may then be scrolled further up. @param {boolean} on */
  showDetails(on) {
    const { details, actionRow, scalePoints, passes, rationale } = this.parts
    this.root.classList.toggle("asking", on)
    details.hidden = !on
    actionRow.inert = scalePoints.inert = passes.inert = on
    if (on) afterPaint(() => this.makeRoom())
    else rationale.blur()
  }

  makeRoom() {
    const { postPane, details } = this.parts
    const covered = postPane.getBoundingClientRect().bottom - details.getBoundingClientRect().top
    this.root.style.setProperty("--covered", `${Math.max(0, covered)}px`)
    this.markMore()
  }

  /** @param {Labelling} data */
  showFrame(data) {
    super.showFrame(data)
    const { candidate, tie } = data.words
    const { leftTitle, chooseLeftLabel, rightTitle, chooseRightLabel, tieLabel } = this.parts
    for (const label of [leftTitle, chooseLeftLabel]) setText(label, `${candidate} 1`)
    for (const label of [rightTitle, chooseRightLabel]) setText(label, `${candidate} 2`)
    setText(tieLabel, tie)
  }

  /**
   * On the scale a card alone says too little, without a choice nothing: it is no button then. "Equal" is the tie.
   * @param {AnswerForm} form
   * @param {string} candidate
   */
  showForm(form, candidate) {
    const { tie, bothBad, flagAnchor, confidence } = this.parts
    const { leftCard, leftTitle, rightCard, rightTitle, chooseLeft, chooseRight } = this.parts
    tie.hidden = !form.tie || form.strength
    bothBad.hidden = !form.both_bad
    flagAnchor.hidden = !form.flag_reasons.length
    confidence.hidden = !form.confidence
    const byCard = form.choice && !form.strength
    this.root.classList.toggle("scaled", !byCard)
    this.root.classList.toggle("crowded", form.confidence && form.flag_reasons.length > 0)
    this.chooseByCard(leftCard, leftTitle, byCard ? chooseLeft : null)
    this.chooseByCard(rightCard, rightTitle, byCard ? chooseRight : null)
    this.fillScale(form, candidate)
  }

  /**
   * A pointer chooses by the whole card. Its button is the title: what is in a button has no tables or headings for
   * who does not see.
   * @param {HTMLElement} card
   * @param {HTMLElement} title
   * @param {HTMLButtonElement | null} button whose action and keys they have, too
   */
  chooseByCard(card, title, button) {
    const { action } = button?.dataset ?? {}
    if (!button || !action) {
      delete card.dataset.action
      for (const name of ["role", "tabindex", "data-action", "aria-keyshortcuts"]) title.removeAttribute(name)
      return
    }
    card.dataset.action = title.dataset.action = action
    title.setAttribute("role", "button")
    title.tabIndex = 0
    title.setAttribute("aria-keyshortcuts", button.getAttribute("aria-keyshortcuts") ?? "")
  }

  /** @param {AnswerForm} form @param {string} candidate */
  fillScale(form, candidate) {
    const { scale, scalePoints, scaleLeft, scaleRight } = this.parts
    scale.hidden = !form.strength
    if (!form.strength) return
    scalePoints.querySelectorAll("button").forEach((button, index) => {
      const { side, strength } = scalePoint(index + 1)
      const better = `${candidate} ${side === "left" ? 1 : 2} is ${DEGREES_SAID[strength]}`
      button.setAttribute("aria-label", side ? better : "Equal")
      if (!side) button.disabled = !form.tie
    })
    setText(scaleLeft, `${candidate} 1`)
    setText(scaleRight, `${candidate} 2`)
  }
}

/**
 * A point of the scale of nine: 1 to 4 prefer the left, 5 neither, 6 to 9 the right; strength 4 lies at both ends.
 * @param {number} number
 * @returns {{ side: Side | null, strength: number }}
 */
export function scalePoint(number) {
  const side = number < MIDDLE ? "left" : "right"
  return { side: number === MIDDLE ? null : side, strength: Math.abs(number - MIDDLE) }
}
