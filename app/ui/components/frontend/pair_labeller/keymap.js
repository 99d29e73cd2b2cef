// What a key means to the labeller now: its meanings are those of keys.py.

import { Keymap, isForeign, keyName } from "../shared/keymap.js"

/** @import { Panels } from "../shared/panels.js" */
/** @import { Status } from "../shared/status.js" */
/** @import { Details } from "./details.js" */

export const CLOSED_LIST = '[role=combobox][aria-expanded="false"]'
const OPENS_LIST = new Set([" ", "pagedown", "pageup"])

export class LabellerKeymap extends Keymap {
  /**
   * @param {HTMLElement} root
   * @param {{ panels: Panels, details: Details, status: Status, signal: AbortSignal }} parts
   */
  constructor(root, { panels, details, status, signal }) {
    super(root, panels)
    this.details = details
    this.status = status
    this.tabbed = false // whether the focus came where it is by Tab
    const options = { signal, capture: true }
    document.addEventListener("keydown", event => event.key === "Tab" && (this.tabbed = true), options)
    document.addEventListener("pointerdown", () => (this.tabbed = false), options)
  }

  /**
   * What a key means now; null when it means nothing here and belongs to the browser or to somebody else.
   * @param {KeyboardEvent} event
   */
  read(event) {
    const name = keyName(event)
    const finishes = this.details.open && !this.panels.modal && this.inDetails[`control+${name}`]
    if (finishes && (event.ctrlKey || event.metaKey)) return isForeign(event, this.root) ? null : finishes
    return this.isOurs(event, owner => this.isLeftOver(owner, name)) ? this.meaning(name, event) : null
  }

  /**
   * A dropdown keeps the focus after its list was used; our keys are ours again. Who came by Tab means the dropdown,
   * and who types into it has its list open.
   * @param {Element} owner
   * @param {string} name
   */
  isLeftOver(owner, name) {
    return !this.tabbed && name in this.actions && !OPENS_LIST.has(name) && owner.matches(CLOSED_LIST)
  }

  /** @param {string} name @param {string | null} action */
  atWork(name, action) {
    if (this.details.open && name in this.inDetails) return this.inDetails[name]
    return this.closes(name) && this.status.noticed ? "dismiss" : super.atWork(name, action)
  }
}
