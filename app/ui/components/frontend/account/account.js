// Name and password go from here to the server's own route, never through Streamlit; the answer sets a cookie.

import { namedParts, setText } from "../shared/dom.js"
import { formOf, linkIn } from "./forms.js"

/** @import { AccountData, AccountForm, AccountLink, Mounting } from "../types" */

const UNREACHED = "The studio does not answer. Nothing was sent twice; try again in a moment."
const instances = new WeakMap() // by the element that Streamlit mounts it in

/** @param {string} path @param {Record<string, string>} fields */
async function post(path, fields) {
  try {
    const body = JSON.stringify(fields)
    const headers = { "content-type": "application/json" }
    const answer = await fetch(path, { method: "POST", headers, body, credentials: "same-origin" })
    const said = await answer.json()
    return answer.ok ? { ...said, problem: "" } : { problem: said.problem ?? UNREACHED }
  } catch {
    return { problem: UNREACHED }
  }
}

class Account {
  /** @param {HTMLElement} parent @param {AccountData} data */
  constructor(parent, data) {
    this.parts = namedParts(parent)
    this.data = data
    this.field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (this.parts[name])
    /** @type {AccountLink | null} */
    this.link = data.kind === "sign-in" ? this.takeLink() : null
    this.form = formOf(this.link?.kind ?? data.kind, data.shortest)
    const form = /** @type {HTMLFormElement} */ (parent.querySelector("form"))
    form.onsubmit = event => {
      event.preventDefault()
      this.send()
    }
    this.field("shown").onchange = () => this.show()
    this.draw(this.form)
    if (this.link?.kind === "invitation") this.greet(this.link)
    if (data.kind === "sign-in") this.focus()
  }

  /** The link's token leaves the address bar and the history as soon as it is read. */
  takeLink() {
    const link = linkIn(location.hash)
    if (location.hash) history.replaceState(history.state, "", location.pathname + location.search)
    return link
  }

  /** @param {AccountForm} form */
  draw(form) {
    const { parts } = this
    for (const name of ["title", "why", "hint", "send"]) setText(parts[name], form[/** @type {"title"} */ (name)])
    if (form.path === "/auth/sign-in") setText(parts.why, this.data.note)
    setText(parts.passwordWord, form.word)
    for (const name of ["name", "old"]) parts[`${name}Field`].hidden = !form.fields.includes(name)
    this.field("password").setAttribute("autocomplete", form.autocomplete)
    setText(parts.problem, "")
  }

  /** Whom the invitation is for, as its maker calls them; one that is good for nothing says so, and goes.
   * @param {AccountLink} link
   */
  async greet(link) {
    const said = await post("/auth/invited", { token: link.token })
    if (!said.problem) {
      if (!this.field("name").value) this.field("name").value = said.name
      return
    }
    this.link = null
    this.form = formOf("sign-in", this.data.shortest)
    this.draw(this.form)
    setText(this.parts.problem, said.problem)
  }

  focus() {
    const first = this.field(this.form.fields[0])
    if (!first.getRootNode().contains(document.activeElement)) first.focus()
  }

  show() {
    const type = this.field("shown").checked ? "text" : "password"
    for (const name of ["old", "password"]) this.field(name).type = type
  }

  async send() {
    const button = /** @type {HTMLButtonElement} */ (this.parts.send)
    if (button.disabled) return
    const missing = this.form.fields.find(name => !this.field(name).value)
    if (missing) {
      setText(this.parts.problem, `Fill in the ${missing === "old" ? "old password" : missing}.`)
      this.field(missing).focus()
      return
    }
    button.disabled = true
    const fields = Object.fromEntries(this.form.fields.map(name => [name, this.field(name).value]))
    const said = await post(this.form.path, this.link ? { ...fields, token: this.link.token } : fields)
    button.disabled = false
    setText(this.parts.problem, said.problem)
    if (said.problem) this.field("password").focus()
    else location.reload() // the socket of this page has no cookie yet
  }
}

/** @param {Mounting<AccountData>} mount */
export default function account({ data, parentElement }) {
  if (!instances.has(parentElement)) instances.set(parentElement, new Account(parentElement, data))
  return () => instances.delete(parentElement)
}
