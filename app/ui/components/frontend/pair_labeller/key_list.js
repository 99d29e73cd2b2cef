// The keys, what they do, and when they work.

const KEY_LIST = [
  ["1  ←", "Choose the first", form => !form.strength],
  ["2  →", "Choose the second", form => !form.strength],
  ["1  2  3  4", "The first is better, from much to slightly", form => form.strength],
  ["5", "Equal", form => form.strength && form.tie],
  ["6  7  8  9", "The second is better, from slightly to much", form => form.strength],
  ["T", "Tie", form => form.tie],
  ["B", "Both bad", form => form.both_bad],
  ["7  8  9", "Unsure, fairly sure, sure: before choosing", form => form.confidence],
  ["1  T  2", "Details: the first is better, the same, the second", form => form.axes.length],
  ["↑  ↓", "Details: the line above, below", form => form.axes.length > 1],
  ["Ctrl Enter", "Details: done", asksDetails],
  ["Esc", "Details: take the choice back", asksDetails],
  ["S", "Skip, with a reason", form => form.skip_reasons.length],
  ["S", "Skip", form => !form.skip_reasons.length],
  ["F", "Flag, with a reason; again: take it back", form => form.flag_reasons.length],
  ["U", "Undo the last answer", form => form.undo],
  ["Space  PageDown", "Scroll the post", () => true],
  ["G", "Guidelines", (form, guidelines) => guidelines],
  ["?", "This list", () => true],
  ["Esc", "Close, or let go of selected text", () => true],
]

function workingKeys(form, guidelines) {
  return KEY_LIST.filter(([, , works]) => works(form, guidelines))
}
