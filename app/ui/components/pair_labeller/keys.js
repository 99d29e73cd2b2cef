// From a key or a click to the name of an action.

const KEY_ACTIONS = {
  1: "left",
  arrowleft: "left",
  2: "right",
  arrowright: "right",
  t: "tie",
  s: "skip",
  u: "undo",
  7: "sure-1",
  8: "sure-2",
  9: "sure-3",
  g: "guidelines",
  "?": "help",
  " ": "scroll-down",
  pagedown: "scroll-down",
  pageup: "scroll-up",
  escape: "escape",
}
const PANEL_ACTIONS = new Set(["guidelines", "help"])
// Where keys belong to somebody else: Streamlit's inputs, menus and dialogs.
const FOREIGN =
  "input, textarea, select, [role=textbox], [role=combobox], [role=listbox], [role=menu], [role=slider], " +
  "[role=grid], [role=tablist], [role=radiogroup], [role=dialog]"
const MODAL = '[data-testid="stDialog"]'

// The key's name on any keyboard: digits that need Shift (French) and letters of other scripts go by their place.
function keyName(event) {
  const { key, code, shiftKey } = event
  if (/^Digit[1-9]$/.test(code) && !shiftKey && !/^[0-9]$/.test(key)) return code.slice(5)
  if (/^Key[A-Z]$/.test(code) && /^\P{ASCII}$/u.test(key)) return code.slice(3).toLowerCase()
  return key.toLowerCase()
}

function isForeign(event, root) {
  const path = event.composedPath()
  if (path.includes(root)) return false
  const elements = path.filter(node => node instanceof Element)
  return elements.some(node => node.isContentEditable || node.matches(FOREIGN)) || Boolean(document.querySelector(MODAL))
}

function isOurs(event, root) {
  const typing = event.isComposing || event.ctrlKey || event.metaKey || event.altKey
  return !event.defaultPrevented && !typing && !isForeign(event, root)
}

// What a key means now; null when it means nothing here and belongs to the browser.
function actionFor(event, panels) {
  const name = keyName(event)
  const focused = event.composedPath()[0]
  if ((name === " " || name === "enter") && focused instanceof Element) {
    if (focused.matches(".card")) return focused.dataset.action
    if (focused.matches("button, a, summary")) return null
  }
  const action = KEY_ACTIONS[name] ?? null
  if (panels.modal) return PANEL_ACTIONS.has(action) ? action : null
  if (panels.choosing) return reasonFor(name)
  if (action === "escape") return null
  return name === " " && event.shiftKey ? "scroll-up" : action
}

function reasonFor(name) {
  if (/^[1-9]$/.test(name)) return `reason-${name - 1}`
  return name === "escape" || name === "s" ? "escape" : null
}

// A drag that selected text is not a click on the card under it.
function selectedText(root) {
  const shadow = root.getRootNode()
  const selection = shadow.getSelection ? shadow.getSelection() : document.getSelection()
  return Boolean(selection) && selection.type === "Range" && selection.toString().trim() !== ""
}
