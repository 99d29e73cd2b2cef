// A missed pair of a qualification stays on screen beside its reason, until the person goes on.

import { make, setText, wantsStillness } from "../shared/dom.js"

/** @import { Answer, Feedback, Item } from "../types" */
/** @import { PairParts, View } from "./view.js" */
/** @typedef {{ item: Item, answer: Answer }} Given */

/** @type {Record<string, string>} what an answer says that names no candidate */
const NAMED = { tie: "both equally good", both_bad: "both bad", skip: "skipped, which counts as not right" }

export class Lesson {
  /** @param {View} view */
  constructor(view) {
    this.view = view
    this.strip = new FeedbackStrip(view.parts)
    this.candidate = ""
    /** @type {Given | null} what was answered, while the server looks whether that was right */
    this.waiting = null
    /** @type {Given | null} what was missed */
    this.missed = null
  }

  get open() {
    return this.missed !== null
  }

  /** The pair stays until the server has said how the answer was. @param {Item} item @param {Answer} answer */
  wait(item, answer) {
    this.waiting = { item, answer }
  }

  /**
   * What the server says of an answer; nothing while it has not come to it yet.
   * @param {Feedback | null} feedback
   * @param {ReadonlyMap<string, Answer>} pending
   */
  receive(feedback, pending) {
    const given = this.waiting
    if (given && pending.has(given.answer.id)) return
    this.waiting = null
    const missed = given && feedback && !feedback.right && feedback.better && feedback.answer === given.answer.id
    if (missed) this.begin(given, feedback)
    else if (!this.open) this.strip.receive(feedback)
  }

  /** @param {Given} given @param {Feedback} feedback */
  begin(given, feedback) {
    this.missed = given
    const { item, answer } = given
    this.view.showPair(item)
    this.view.enable(false)
    const right = `Right: ${this.nameOf(item, feedback.better)}. You: ${this.nameOf(item, answer.outcome)}.`
    this.strip.receive({ ...feedback, text: [right, feedback.note].filter(Boolean).join(" ") })
    this.mark(item, feedback.better, "Right answer", "right")
    this.mark(item, answer.outcome, "Your choice", "chosen")
    this.view.showLesson(true)
  }

  /** @param {Item} item @param {string} outcome */
  nameOf(item, outcome) {
    if (outcome === item.left.token) return `${this.candidate} 1`
    if (outcome === item.right.token) return `${this.candidate} 2`
    return NAMED[outcome] ?? outcome
  }

  /** @param {Item} item @param {string} outcome @param {string} words @param {string} kind */
  mark(item, outcome, words, kind) {
    const { leftCard, rightCard } = this.view.parts
    const cards = [leftCard, rightCard].filter((_, index) => [item.left, item.right][index].token === outcome)
    for (const card of cards) {
      card.classList.add(kind)
      card.querySelector(".head")?.append(make("span", "verdict", words))
    }
  }

  end() {
    const { leftCard, rightCard } = this.view.parts
    for (const card of [leftCard, rightCard]) {
      card.classList.remove("right", "chosen")
      for (const verdict of card.querySelectorAll(".verdict")) verdict.remove()
    }
    this.missed = null
    this.strip.hide()
    this.view.showLesson(false)
  }
}

/** The strip above the pair that says whether an earlier answer was the known one. */
export class FeedbackStrip {
  /** @param {PairParts} parts */
  constructor(parts) {
    this.parts = parts
    /** @type {string | null} the answer it is or was about: a rerun brings the same again */
    this.shown = null
  }

  /** @param {Feedback | null} feedback */
  receive(feedback) {
    if (!feedback) return this.hide()
    if (feedback.answer === this.shown) return
    this.shown = feedback.answer
    const { feedback: strip, feedbackVerdict, feedbackText, feedbackIcon } = this.parts
    strip.dataset.right = String(feedback.right)
    setText(feedbackIcon, feedback.right ? "✓" : "!")
    setText(feedbackVerdict, feedback.right ? "Right" : "Not what the guidelines say")
    setText(feedbackText, feedback.text)
    strip.hidden = false
    strip.scrollIntoView({ block: "nearest" })
    if (!wantsStillness()) strip.animate({ opacity: [0.3, 1] }, 300)
  }

  hide() {
    this.parts.feedback.hidden = true
  }
}
