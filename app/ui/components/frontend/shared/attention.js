// Whether a vote can be meant for what is on screen. One that cannot asks for nothing and counts nothing, and it is said.

const NOT_COUNTED = {
  nothing: "Nothing was on screen yet: not counted",
  soon: "Too quick: not counted",
  selected: "Text is selected (Esc lets it go): not counted",
}

class Attention {
  constructor(root, status) {
    this.root = root
    this.status = status
    this.seenSince = Infinity
    this.untaken = 0
  }

  cameUp() {
    this.seenSince = performance.now()
  }

  // An undo brings back what the person has seen before.
  cameBack() {
    this.seenSince = -Infinity
  }

  // Takes a key or a click for a vote on the item on screen, which must have been there for so many milliseconds.
  takes(event, item, enough) {
    const why = this.obstacle(event, item, enough)
    if (why) this.status.showUntaken(NOT_COUNTED[why], ++this.untaken)
    return !why
  }

  // When it was pressed counts, not when a busy page comes to it: what was drawn meanwhile nobody has seen.
  obstacle(event, item, enough) {
    if (!item) return "nothing"
    if (enough && event.timeStamp - this.seenSince < enough) return "soon"
    return event.type === "keydown" && selectedText(this.root) ? "selected" : null
  }
}
