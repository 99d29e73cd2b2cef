// The keys and what they do.

const KEY_LIST = [
  ["1 … 9", "Give this answer the next rank"],
  ["Drag", "Move a card with the mouse"],
  ["⌫", "Take the last one back"],
  ["↑  ↓", "Go to the card above or below"],
  ["Alt ↑  Alt ↓", "Move the card; Shift works too"],
  ["↵", "Send the order"],
  ["E", "Show all of every answer"],
  ["S", "Skip"],
  ["F", "Flag, with a reason; again: take it back"],
  ["U", "Undo the last ranking"],
  ["Space  PageDown", "Scroll the post"],
  ["G", "Guidelines"],
  ["?", "This list"],
  ["Esc", "Close, let a dragged card go back, or let go of selected text"],
]

function workingKeys({ guidelines, flag_reasons }) {
  return KEY_LIST.filter(([key]) => (guidelines || key !== "G") && (flag_reasons.length || key !== "F"))
}
