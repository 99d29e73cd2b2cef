// What is marked in a text, and the words for it; no screen is needed.

/** @import { TextDiffMode, ShownAnswer, ShownPrompt, TextDiffData, MarkedRun } from "../types" */

/** The choices, in order; the first is chosen at the beginning. @type {Record<TextDiffMode, string>} */
export const MODES = {
  apart: "Differences between the answers",
  copied: "Copied from the prompt",
  plain: "Plain",
}

const LONGEST = 70 // characters of a folded text on its line

/**
 * The text in runs: the server sends it in pieces of which every second one is marked.
 * @param {ShownAnswer | ShownPrompt} shown
 * @param {TextDiffMode} mode
 * @returns {MarkedRun[]}
 */
export function runsOf(shown, mode) {
  const pieces = mode === "apart" && "apart" in shown ? shown.apart : shown.copied
  const isMarked = mode === "copied" || (mode === "apart" && "apart" in shown)
  if (!isMarked) return [{ text: pieces.join(""), mark: null }]
  return pieces
    .map((text, place) => ({ text, mark: place % 2 ? mode : null }))
    .filter(run => run.text)
}

/** What the marks mean, or that there are none. @param {TextDiffData} data @param {TextDiffMode} mode */
export function legendOf({ answers }, mode) {
  if (mode === "plain") return ""
  const isAnyMarked = answers.some(answer => answer[mode].length > 1)
  if (mode === "copied") {
    return isAnyMarked
      ? "Dotted underline: three or more words in a row that prompt and answer share."
      : "No answer repeats three words of the prompt in a row."
  }
  if (!isAnyMarked) return "The answers say the same, word for word."
  const other = answers.length > 2 ? "none of the other answers says" : "the other answer does not say"
  return `Bold and underlined: what ${other} at that point.`
}

/** The beginning of a folded text as one line. @param {string} text */
export function shortened(text) {
  const line = text.split(/\s+/).filter(Boolean).join(" ")
  const characters = [...line]
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST).join("").trimEnd()}…` : line
}
