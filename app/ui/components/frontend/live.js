// Streamlit's own run_every goes on in a hidden tab, and all that it draws with it: this asks only who is looked at.

/** @import { Mounting } from "./types" */

const PATIENCE = 4 // so many times longer for one that is not answered

const looking = new WeakMap() // by the element that Streamlit mounts it in

class Looking {
  /** @param {Mounting<{ every_ms: number, asked: number }>} mount */
  constructor(mount) {
    this.stop = new AbortController()
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined
    this.pause = mount.data.every_ms
    this.send = mount.setStateValue
    this.last = Date.now() // the page has just been drawn
    document.addEventListener("visibilitychange", () => this.wait(), { signal: this.stop.signal })
    this.show(mount)
  }

  /** @param {Mounting<{ every_ms: number, asked: number }>} mount */
  show({ data, setStateValue }) {
    this.pause = data.every_ms
    this.send = setStateValue
    if (data.asked === this.last) this.last = Date.now() // drawn: a slow server is given as much rest as a quick one
    this.wait()
  }

  /** Until the next time, if anybody looks; who comes back after it sees at once what is new. */
  wait() {
    clearTimeout(this.timer)
    if (document.visibilityState !== "visible") return
    this.timer = setTimeout(() => this.ask(), Math.max(0, this.last + this.pause - Date.now()))
  }

  ask() {
    this.last = Date.now()
    this.send("asked", this.last)
    this.pause *= PATIENCE
    this.wait()
  }

  end() {
    this.stop.abort()
    clearTimeout(this.timer)
  }
}

/** @param {Mounting<{ every_ms: number, asked: number }>} mount */
export default function live(mount) {
  const { parentElement } = mount
  const known = looking.get(parentElement)
  if (known) known.show(mount)
  else looking.set(parentElement, new Looking(mount))
  return () => {
    looking.get(parentElement)?.end()
    looking.delete(parentElement)
  }
}
