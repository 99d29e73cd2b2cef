// Texts in their parts, Markdown as allowed HTML, what is marked, and the libraries as their makers publish them.

import assert from "node:assert/strict"
import { existsSync, readFileSync } from "node:fs"
import { test } from "node:test"

import "./browser.js"
import { ATTRIBUTES, ELEMENTS, makeReader, read } from "../../app/ui/components/frontend/content/markdown.js"
import { apart, copied } from "../../app/ui/components/frontend/content/marks.js"
import { foldEnding, leadingBlank, sideOf, turnsOf } from "../../app/ui/components/frontend/content/texts.js"

const VENDOR = new URL("../../app/ui/components/frontend/vendor/", import.meta.url)
const PACKAGES = new URL("../../node_modules/", import.meta.url)
const COPIES = {
  "markdown-it.umd.min.js": "markdown-it/dist/browser/markdown-it.umd.min.js",
  "purify.min.js": "dompurify/dist/purify.min.js",
  "dompurify.LICENSE": "dompurify/LICENSE",
  "markdown-it.LICENSE": "markdown-it/LICENSE",
  "entities.LICENSE": "entities/LICENSE",
  "linkify-it.LICENSE": "linkify-it/LICENSE",
  "mdurl.LICENSE": "mdurl/LICENSE",
  "punycode.js.LICENSE": "punycode.js/LICENSE-MIT.txt",
  "uc.micro.LICENSE": "uc.micro/LICENSE.txt",
}

await import(new URL("markdown-it.umd.min.js", VENDOR))
const reader = makeReader(globalThis.markdownit)
const html = text => read(reader, text).html

/** Every tag of some HTML must be one of the few, and so must its attributes. */
function isAllowed(made) {
  for (const [, name, rest] of made.matchAll(/<\/?([a-z0-9]+)([^>]*)>/gi)) {
    assert.ok(ELEMENTS.includes(name), `<${name}> came out`)
    for (const [attribute] of rest.matchAll(/[^\s=]+(?==)/g)) assert.ok(ATTRIBUTES.includes(attribute), `${name} has ${attribute}`)
  }
}

const withPackages = existsSync(PACKAGES) || process.env.PREFSTUDIO_REQUIRE_ALL ? test : test.skip

withPackages("the libraries are byte for byte those of the packages that the lock file names", () => {
  for (const [copy, original] of Object.entries(COPIES)) {
    assert.ok(readFileSync(new URL(copy, VENDOR)).equals(readFileSync(new URL(original, PACKAGES))), copy)
  }
  const { packages } = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"))
  for (const name of ["markdown-it", "dompurify"]) {
    const { version } = JSON.parse(readFileSync(new URL(`${name}/package.json`, PACKAGES), "utf8"))
    assert.equal(packages[`node_modules/${name}`].version, version)
  }
})

test("Markdown becomes what it means", () => {
  assert.equal(html("**a** and `b`\nc"), "<p><strong>a</strong> and <code>b</code><br>\nc</p>\n")
  assert.equal(html("# One\n#### Four"), "<h4>One</h4><h6>Four</h6>", "headings stay below those of the page")
  assert.equal(html("```js\nlet a < b\n```"), "<pre><code>let a &lt; b\n</code></pre>\n")
  assert.match(html("| a | b |\n| -- | --: |\n| 1 | 2 |"), /<th>a<\/th>\n<th align="right">b<\/th>/)
  assert.equal(html("3. c"), '<ol start="3">\n<li>c</li>\n</ol>\n')
})

test("HTML in a text stays text", () => {
  assert.equal(html("<b>x</b>"), "<p>&lt;b&gt;x&lt;/b&gt;</p>\n")
  isAllowed(html("<b onclick=x>\n\n<!-- c -->\n\n```<i>\n<u>\n```\n![<a>](b '<c>')\n\n| <d> |\n| - |\n| <e> |"))
})

