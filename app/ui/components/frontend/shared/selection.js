// Text that somebody has selected: keys are for it then, not for the pair.

const EXTENDS = /^(Arrow|Page|Home|End)/ // with Shift

// The browser keeps the selection inside a shadow root apart from the page's.
function selections(root) {
  const shadow = root.getRootNode()
  return [shadow.getSelection?.(), document.getSelection()].filter(Boolean)
}

function selectedText(root) {
  return selections(root).some(one => one.type === "Range" && one.toString().trim() !== "")
}

function letGoOfText(root) {
  for (const one of selections(root)) one.removeAllRanges()
}

function extendsSelection(event) {
  return event.shiftKey && EXTENDS.test(event.key)
}
