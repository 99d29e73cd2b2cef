// Keys and clicks: finds the action they name and has the ranker do it.

import { letGoOfText, selectedText } from "../shared/attention.js"
import { around, focusedNear } from "../shared/dom.js"
import { Keymap, isForeign, keyName } from "../shared/keymap.js"

/** @import { Ranker } from "./ranker.js" */

const DOUBLE_CLICK_MS = 250 // a second click this soon was meant for what stood there before the first
const VOTES = new Set(["place", "send", "skip", "reason"])
const HELD = /^(focus|move|scroll)-/ // what goes on while its key is held down
const WITHOUT_ITEM = new Set([
  ...["undo", "earlier", "keep", "guidelines", "help", "desk", "day", "size", "fold", "next"],
  ...["close", "escape", "letgo", "dismiss"],
])

class RankerKeymap extends Keymap {
  /**
   * What a key means now; null when it means nothing here and belongs to the browser or to somebody else.
   * @param {KeyboardEvent} event
   */
  read(event) {
    const name = keyName(event)
    const move = (event.altKey || event.shiftKey) && this.actions[`${event.altKey ? "alt" : "shift"}+${name}`]
    if (move) return this.moving(event, move)
    return this.isOurs(event) ? this.meaning(name, event) : null
  }

  /** @param {KeyboardEvent} event @param {string} move */
  moving(event, move) {
    const busy = event.defaultPrevented || event.ctrlKey || event.metaKey || this.panels.modal || this.panels.choosing
    if (event.shiftKey && selectedText(this.root)) return null
    return busy || isForeign(event, this.root) ? null : move
  }
}

export class Input {
  /** @param {Ranker} ranker @param {AbortSignal} signal */
  constructor(ranker, signal) {
    const { root } = ranker.view
    this.ranker = ranker
    this.root = root
    this.keymap = new RankerKeymap(root, ranker.panels)
    this.clickedAt = -Infinity
    document.addEventListener("keydown", event => this.onKey(event), { signal })
    root.addEventListener("click", event => this.onClick(event), { signal })
  }

  /**
   * During a drag only Escape counts, and otherwise Escape only while something is open or noticed.
   * @param {KeyboardEvent} event
   */
  onKey(event) {
    const { panels, status, ranks: { drag } } = this.ranker
    const action = this.keymap.read(event)
    if (!action || (event.repeat && !HELD.test(action))) return
    if (action === "escape" && !panels.choosing && !drag.active && !status.noticed) return
    event.preventDefault()
    if (!drag.active) this.act(action, event)
    else if (this.keymap.closes(keyName(event))) drag.cancel()
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const target = around(event, "[data-action]")
    const action = target?.dataset.action
    if (!target || !action || target.matches(":disabled")) return
    const byPointer = event.detail > 0 // Enter and Space on a focused button also click, with detail 0
    if (byPointer && this.ranker.ranks.drag.moved && target.closest(".answer")) return
    if (byPointer && target.matches("button")) focusedNear(this.root)?.blur() // else Space presses again
    if (byPointer && performance.now() - this.clickedAt < DOUBLE_CLICK_MS) return
    if (byPointer) this.clickedAt = performance.now()
    this.act(action, event, target)
  }

  /** @param {string} action @param {Event} event @param {HTMLElement} [target] */
  act(action, event, target) {
    const { ranker } = this
    const { ranks } = ranker
    const [name, detail] = action.split("-")
    if (VOTES.has(name) && !ranker.takes(event, name === "send")) return
    if (!ranker.queue.current && !WITHOUT_ITEM.has(name)) return
    const step = detail === "up" ? -1 : 1
    if (name === "place") ranks.place(Number(detail))
    else if (name === "back") ranks.back()
    else if (name === "focus") ranks.focusNext(step)
    else if (name === "move") ranks.move(step)
    else if (name === "send") ranker.send()
    else if (name === "expand") ranks.expand()
    else if (name === "more") ranks.expandOne(Number(detail))
    else if (name === "skip") ranker.skip()
    else if (name === "flag") ranker.flag()
    else if (name === "reason") ranker.giveReason(Number(detail))
    else if (name === "undo") ranker.undo()
    else if (name === "earlier") ranker.goBack()
    else if (name === "keep") ranker.leaveEarlier()
    else if (name === "fold") ranker.view.fold()
    else if (name === "next") ranker.view.reading.next()
    else if (name === "size") ranker.desk.step(-step)
    else if (name === "scroll") ranker.view.reading.page(step)
    else if (name === "show") ranker.showTexts(detail)
    else this.panel(name, target)
  }

  /** @param {string} name @param {HTMLElement} [target] */
  panel(name, target) {
    const { panels, data, status } = this.ranker
    if (name === "guidelines" && data.guidelines) panels.toggle("guidelines")
    else if (name === "help") panels.toggle("help")
    else if (name === "desk") panels.toggle("desk")
    else if (name === "day") this.ranker.openDay()
    else if (name === "escape" && !panels.choosing) status.dismiss()
    else if (name === "close" || name === "escape") panels.close()
    else if (name === "letgo") letGoOfText(this.root)
    else if (name === "dismiss") target?.parentElement?.remove()
  }
}
