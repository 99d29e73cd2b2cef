// Streamlit takes a button's key whatever is selected, so the key is kept from it before it hears of it.

import { NOT_COUNTED, letGoOfText, selectedText } from "./shared/attention.js"
import { around, within } from "./shared/dom.js"

/** @import { Mounting } from "./types" */

const WRITING = "input, textarea, select, [contenteditable]"
const listening = new WeakSet() // by the element that Streamlit mounts it in

/** @param {KeyboardEvent} event @param {string[]} keys @param {HTMLElement} status */
function onKey(event, keys, status) {
  if (!selectedText(document) || (event.target instanceof Element && around(event, WRITING))) return
  if (event.key === "Escape") letGoOfText(document)
  const ours = keys.includes(event.key.toLowerCase()) && !(event.ctrlKey || event.metaKey || event.altKey)
  if (ours) event.stopImmediatePropagation()
  status.textContent = ours ? NOT_COUNTED.selected : ""
}

/** @param {Mounting<{ keys: string[] }>} mount */
export default function spareSelectedText({ data, parentElement }) {
  if (listening.has(parentElement)) return
  listening.add(parentElement)
  const status = within(parentElement, "p")
  const stop = new AbortController()
  const options = { capture: true, signal: stop.signal }
  window.addEventListener("keydown", event => onKey(event, data.keys, status), options)
  // The browser tells of a selection a moment late, so a key may have come in between.
  const onSelection = () => (status.textContent = selectedText(document) ? status.textContent : "")
  document.addEventListener("selectionchange", onSelection, options)
  return () => {
    stop.abort()
    listening.delete(parentElement)
  }
}
