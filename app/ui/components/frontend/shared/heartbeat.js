// Tells the server now and then that somebody is at work, so that the pairs lent to this person stay theirs.

const BEAT_MS = 60000
const LOOK_MS = 5000

class Heartbeat {
  constructor({ clock, sender, signal }) {
    this.clock = clock
    this.sender = sender
    const timer = setInterval(() => this.look(), LOOK_MS)
    signal.addEventListener("abort", () => clearInterval(timer))
  }

  // An update without new answers; who has done nothing since the last one, or looks elsewhere, sends none.
  look() {
    const { sentAt } = this.sender
    const active = !document.hidden && this.clock.lastSign > sentAt
    if (active && performance.now() - sentAt >= BEAT_MS) this.sender.send()
  }
}
