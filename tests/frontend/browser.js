// The little of a browser that the modules without a screen need, with a clock that a test moves.

import { webcrypto } from "node:crypto"

const timers = new Map()
let time = 0
let last = 0

globalThis.crypto ??= webcrypto
globalThis.window = new EventTarget()
globalThis.document = Object.assign(new EventTarget(), { getSelection: () => null })
/** The classes that code asks an object for. */
export const NAMES = { Element: (globalThis.Element = class {}) }
globalThis.setTimeout = (action, after = 0) => {
  timers.set(++last, { action, at: time + after })
  return last
}
globalThis.clearTimeout = id => timers.delete(id)
globalThis.requestAnimationFrame = action => setTimeout(action, 16)

/** Storage as browsers have it: what is in it are the object's own keys. */
export function openStorage() {
  const methods = {
    getItem: key => globalThis.localStorage[key] ?? null,
    setItem: (key, value) => (globalThis.localStorage[key] = String(value)),
    removeItem: key => delete globalThis.localStorage[key],
  }
  globalThis.localStorage = Object.create(methods)
}

/** Storage that refuses, as in a private window. */
export function closeStorage() {
  const refuse = () => {
    throw new Error("QuotaExceededError")
  }
  globalThis.localStorage = Object.create({ getItem: refuse, setItem: refuse, removeItem: refuse })
}

/** Let so many milliseconds pass, and all that was to happen in them. */
export function pass(milliseconds) {
  const end = time + milliseconds
  for (;;) {
    const due = [...timers].filter(([, one]) => one.at <= end).sort((a, b) => a[1].at - b[1].at)[0]
    if (!due) break
    timers.delete(due[0])
    time = due[1].at
    due[1].action()
  }
  time = end
}

openStorage()
