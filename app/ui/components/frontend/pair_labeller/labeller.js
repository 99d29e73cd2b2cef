// The labeller: a session whose items are pairs, and whose answers are choices.

import { Session, mounting } from "../shared/session.js"
import { Details, asksDetails } from "./details.js"
import { Input } from "./input.js"
import { LabellerKeymap } from "./keymap.js"
import { Lesson } from "./lesson.js"
import { MustRead } from "./must_read.js"
import { Passes } from "./passes.js"
import { DEGREES_SAID, MIDDLE, View, scalePoint } from "./view.js"

/** @import { Answer, BlankAnswer, Choice, Item, Labelling, Undoable } from "../types" */
/** @import { Side } from "./view.js" */

/** @type {Side[]} */
const SIDES = ["left", "right"]
const SURENESS = ["", "unsure", "fairly sure", "sure"]

/** @extends {Session<Item, Labelling, View>} */
export class Labeller extends Session {
  /** @param {HTMLElement} parent @param {Labelling} data */
  constructor(parent, data) {
    super(new View(parent), data)
    const { panels, status, view } = this
    const { signal } = this.stop
    this.shownForm = ""
    /** @type {Item | null} the pair that the last answer is about */
    this.answered = null
    this.lesson = new Lesson(view)
    this.mustRead = new MustRead(view.parts, { begun: () => this.showNext(), signal })
    this.passes = new Passes(view, this.drafts)
    this.details = new Details(view, {
      done: choice => this.answer(choice),
      takenBack: () => this.takenBack(),
      signal,
    })
    this.keymap = new LabellerKeymap(view.root, { panels, details: this.details, status, signal })
    this.keymap.atEarlier = () => this.queue.opened !== null
    this.input = new Input(this, this.keymap, signal)
  }

  get form() {
    return this.data.form
  }

  get confidence() {
    return (this.form.confidence && this.drafts.of(this.queue.current).confidence) || null
  }

  get mayUndo() {
    return this.form.undo
  }

  // ---- to the screen

  /** @param {Labelling} data */
  showFrame(data) {
    super.showFrame(data)
    const { form, keys, words } = data
    this.lesson.candidate = words.candidate
    this.lesson.receive(data.feedback, this.outbox.pending)
    this.mustRead.require(form.read_first)
    const shown = JSON.stringify([form, keys, data.buttons, words.candidate])
    if (shown === this.shownForm) return
    this.shownForm = shown
    this.details.close()
    this.view.showForm(form, words.candidate)
    this.panels.fill(form, keys)
    this.keymap.fill(keys)
    this.passes.fill(form, words.candidate)
    this.passes.show(this.queue.current)
    this.details.fill(form, words.candidate, { keys: this.keymap.inDetails, buttons: data.buttons })
  }

  /** A pair that is being looked at after its answer stays. @param {Item | null} item */
  showItem(item) {
    if (this.lesson.open) return
    if (this.lesson.waiting) return this.stay()
    this.view.showPair(item)
    this.view.showConfidence(this.confidence)
    this.passes.show(item)
    this.details.close()
  }

  /** The answered pair stays while the server looks whether that was right. */
  stay() {
    this.details.close()
    this.view.enable(false)
  }

  // ---- answers

  /** @param {Side} side */
  choose(side) {
    const { current } = this.queue
    if (current) this.decide({ outcome: current[side].token, said: `You chose ${this.nameOf(side)}` }, side)
  }

  /** Space then goes on with the one that is missing. */
  unread() {
    const { reading, parts } = this.view
    const panes = { left: parts.leftPane, right: parts.rightPane }
    const missing = SIDES.filter(side => reading.unseen([panes[side]]).length)
    if (!missing.length) return ""
    reading.turnToPane(panes[missing[0]])
    return `Read ${missing.map(side => this.nameOf(side)).join(" and ")} to the end first: not counted`
  }

  /** @param {Side} side */
  nameOf(side) {
    return `${this.data.words.candidate} ${side === "left" ? 1 : 2}`
  }

