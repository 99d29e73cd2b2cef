// Small helpers for the screen. Every text that comes from outside is set with textContent, never as HTML.

/** @type {MediaQueryList | undefined} */
let still

/** Whether this person wants nothing on the screen to move. */
export function wantsStillness() {
  still ??= matchMedia("(prefers-reduced-motion: reduce)")
  return still.matches
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} className
 * @param {string} [text]
 */
export function make(tag, className, text) {
  const node = document.createElement(tag)
  node.className = className
  if (text !== undefined) node.textContent = text
  return node
}

/** @param {string} className @param {string} action */
export function makeButton(className, action) {
  const button = make("button", className)
  button.type = "button"
  button.dataset.action = action
  return button
}

/** aria-keyshortcuts already says the keys; a button's name is only what it does. @param {string} text */
export function makeKey(text) {
  const key = make("kbd", "", text)
  key.setAttribute("aria-hidden", "true")
  return key
}

/** @param {HTMLElement} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text
}

/** The parts of the markup by their names. @param {ParentNode} parent @returns {Record<string, HTMLElement>} */
export function namedParts(parent) {
  /** @type {NodeListOf<HTMLElement>} */
  const nodes = parent.querySelectorAll("[data-ref]")
  return Object.fromEntries([...nodes].map(node => [node.dataset.ref, node]))
}

/**
 * The first part below it that matches, which is known to be there.
 * @param {ParentNode} node
 * @param {string} selector
 */
export function within(node, selector) {
  return /** @type {HTMLElement} */ (node.querySelector(selector))
}

/** What has the focus, in a shadow root or on the page. @param {Node} node @returns {HTMLElement | null} */
export function focusedNear(node) {
  const { activeElement } = /** @type {Document | ShadowRoot} */ (node.getRootNode())
  return /** @type {HTMLElement | null} */ (activeElement)
}

/** The element that an event is about, or one around it. @param {Event} event @param {string} selector */
export function around(event, selector) {
  return /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(selector))
}

/** Two chances, because a hidden page never paints. @param {() => void} action */
export function afterPaint(action) {
  let done = false
  const once = () => {
    if (!done) action()
    done = true
  }
  requestAnimationFrame(() => setTimeout(once))
  setTimeout(once, 100)
}
