// Whether each of the two meets the quality bar: two marks, which wait with the item until the answer is whole.

import { setText } from "../shared/dom.js"

/** @import { AnswerForm, Item } from "../types" */
/** @import { Drafts } from "../shared/drafts.js" */
/** @import { Side, View } from "./view.js" */

/** @type {Side[]} */
const SIDES = ["left", "right"]

export class Passes {
  /** @param {View} view @param {Drafts} drafts */
  constructor(view, drafts) {
    this.root = view.root
    this.parts = view.parts
    this.drafts = drafts
    this.asked = false
    this.names = { left: "", right: "" }
  }

  /** @param {AnswerForm} form @param {string} candidate */
  fill(form, candidate) {
    const { passes, qualityBar, marksLeft, marksLeftLabel, marksRight, marksRightLabel } = this.parts
    this.asked = Boolean(form.quality_bar)
    this.names = { left: `${candidate} 1`, right: `${candidate} 2` }
    passes.hidden = !this.asked
    setText(qualityBar, form.quality_bar ?? "")
    for (const [group, label, name] of [
      /** @type {const} */ ([marksLeft, marksLeftLabel, this.names.left]),
      /** @type {const} */ ([marksRight, marksRightLabel, this.names.right]),
    ]) {
      group.setAttribute("aria-label", name)
      setText(label, name)
    }
  }

  /** What was said so far, by token. @param {Item} item @returns {Record<string, boolean>} */
  of(item) {
    return this.drafts.of(item).passes ?? {}
  }

  /** For the answer. @param {Item | null} item */
  given(item) {
    return item && this.asked ? this.of(item) : null
  }

  /** Keep a mark, and return in words what was said so far. @param {Item} item @param {Side} side @param {boolean} passes */
  mark(item, side, passes) {
    this.drafts.put(item, { passes: { ...this.of(item), [item[side].token]: passes } })
    this.show(item)
    return this.marked(item, true)
      .map(one => `${this.names[one]} ${this.of(item)[item[one].token] ? "passes" : "fails"}`)
      .join(", ")
  }

  /** What an answer still lacks, as a sentence; empty for nothing. @param {Item} item */
  missing(item) {
    const lacking = this.asked ? this.marked(item, false) : []
    if (lacking.length > 1) return "Say of both whether they pass."
    return lacking.length ? `Say whether ${this.names[lacking[0]]} passes.` : ""
  }

  /** The sides that have a mark, or none. @param {Item} item @param {boolean} whether */
  marked(item, whether) {
    return SIDES.filter(side => item[side].token in this.of(item) === whether)
  }

  /** The marks, and a choice that waits for them. @param {Item | null} item */
  show(item) {
    if (!this.asked) return
    const { held } = this.drafts.of(item)
    const marks = item ? this.of(item) : {}
    for (const side of SIDES) {
      const passes = item ? marks[item[side].token] : undefined
      this.press(`mark-${side}-pass`, passes === true)
      this.press(`mark-${side}-fail`, passes === false)
    }
    for (const node of this.root.querySelectorAll(".held")) node.classList.remove("held")
    const chosen = held?.action ? this.root.querySelectorAll(`[data-action="${held.action}"]`) : []
    for (const node of chosen) node.classList.add("held")
  }

  /** @param {string} action @param {boolean} on */
  press(action, on) {
    this.root.querySelector(`[data-action="${action}"]`)?.setAttribute("aria-pressed", String(on))
  }
}