  /** @param {Undoable<Item>} opened */
  saidOf(opened) {
    const { item, said } = opened
    const outcome = opened.outcome ?? said?.outcome
    if (outcome === "skip") return super.saidOf(opened)
    const side = SIDES.find(one => item[one].token === outcome)
    const chosen = side ? this.nameOf(side) : outcome === "tie" ? this.data.words.tie : "Both bad"
    const beside = [DEGREES_SAID[said?.strength ?? 0], SURENESS[said?.confidence ?? 0]].filter(Boolean)
    return `${[chosen, ...beside].join(", ")}. Choose to change it.`
  }

  chooseTie() {
    const action = this.form.strength ? `scale-${MIDDLE}` : "tie"
    this.decide({ outcome: "tie", said: `You chose ${this.data.words.tie}` }, action)
  }

  /** @param {number} number */
  chooseOnScale(number) {
    const { current } = this.queue
    const { side, strength } = scalePoint(number)
    if (!current || !side) return this.chooseTie()
    const said = `You chose ${this.nameOf(side)}, ${DEGREES_SAID[strength]}`
    this.decide({ outcome: current[side].token, strength, said }, `scale-${number}`)
  }

  /** A mark may be what a choice still waited for. @param {Side} side @param {boolean} passes */
  mark(side, passes) {
    const { current } = this.queue
    if (!current) return
    const said = this.passes.mark(current, side, passes)
    const held = this.form.choice ? this.drafts.of(current).held : { choice: { outcome: "rated", said }, action: "" }
    if (held) this.decide(held.choice, held.action)
  }

  /** @param {Choice} choice @param {string} action that made it */
  decide(choice, action) {
    const { current } = this.queue
    if (!current) return
    const missing = this.passes.missing(current)
    if (missing) {
      this.drafts.put(current, { held: { choice, action } })
      this.passes.show(current)
      this.status.showLast(`${choice.said}. ${missing}`, true)
    } else if (asksDetails(this.form)) this.details.ask(choice, current, this.drafts.of(current))
    else this.answer(choice)
  }

  /** What only confirmed the choice is asked again with it. */
  takenBack() {
    const { current } = this.queue
    if (current) this.drafts.put(current, this.form.choice ? { held: null } : { passes: null })
    this.passes.show(current)
    this.status.showLast("Taken back: choose again")
  }

  /** @param {number} level */
  setConfidence(level) {
    if (!this.form.confidence || !this.queue.current) return
    this.drafts.put(this.queue.current, { confidence: this.confidence === level ? null : level })
    this.view.showConfidence(this.confidence)
  }

  /** @param {Choice} choice */
  answer({ said, ...fields }) {
    const { confidence } = this
    this.answered = this.queue.current
    const passes = fields.outcome === "skip" ? null : this.passes.given(this.queue.current)
    super.answer({ ...fields, confidence, passes, said: confidence ? `${said}, ${SURENESS[confidence]}` : said })
  }

  /** @param {Undoable<Item>} target */
  remember(target) {
    const { item, said } = target
    const passes = this.form.choice ? said?.passes : null // without a choice, both marks are the answer: given again
    if (said) this.drafts.put(item, { confidence: said.confidence, axes: said.axes, rationale: said.rationale, passes })
    super.remember(target)
  }

  /** @param {Item} item @returns {BlankAnswer} */
  blank(item) {
    const unsaid = { confidence: null, strength: null, axes: null, rationale: null, passes: null }
    return { ...super.blank(item), ...unsaid, left: item.left.token }
  }

  /** @param {Answer} answer @param {string} said */
  settle(answer, said) {
    this.lesson.strip.hide()
    if (this.form.lessons && !this.mayUndo && this.answered) this.lesson.wait(this.answered, answer)
    super.settle(answer, said)
  }

  /** From a missed pair to the next. */
  goOn() {
    if (!this.lesson.open) return
    this.lesson.end()
    this.showNext()
    this.showState()
  }

  close() {
    this.details.close()
    super.close()
  }
}

export default mounting(Labeller)
