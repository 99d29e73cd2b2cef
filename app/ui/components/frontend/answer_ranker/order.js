// The order so far: the answers that have a rank, best first, and those that wait for one.

export const RANKS = ["1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th"]

export class Order {
  /**
   * @param {string[]} tokens as first shown; an answer's number is its place here and never changes
   * @param {string[]} [placed]
   */
  constructor(tokens, placed = []) {
    this.tokens = tokens
    this.placed = placed.filter(token => tokens.includes(token))
  }

  get waiting() {
    return this.tokens.filter(token => !this.placed.includes(token))
  }

  get seen() {
    return [...this.placed, ...this.waiting]
  }

  get complete() {
    return this.placed.length === this.tokens.length
  }

  /** @param {string} token */
  number(token) {
    return this.tokens.indexOf(token) + 1
  }

  /** @param {string} token @returns {string | null} */
  rank(token) {
    return RANKS[this.placed.indexOf(token)] ?? null
  }

  /**
   * The next free rank; with one answer left there is nothing to decide, so it falls into place.
   * @param {string} token
   */
  place(token) {
    if (this.placed.includes(token)) return false
    this.placed.push(token)
    if (this.waiting.length === 1) this.placed.push(this.waiting[0])
    return true
  }

  /** In a complete order the last one alone would fall back at once, so the one before it comes too. */
  takeBack() {
    if (this.complete) this.placed.pop()
    return this.placed.pop() ?? null
  }

  /**
   * Among ranked answers a move is only a swap; past them, what is seen becomes the order, as with a drag.
   * @param {string} token
   * @param {number} step
   */
  move(token, step) {
    const seen = this.seen
    const from = seen.indexOf(token)
    const to = from + step
    if (to < 0 || to >= seen.length) return false
    seen[from] = seen[to]
    seen[to] = token
    this.placed = Math.max(from, to) < this.placed.length ? seen.slice(0, this.placed.length) : seen
    return true
  }

  /** @param {string[]} tokens */
  arrange(tokens) {
    this.placed = [...tokens]
  }
}
