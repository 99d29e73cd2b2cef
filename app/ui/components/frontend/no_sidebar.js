// Streamlit keeps the bar of whoever was here a moment ago, empty, until the page is loaded anew.

/** @import { Mounting } from "./types" */

const HIDDEN = '[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"] { display: none }'
const hiding = new WeakSet() // by the element that Streamlit mounts it in

/** @param {Mounting<null>} mount */
export default function hideSidebar({ parentElement }) {
  if (hiding.has(parentElement)) return
  hiding.add(parentElement)
  const style = document.createElement("style")
  style.textContent = HIDDEN
  document.head.append(style)
  return () => {
    style.remove()
    hiding.delete(parentElement)
  }
}
