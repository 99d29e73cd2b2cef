// Which keys are ours, what they are called, and what they mean.

import { extendsSelection, selectedText } from "./attention.js"

/** @import { KeyLine } from "../types" */
/** @import { Panels } from "./panels.js" */

/** Where keys belong to somebody else: Streamlit's inputs, menus and dialogs. */
export const FOREIGN =
  "input, textarea, select, [role=textbox], [role=combobox], [role=listbox], [role=menu], [role=slider], " +
  "[role=grid], [role=tablist], [role=radiogroup], [role=dialog]"
const MODAL = '[data-testid="stDialog"]'
const PANEL_ACTIONS = ["guidelines", "help", "desk", "day"]

/**
 * The key's name on any keyboard: digits that need Shift (French) and letters of other scripts go by their place.
 * @param {Pick<KeyboardEvent, "key" | "code" | "shiftKey">} event
 */
export function keyName({ key, code, shiftKey }) {
  if (/^Digit[1-9]$/.test(code) && !shiftKey && !/^[0-9]$/.test(key)) return code.slice(5)
  if (/^Key[A-Z]$/.test(code) && /^\P{ASCII}$/u.test(key)) return code.slice(3).toLowerCase()
  return key.toLowerCase()
}

/**
 * `lent` may say that the focused element, though somebody else's, has no use for this key.
 * @param {KeyboardEvent} event
 * @param {HTMLElement} root
 * @param {(owner: Element) => boolean} [lent]
 */
export function isForeign(event, root, lent = () => false) {
  const path = event.composedPath()
  if (path.includes(root)) return false
  const elements = path.filter(node => node instanceof Element)
  const owners = elements.filter(node => node.matches(FOREIGN) || (node instanceof HTMLElement && node.isContentEditable))
  if (owners.length === 1 && owners[0] === elements[0] && lent(owners[0])) owners.pop()
  return owners.length > 0 || Boolean(document.querySelector(MODAL))
}

/**
 * What each key means, by its name.
 * @param {KeyLine[]} lines
 * @param {KeyLine["during"]} during
 * @returns {Record<string, string>}
 */
export function meanings(lines, during) {
  return Object.assign({}, ...lines.filter(line => line.during === during).map(line => line.means))
}

/** Who extends it reads the event, and says what else a key may mean at work. */
export class Keymap {
  /** @param {HTMLElement} root @param {Panels} panels */
  constructor(root, panels) {
    this.root = root
    this.panels = panels
    /** @type {Record<string, string>} what keys mean at work, by their names */
    this.actions = {}
    /** @type {Record<string, string>} while details are asked */
    this.inDetails = {}
    /** @type {Record<string, string>} while something is open over the work */
    this.whileOpen = {}
    this.atEarlier = () => false // whether an earlier answer is on screen, which what closes leaves
  }

  /** @param {KeyLine[]} lines those that work now */
  fill(lines) {
    this.actions = meanings(lines, "work")
    this.inDetails = meanings(lines, "details")
    this.whileOpen = meanings(lines, "open")
  }

  /** Whether it closes what is open. @param {string} name */
  closes(name) {
    return (this.whileOpen[name] ?? this.actions[name]) === "escape"
  }

  /** @param {KeyboardEvent} event @param {(owner: Element) => boolean} [lent] */
  isOurs(event, lent) {
    const typing = event.isComposing || event.ctrlKey || event.metaKey || event.altKey
    return !event.defaultPrevented && !typing && !extendsSelection(event) && !isForeign(event, this.root, lent)
  }

  /** @param {string} name @param {KeyboardEvent} event @returns {string | null} */
  meaning(name, event) {
    const focused = event.composedPath()[0]
    if ((name === " " || name === "enter") && focused instanceof Element) {
      if (focused.matches(".card .title")) return focused.getAttribute("data-action")
      if (focused.matches("button, a, summary")) return null
    }
    const action = this.actions[name] ?? null
    if (this.panels.modal) return PANEL_ACTIONS.includes(action) ? action : null
    if (this.panels.choosing) return this.reason(name)
    return name === " " && event.shiftKey ? "scroll-up" : this.atWork(name, action)
  }

  /**
   * While nothing is open over the work. What closes lets go of selected text, for which keys are meant before it.
   * @param {string} name
   * @param {string | null} action
   */
  atWork(name, action) {
    if (!this.closes(name)) return action
    if (selectedText(this.root)) return "letgo"
    return this.atEarlier() ? "keep" : action
  }

  /** @param {string} name */
  reason(name) {
    if (/^[1-9]$/.test(name)) return `reason-${Number(name) - 1}`
    return this.closes(name) || this.actions[name] === this.panels.choosing ? "escape" : null
  }
}
