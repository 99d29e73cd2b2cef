// Markdown as HTML of a few kinds of elements; no screen is needed. What is HTML in a text stays text.

/** @import { MarkdownIt, MarkdownMaker, Pictures, RenderRule } from "../types" */

/** All that may come out; an attribute with an address is nowhere among it. */
export const ELEMENTS = [
  "p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "h4", "h5", "h6", "table", "thead",
  "tbody", "tr", "th", "td", "u", "small", "samp",
]
export const ATTRIBUTES = ["start", "align"]
/** Stands where a picture will be, around the picture's number. */
export const PICTURE = "samp"

const LONGEST_ADDRESS = 300 // characters shown of it
const DEEPEST = 20
const HEADINGS = ["h4", "h5", "h6"] // below the headings of the page

/** @param {MarkdownMaker} markdownit */
export function makeReader(markdownit) {
  const reader = markdownit({ html: false, linkify: false, typographer: false, breaks: true, maxNesting: DEEPEST })
  Object.assign(reader.renderer.rules, rules(reader))
  return reader
}

/**
 * @param {MarkdownIt} reader
 * @param {string} text
 * @returns {{ html: string, pictures: Pictures }}
 */
export function read(reader, text) {
  /** @type {Pictures} */
  const pictures = []
  return { html: reader.render(text, { pictures }), pictures }
}

/** @param {MarkdownIt} reader @returns {Record<string, RenderRule>} */
function rules(reader) {
  const { escapeHtml } = reader.utils
  /** @type {RenderRule} */
  const code = (tokens, index) => `<pre><code>${escapeHtml(tokens[index].content)}</code></pre>\n`
  /** @param {string} slash @returns {RenderRule} */
  const heading = slash => (tokens, index) => {
    const level = Math.min(Number(tokens[index].tag.slice(1)), HEADINGS.length)
    return `<${slash}${HEADINGS[level - 1]}>`
  }
  /** @param {string} name @returns {RenderRule} */
  const cell = name => (tokens, index) => {
    const align = /text-align:(left|right|center)/.exec(String(tokens[index].attrGet("style")))
    return align ? `<${name} align="${align[1]}">` : `<${name}>`
  }
  /** A link leads nowhere: its address stands behind its words. @type {RenderRule} */
  const linkClose = (tokens, index) => {
    const address = String(opening(tokens, index).attrGet("href"))
    return isSaid(tokens, index, address) ? "</u>" : `</u> <small>(${escapeHtml(shortened(address))})</small>`
  }
  /** @type {RenderRule} */
  const image = (tokens, index, options, env) => {
    const token = tokens[index]
    env.pictures.push({ address: String(token.attrGet("src")), words: token.content })
    return `<${PICTURE}>${env.pictures.length - 1}</${PICTURE}>`
  }
  return {
    fence: code,
    code_block: code,
    heading_open: heading(""),
    heading_close: heading("/"),
    th_open: cell("th"),
    td_open: cell("td"),
    link_open: () => "<u>",
    link_close: linkClose,
    image,
  }
}

/**
 * What a closing token closes: no link stands in another.
 * @param {Parameters<RenderRule>[0]} tokens
 * @param {number} index
 */
function opening(tokens, index) {
  return tokens.slice(0, index).findLast(token => token.type === "link_open") ?? tokens[index]
}

/**
 * Whether the words of a link are its address.
 * @param {Parameters<RenderRule>[0]} tokens
 * @param {number} index
 * @param {string} address
 */
function isSaid(tokens, index, address) {
  const { type, content } = tokens[index - 1]
  return type === "text" && tokens[index - 2]?.type === "link_open" && (content === address || `mailto:${content}` === address)
}

/** @param {string} address */
export function shortened(address) {
  return address.length > LONGEST_ADDRESS ? `${address.slice(0, LONGEST_ADDRESS)}…` : address
}
