// Small helpers for the screen. Every text that comes from outside is set with textContent, never as HTML.

const STILL = matchMedia("(prefers-reduced-motion: reduce)")

function make(tag, className, text) {
  const node = document.createElement(tag)
  node.className = className
  if (text !== undefined) node.textContent = text
  return node
}

function makeButton(className, action) {
  const button = make("button", className)
  button.type = "button"
  button.dataset.action = action
  return button
}

// aria-keyshortcuts already says the keys; a button's name is only what it does.
function makeKey(text) {
  const key = make("kbd", "", text)
  key.setAttribute("aria-hidden", "true")
  return key
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text
}
