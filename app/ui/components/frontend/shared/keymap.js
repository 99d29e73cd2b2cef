// Which keys are ours, what they are called, and what they mean.

// Where keys belong to somebody else: Streamlit's inputs, menus and dialogs.
const FOREIGN =
  "input, textarea, select, [role=textbox], [role=combobox], [role=listbox], [role=menu], [role=slider], " +
  "[role=grid], [role=tablist], [role=radiogroup], [role=dialog]"
const MODAL = '[data-testid="stDialog"]'
const PANEL_ACTIONS = new Set(["guidelines", "help"])

// The key's name on any keyboard: digits that need Shift (French) and letters of other scripts go by their place.
function keyName(event) {
  const { key, code, shiftKey } = event
  if (/^Digit[1-9]$/.test(code) && !shiftKey && !/^[0-9]$/.test(key)) return code.slice(5)
  if (/^Key[A-Z]$/.test(code) && /^\P{ASCII}$/u.test(key)) return code.slice(3).toLowerCase()
  return key.toLowerCase()
}

// `lent` may say that the focused element, though somebody else's, has no use for this key.
function isForeign(event, root, lent = () => false) {
  const path = event.composedPath()
  if (path.includes(root)) return false
  const elements = path.filter(node => node instanceof Element)
  const owners = elements.filter(node => node.isContentEditable || node.matches(FOREIGN))
  if (owners.length === 1 && owners[0] === elements[0] && lent(owners[0])) owners.pop()
  return owners.length > 0 || Boolean(document.querySelector(MODAL))
}

function isOurs(event, root, lent) {
  const typing = event.isComposing || event.ctrlKey || event.metaKey || event.altKey
  return !event.defaultPrevented && !typing && !extendsSelection(event) && !isForeign(event, root, lent)
}

// Who extends it reads the event, fills in the actions, and says what else a key may mean at work.
class Keymap {
  constructor(root, panels) {
    this.root = root
    this.panels = panels
    this.actions = {} // by the key's name
  }

  meaning(name, event) {
    const focused = event.composedPath()[0]
    if ((name === " " || name === "enter") && focused instanceof Element) {
      if (focused.matches(".card")) return focused.dataset.action ?? null
      if (focused.matches("button, a, summary")) return null
    }
    const action = this.actions[name] ?? null
    if (this.panels.modal) return PANEL_ACTIONS.has(action) ? action : null
    if (this.panels.choosing) return this.reason(name)
    return name === " " && event.shiftKey ? "scroll-up" : this.atWork(name, action)
  }

  // While nothing is open over the work. Escape lets go of selected text, for which keys are meant before it.
  atWork(name, action) {
    return name === "escape" && selectedText(this.root) ? "letgo" : action
  }

  reason(name) {
    if (/^[1-9]$/.test(name)) return `reason-${name - 1}`
    return name === "escape" || this.actions[name] === this.panels.choosing ? "escape" : null
  }
}
