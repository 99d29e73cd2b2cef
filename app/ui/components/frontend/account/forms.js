// What the form of an account is for: which fields it shows, what it says, and where it sends them.

/** @import { AccountForm, AccountLink } from "../types" */

const LINK = /^#(invitation|reset)=([A-Za-z0-9_-]{43})$/
/** A phrase, because no rule asks for digits or signs: those make people choose what is easy to guess. */
const PHRASE = (/** @type {number} */ shortest) =>
  `At least ${shortest} characters. A few words are easier to keep in mind than signs, and harder to guess.`

/** The link that an address holds behind its #, which is never sent to any server. @param {string} hash */
export function linkIn(hash) {
  const found = LINK.exec(hash)
  return found && /** @type {AccountLink} */ ({ kind: found[1], token: found[2] })
}

/** @param {string} kind @param {number} shortest @returns {AccountForm} */
export function formOf(kind, shortest) {
  const anew = { hint: PHRASE(shortest), autocomplete: "new-password" }
  switch (kind) {
    case "invitation":
      return {
        title: "Welcome",
        why: "You have been invited. Choose the name others will know you by, and a password.",
        fields: ["name", "password"],
        word: "Password",
        path: "/auth/accept",
        send: "Begin",
        ...anew,
      }
    case "reset":
      return {
        title: "A new password",
        why: "Set it here; everywhere else you are signed out, and your tokens end.",
        fields: ["password"],
        word: "New password",
        path: "/auth/reset",
        send: "Set password",
        ...anew,
      }
    case "change":
      return {
        title: "Change your password",
        why: "You stay signed in here; everywhere else you are signed out, and your tokens end.",
        fields: ["old", "password"],
        word: "New password",
        path: "/auth/password",
        send: "Change password",
        ...anew,
      }
    default:
      return {
        title: "Sign in",
        why: "",
        fields: ["name", "password"],
        word: "Password",
        path: "/auth/sign-in",
        send: "Sign in",
        hint: "Forgotten? Ask an admin, or somebody who leads all your projects, for a link that sets a new one.",
        autocomplete: "current-password",
      }
  }
}
