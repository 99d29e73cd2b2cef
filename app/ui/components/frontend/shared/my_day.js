// My day: how it goes, a goal of one's own, and whether to be reminded of a break.

import { make, setText } from "./dom.js"
import { newId } from "./outbox.js"

/** @import { DayData, DayFigure, Send } from "../types" */
/** @import { Breaks } from "./breaks.js" */
/** @import { Parts } from "./screen.js" */

export class MyDay {
  /** @param {Parts} parts @param {{ send: Send, breaks: Breaks, signal: AbortSignal }} rest */
  constructor(parts, { send, breaks, signal }) {
    this.parts = parts
    this.send = send
    this.breaks = breaks
    /** @type {DayData | null} */
    this.data = null
    const { dayForm, dayRemind, dayPanel } = parts
    dayForm.addEventListener("submit", event => this.setGoal(event), { signal })
    dayRemind.addEventListener("change", () => this.post({ remind: dayRemind.checked }), { signal })
    dayPanel.addEventListener("close", () => setText(parts.dayProblem, ""), { signal })
  }

  get reminds() {
    return this.data?.remind ?? true
  }

  /** @param {DayData | null | undefined} data */
  receive(data) {
    this.data = data ?? null
    this.parts.dayButton.hidden = !data
    if (!data) return
    const { dayHint, dayRemind, dayProblem, dayPanel } = this.parts
    const usual = data.lead_goal ? `the project’s goal, ${data.lead_goal}` : "no goal"
    setText(dayHint, `Empty: ${usual}.`)
    if (!dayPanel.open) this.fillIn()
    dayRemind.checked = data.remind
    setText(dayProblem, data.problem)
    if (data.figures) this.showFigures(data.figures)
  }

  fillIn() {
    this.parts.dayGoal.value = this.data?.own_goal ? String(this.data.own_goal) : ""
  }

  /** Opened, it asks for figures of now; what is typed stays. */
  open() {
    this.fillIn()
    this.post({ open: true })
  }

  /** @param {DayFigure[]} figures */
  showFigures(figures) {
    const without = { label: "Since your last break", text: `${this.breaks.minutes} min` }
    const rows = [...figures, without].flatMap(({ label, text }) => [make("dt", "", label), make("dd", "", text)])
    this.parts.dayFigures.replaceChildren(...rows)
    this.parts.emptyFigures.replaceChildren(...rows.map(row => row.cloneNode(true)))
  }

  /** @param {Event} event */
  setGoal(event) {
    event.preventDefault()
    const typed = this.parts.dayGoal.value.trim()
    this.post({ goal: typed === "" ? null : Number(typed) })
  }

  /** Every wish is told apart, else the same one twice would not be sent. @param {Record<string, unknown>} wanted */
  post(wanted) {
    this.send("day", { ...wanted, nonce: newId() })
  }
}
