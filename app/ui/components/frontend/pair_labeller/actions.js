// What each action does. "name-what-index" passes on what and index.

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
