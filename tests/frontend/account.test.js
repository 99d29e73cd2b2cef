// What an address with a link makes of the form of an account, and where each form sends what is typed.

import assert from "node:assert/strict"
import { test } from "node:test"

import { formOf, linkIn } from "../../app/ui/components/frontend/account/forms.js"

const TOKEN = "aB3_-".repeat(8) + "xyz"

test("a link behind the # of an address is read", () => {
  assert.deepEqual(linkIn(`#invitation=${TOKEN}`), { kind: "invitation", token: TOKEN })
  assert.deepEqual(linkIn(`#reset=${TOKEN}`), { kind: "reset", token: TOKEN })
})

test("anything else is no link", () => {
  const others = ["", "#", "#invitation=", `#invitation=${TOKEN}x`, `#other=${TOKEN}`, `#reset=${TOKEN}&a=1`, TOKEN]
  for (const hash of others) assert.equal(linkIn(hash), null, hash)
})

test("each form asks for what its route needs", () => {
  const asked = ["invitation", "reset", "change", "sign-in"].map(kind => formOf(kind, 12))
  assert.deepEqual(
    asked.map(form => [form.path, ...form.fields]),
    [
      ["/auth/accept", "name", "password"],
      ["/auth/reset", "password"],
      ["/auth/password", "old", "password"],
      ["/auth/sign-in", "name", "password"],
    ],
  )
})

test("a password manager is told whether a password is new, and people how long it must be", () => {
  assert.equal(formOf("sign-in", 12).autocomplete, "current-password")
  for (const kind of ["invitation", "reset", "change"]) {
    assert.equal(formOf(kind, 12).autocomplete, "new-password")
    assert.match(formOf(kind, 14).hint, /^At least 14 characters\./)
  }
})
