// Draws mutated texts on the page, one after the other, and tells what of them should not be there. Run by
// test_shown_content.py as a function of the page.
async ({ module, how, corpus, pieces, count, seed }) => {
  const { default: content } = await import(module)
  const drawing = await content.open(new URL(module, location.href).href, how)
  const place = document.body.appendChild(document.createElement("div"))
  const elements = new Set(
    ("DIV SPAN P BR HR STRONG EM S CODE PRE BLOCKQUOTE UL OL LI H4 H5 H6 TABLE THEAD TBODY TR TH TD U SMALL" +
      (how.hosts.length ? " IMG" : "")).split(" "),
  )
  const attributes = {
    class: /^(content|read|wide|turn (asks|answers|beside)|said|speaker|blank|ending|picture|plain-text)$/,
    dir: /^auto$/,
    start: /^\d+$/,
    align: /^(left|right|center)$/,
    alt: /^/,
    loading: /^lazy$/,
    decoding: /^async$/,
    referrerpolicy: /^no-referrer$/,
    src: new RegExp(`^https://(${how.hosts.join("|") || "nowhere"})/`.replaceAll(".", "\\.")),
  }
  const pictured = new Set(["alt", "loading", "decoding", "referrerpolicy", "src"])

  let state = seed
  const random = most => {
    // Mulberry32, by Tommy Ettinger, in the public domain
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * most)
  }
  const one = list => list[random(list.length)]
  const short = corpus.filter(text => text.length < 1000)
  const mutated = () => {
    let text = random(3) ? one(short) : ""
    for (let step = random(5); step >= 0; step -= 1) {
      const [at, kind] = [random(text.length + 1), random(6)]
      if (kind < 3) text = text.slice(0, at) + one(pieces) + text.slice(at)
      else if (kind === 3) text = text.slice(0, at) + text.slice(at + random(8))
      else if (kind === 4) text = text.slice(0, at) + String.fromCodePoint(one([0, 9, 10, 13, 32, 96, 0x202e, 0xfffd, 0xd800])) + text.slice(at)
      else text += text.slice(at, at + random(40))
    }
    return text
  }

  const wrong = []
  for (let index = 0; index < count; index += 1) {
    const text = index < corpus.length ? corpus[index] : mutated()
    const box = drawing.draw({ text, turns: null, isPrompt: index % 2 === 0 })
    place.replaceChildren(box)
    for (const node of place.querySelectorAll("*")) {
      const names = node.getAttributeNames()
      const isFine =
        elements.has(node.tagName) &&
        names.every(name => attributes[name]?.test(node.getAttribute(name)) && (node.tagName === "IMG" || !pictured.has(name)))
      if (!isFine) wrong.push(`${node.tagName} ${names} of ${JSON.stringify(text)}`)
    }
    if (index % 500 === 0) await new Promise(done => setTimeout(done)) // what was to run has had its chance
  }
  place.replaceChildren(...corpus.map(text => drawing.draw({ text, turns: null, isPrompt: false })))
  place.querySelector("img")?.scrollIntoView()
  await new Promise(done => setTimeout(done, 200))
  place.remove()
  return { wrong: wrong.slice(0, 5), ran: window.hacked ?? null }
}