test("a link leads nowhere: its address stands behind its words", () => {
  assert.equal(html("[here](https://a.org/x?y&z)"), "<p><u>here</u> <small>(https://a.org/x?y&amp;z)</small></p>\n")
  assert.equal(html("<https://a.org>"), "<p><u>https://a.org</u></p>\n")
  assert.equal(html("<me@a.org>"), "<p><u>me@a.org</u></p>\n")
  assert.equal(html(`[a](https://a.org/${"x".repeat(400)})`).length < 360, true)
})

test("a picture is a number, and its address is beside the HTML", () => {
  const { html: made, pictures } = read(reader, "![A **cat**](https://a.org/c.png 't') and ![](b.png)")
  assert.equal(made, "<p><samp>0</samp> and <samp>1</samp></p>\n")
  assert.deepEqual(pictures, [{ address: "https://a.org/c.png", words: "A **cat**" }, { address: "b.png", words: "" }])
})

test("an ending for models is folded with the blanks around it, the longest that fits", () => {
  const endings = ["]:", "[summary]: "]
  assert.deepEqual(foldEnding("Post\n\n[summary]: ", endings), { body: "Post", ending: "\n\n[summary]: " })
  assert.deepEqual(foldEnding("Post", endings), { body: "Post", ending: "" })
  assert.deepEqual(foldEnding("Post \n", []), { body: "Post \n", ending: "" })
})

test("blanks before a text are those of its first line", () => {
  assert.deepEqual([" a", "\u00a0\ta", "a ", "\n a", ""].map(leadingBlank), [1, 2, 0, 0, 0])
})

test("a transcript is turns from where somebody is said to speak after an empty line", () => {
  const said = (text, first) => turnsOf(text, first).map(([role, start, end]) => [role, text.slice(start, end).trim()])
  const hh = "\n\nHuman: Hi. Assistant: no.\n\nAssistant: Yes?\n\nHuman: Bye\n\nAssistant:"
  assert.deepEqual(said(hh, "Human"), [["Human", "Hi. Assistant: no."], ["Assistant", "Yes?"], ["Human", "Bye"], ["Assistant", ""]])
  assert.deepEqual(said("user: Hi\n\nassistant: Ho", "Human"), [["user", "Hi"], ["assistant", "Ho"]])
  assert.deepEqual(said(" Fine.\n\nHuman: Why?", "Assistant"), [["Assistant", "Fine."], ["Human", "Why?"]])
  assert.deepEqual(said("No one speaks", "Human"), [])
  assert.deepEqual(["human", "gpt", "tool"].map(sideOf), ["asks", "answers", "beside"])
})

test("what only one of several says is marked, and accidents between differences too", () => {
  const marked = (...texts) => apart(texts).map((spans, index) => spans.map(([start, end]) => texts[index].slice(start, end)))
  assert.deepEqual(marked("He ran home.", "He swam home."), [["ran"], ["swam"]])
  assert.deepEqual(marked("The same", "The same"), [[], []])
  assert.deepEqual(marked("one of two", "three of four"), [["one of two"], ["three of four"]])
  assert.deepEqual(marked("alpha beta", "alpha gamma", "alpha beta delta"), [[], ["gamma"], ["delta"]])
  assert.deepEqual(marked("我走路", "我跑路"), [["走"], ["跑"]], "a sign is a word where no blanks are written")
})

test("copied is what has four words of the prompt in a row, whatever the case and the marks", () => {
  const found = (text, prompt) => copied(text, prompt).map(([start, end]) => text.slice(start, end))
  const prompt = "I don’t know what to do, really."
  assert.deepEqual(found("She DON'T know, what to say", prompt), ["DON'T know, what to"])
  assert.deepEqual(found("know what to", prompt), [])
})

test("a long text is compared by runs of words, in little time", () => {
  const words = Array.from({ length: 5000 }, (_, index) => `word${index}`)
  const other = [...words.slice(0, 2500), "new", ...words.slice(2500)]
  assert.deepEqual(apart([words.join(" "), other.join(" ")]).map(spans => spans.length), [0, 1])
})
