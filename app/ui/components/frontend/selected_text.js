// Streamlit takes a button's key whatever is selected, so the key is kept from it before it hears of it.

const NOT_COUNTED = "Text is selected (Esc lets it go): not counted"
const WRITING = "input, textarea, select, [contenteditable]"
const listening = new WeakSet() // by the element that Streamlit mounts it in

function onKey(event, keys, status) {
  const selection = document.getSelection()
  const selected = selection.type === "Range" && selection.toString().trim() !== ""
  if (!selected || event.target.closest?.(WRITING)) return
  if (event.key === "Escape") selection.removeAllRanges()
  const ours = keys.includes(event.key.toLowerCase()) && !(event.ctrlKey || event.metaKey || event.altKey)
  if (ours) event.stopImmediatePropagation()
  status.textContent = ours ? NOT_COUNTED : ""
}

export default function selectedText({ data, parentElement }) {
  if (listening.has(parentElement)) return
  listening.add(parentElement)
  const status = parentElement.querySelector("p")
  const stop = new AbortController()
  const options = { capture: true, signal: stop.signal }
  window.addEventListener("keydown", event => onKey(event, data.keys, status), options)
  document.addEventListener("selectionchange", () => (status.textContent = ""), options)
  return () => {
    stop.abort()
    listening.delete(parentElement)
  }
}
