// A text in its parts: turns, the blank it begins with, the ending that is for models. No screen is needed.

/** @import { Turn } from "../types" */

const SPEAKERS = "Human|Assistant|User|System|Tool|Model|Developer|Prompter|Bot|GPT"
/** Where somebody begins to speak: at the beginning, or after an empty line. */
const SPEAKS = new RegExp(`(^|\\n\\n)(${SPEAKERS}):`, "gi")
const ASKS = /^(human|user|prompter)$/i
const ANSWERS = /^(assistant|model|bot|gpt|chatgpt|bard|bing)$/i

/**
 * A text without the ending that is for models, and that ending with the blanks around it.
 * @param {string} text
 * @param {string[]} endings
 */
export function foldEnding(text, endings) {
  const whole = text.trimEnd()
  const found = endings
    .map(ending => ending.trim())
    .filter(ending => ending && whole.endsWith(ending))
    .sort((a, b) => b.length - a.length)[0]
  const end = found ? whole.slice(0, -found.length).trimEnd().length : text.length
  return { body: text.slice(0, end), ending: text.slice(end) }
}

/** How many characters at the beginning are blanks of its first line. @param {string} text */
export function leadingBlank(text) {
  return text.length - text.replace(/^[^\S\n\r]+/, "").length
}

/**
 * The turns of a transcript; none if nobody is said to speak. What stands before the first name is `first`'s.
 * @param {string} text
 * @param {string} first
 * @returns {Turn[]}
 */
export function turnsOf(text, first) {
  const marks = [...text.matchAll(SPEAKS)]
  if (!marks.length) return []
  /** @type {Turn[]} */
  const turns = marks.map((mark, place) => {
    const end = marks[place + 1]?.index ?? text.length
    return [mark[2], mark.index + mark[0].length, end]
  })
  const before = marks[0].index
  return text.slice(0, before).trim() ? [[first, 0, before], ...turns] : turns
}

/** What a speaker is called on the screen. @param {string} role */
export function calledSpeaker(role) {
  return role.charAt(0).toUpperCase() + role.slice(1)
}

/** @param {string} role */
export function sideOf(role) {
  if (ASKS.test(role)) return "asks"
  return ANSWERS.test(role) ? "answers" : "beside"
}
