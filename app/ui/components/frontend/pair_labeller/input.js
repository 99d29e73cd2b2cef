// The person's keys and clicks, and what each action does.

const ACTIONS = {
  left: labeller => labeller.choose("left"),
  right: labeller => labeller.choose("right"),
  scale: (labeller, number) => labeller.chooseOnScale(Number(number)),
  tie: labeller => labeller.decide({ outcome: "tie", said: `You chose ${labeller.data.words.tie}` }),
  bothbad: labeller => labeller.decide({ outcome: "both_bad", said: "You chose Both bad" }),
  skip: labeller => labeller.skip(),
  flag: labeller => labeller.flag(),
  reason: (labeller, index) => labeller.giveReason(Number(index)),
  undo: labeller => labeller.undo(),
  sure: (labeller, level) => labeller.setConfidence(Number(level)),
}
// What may be done while the details are asked.
const MEANWHILE = {
  rate: ({ details }, way, index) => details.rate(way, index && Number(index)),
  move: ({ details }, direction) => details.move(direction === "up" ? -1 : 1),
  done: ({ details }) => details.complete(),
  takeback: ({ details }) => details.takeBack(),
  scroll: ({ view }, direction) => view.scrollPost(direction),
  guidelines: ({ panels }) => panels.toggle("guidelines"),
  help: ({ panels }) => panels.toggle("help"),
  close: ({ panels }) => panels.close(),
  escape: ({ panels }) => panels.close(),
  letgo: ({ view }) => letGoOfText(view.root),
  dismiss: ({ status }, what, index, target) => (target ? target.parentElement.remove() : status.dismiss()),
}

// Of these, what says something about the pair: first the choice, then its details.
const VOTES = new Set(["left", "right", "scale", "tie", "bothbad", "skip", "reason"])
const DETAIL = "rate"

function isVote(action, inDetails) {
  const [name] = action.split("-")
  return inDetails ? name === DETAIL : VOTES.has(name)
}

function perform(labeller, action, target) {
  const [name, what, index] = action.split("-")
  const known = labeller.details.open ? MEANWHILE : { ...ACTIONS, ...MEANWHILE }
  known[name]?.(labeller, what, index, target)
}

const DOUBLE_CLICK_MS = 200 // a second click this soon after a pair appeared by pointer was meant for the one before
const DRAG_PX = 6

class Input {
  constructor({ root, keymap, takes, act, scene, signal }) {
    this.root = root
    this.keymap = keymap
    this.takes = takes // whether an action by this event counts
    this.act = act
    this.scene = scene // what is on screen: a click that changed it may be the first of two
    this.changedAt = -Infinity
    document.addEventListener("keydown", event => this.onKey(event), { signal })
    root.addEventListener("click", event => this.onClick(event), { signal })
    root.addEventListener("pointerdown", event => (this.pressed = event), { signal })
  }

  onKey(event) {
    const action = this.keymap.read(event)
    if (!action || (event.repeat && !action.startsWith("scroll"))) return
    event.preventDefault()
    const focused = event.composedPath()[0]
    if (focused.matches?.(CLOSED_LIST)) focused.blur()
    if (this.takes(action, event)) this.act(action)
  }

  onClick(event) {
    const target = event.target.closest("[data-action]")
    if (!target || target.disabled) return
    const byPointer = event.detail > 0 // Enter and Space on a focused button also click, with detail 0
    if (byPointer) this.root.getRootNode().activeElement?.blur() // else Space would press it again
    if (target.matches(".card") && this.dragged(event)) return
    if (!this.takes(target.dataset.action, event)) return
    if (byPointer && performance.now() - this.changedAt < DOUBLE_CLICK_MS) return
    const before = this.scene()
    this.act(target.dataset.action, target)
    if (byPointer && this.scene() !== before) this.changedAt = performance.now()
  }

  // A drag that selected text is not a click on the card under it.
  dragged(event) {
    const { clientX, clientY } = this.pressed ?? event
    return Math.hypot(event.clientX - clientX, event.clientY - clientY) > DRAG_PX || selectedText(this.root)
  }
}
