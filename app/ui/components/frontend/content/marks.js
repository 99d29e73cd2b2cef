// Which words only one of two answers says, and which of an answer stand in the prompt; no screen is needed.
// As core/review/words.py does it.

const ALONE = "\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}"
const PART = `(?:(?![${ALONE}])[\\p{L}\\p{M}\\p{N}_])`
const WORD = `[${ALONE}]\\p{M}*|${PART}+(?:(?:['’-]|(?<=\\d)[.,](?=\\d))${PART}+)*`
const WORDS = new RegExp(WORD, "gu")
const TOKENS = new RegExp(`${WORD}|\\S`, "gu")

const MOST_CELLS = 16_000_000 // 4,000 words each; above that the time would be felt
const SHORTEST_AGREEMENT = 4 // characters: one shared word of fewer between two differences is an accident
export const SHORTEST_RUN = 4 // words in a row that are copied rather than met by chance

/** @typedef {[number, number]} Span where something begins in a text, and where it ends */

/** @param {string} text @param {RegExp} pattern */
function pieces(text, pattern) {
  const found = [...text.matchAll(pattern)]
  return { said: found.map(one => one[0]), at: found.map(one => /** @type {Span} */ ([one.index, one.index + one[0].length])) }
}

/** The pieces at these places as spans, those that follow each other as one. @param {Span[]} at @param {(place: number) => boolean} isMarked */
function spans(at, isMarked) {
  /** @type {Span[]} */
  const found = []
  at.forEach(([start, end], place) => {
    if (!isMarked(place)) return
    const last = found.at(-1)
    if (last && place && isMarked(place - 1)) last[1] = end
    else found.push([start, end])
  })
  return found
}

/**
 * What each text says that none of the others says at that point: each is laid beside every other.
 * @param {string[]} texts
 */
export function apart(texts) {
  const tokens = texts.map(text => pieces(text, TOKENS))
  const shared = texts.map(() => new Set())
  tokens.forEach((ours, first) => {
    tokens.slice(first + 1).forEach((theirs, step) => {
      const both = agreed(ours.said, theirs.said)
      for (const place of both[0]) shared[first].add(place)
      for (const place of both[1]) shared[first + 1 + step].add(place)
    })
  })
  return tokens.map(({ at }, index) => spans(at, place => !shared[index].has(place)))
}

/** What of a text stands in another, too, so many words in a row. @param {string} text @param {string} other */
export function copied(text, other) {
  const ours = pieces(text, WORDS)
  const covered = inRuns(ours.said.map(folded), new Set(runs(pieces(other, WORDS).said.map(folded))))
  return spans(ours.at, place => covered.has(place))
}

/** @param {string} word */
function folded(word) {
  return word.toLowerCase().replaceAll("’", "'")
}

/** @param {string[]} said */
function runs(said) {
  return said.slice(SHORTEST_RUN - 1).map((_, start) => said.slice(start, start + SHORTEST_RUN).join(" "))
}

/** @param {string[]} said @param {Set<string>} others */
function inRuns(said, others) {
  const covered = new Set()
  runs(said).forEach((run, start) => {
    if (others.has(run)) for (let step = 0; step < SHORTEST_RUN; step += 1) covered.add(start + step)
  })
  return covered
}

/** The places in either where both say the same. @param {string[]} first @param {string[]} second */
function agreed(first, second) {
  if (first.length * second.length > MOST_CELLS) {
    return [inRuns(first, new Set(runs(second))), inRuns(second, new Set(runs(first)))]
  }
  const pairs = inCommon(first, second)
  const [ours, theirs] = [new Set(pairs.map(pair => pair[0])), new Set(pairs.map(pair => pair[1]))]
  const kept = pairs.filter(([here, there]) => {
    const short = first[here].length < SHORTEST_AGREEMENT
    return !(short && lone(here, ours, first.length) && lone(there, theirs, second.length))
  })
  return [new Set(kept.map(pair => pair[0])), new Set(kept.map(pair => pair[1]))]
}

/** @param {number} place @param {Set<number>} shared @param {number} length */
function lone(place, shared, length) {
  return place > 0 && place < length - 1 && !shared.has(place - 1) && !shared.has(place + 1)
}

/**
 * The places that share a word in the same order, as many as there can be: bit-parallel, after Crochemore, Iliopoulos,
 * Pinzon and Reid (2001). A bit is a word of `first`, a row a word of `second`; where a bit is 0 the subsequence grows.
 * @param {string[]} first
 * @param {string[]} second
 */
function inCommon(first, second) {
  const places = new Map()
  first.forEach((word, place) => places.set(word, (places.get(word) ?? 0n) | (1n << BigInt(place))))
  const full = (1n << BigInt(first.length)) - 1n
  const rows = [full]
  for (const word of second) {
    const row = rows[rows.length - 1]
    const met = row & (places.get(word) ?? 0n)
    rows.push(((row + met) | (row - met)) & full)
  }
  return wayBack(rows, first.length)
}

/** @param {bigint[]} rows @param {number} column */
function wayBack(rows, column) {
  /** @type {Span[]} */
  const pairs = []
  const grows = (/** @type {number} */ row) => !((rows[row] >> BigInt(column - 1)) & 1n)
  let row = rows.length - 1
  while (column && row) {
    if (!grows(row)) column -= 1
    else {
      row -= 1
      if (!grows(row)) {
        column -= 1
        pairs.push([column, row])
      }
    }
  }
  return pairs.reverse()
}
