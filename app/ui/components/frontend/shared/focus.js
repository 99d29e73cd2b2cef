// Where the focus should not stay: with Streamlit's sidebar after it brought us here, or on its whole page.

const SIDEBAR = '[data-testid="stSidebar"]'
const PAGE = '[data-testid="stMain"]'

// Enter is ours, and would follow the link again. Who writes or chooses in the sidebar goes on with it.
function leaveSidebar() {
  const { activeElement } = document
  if (activeElement?.closest(SIDEBAR) && !activeElement.matches(FOREIGN)) activeElement.blur()
}

// A click on empty space focuses the page's scroll container, and the next key would draw a frame round it.
function leavePage(signal) {
  const leave = () => document.activeElement?.matches(PAGE) && document.activeElement.blur()
  document.addEventListener("pointerup", leave, { signal, capture: true })
}
