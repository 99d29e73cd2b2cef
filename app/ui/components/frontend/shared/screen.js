// The screen around the work: its frame, its place on Streamlit's page, the post, and what stands there without one.

import { namedParts, setText, wantsStillness } from "./dom.js"

/** @import { Prompt, SessionData } from "../types" */

/**
 * The parts of the markup that the labeller and the ranker have in common.
 * @typedef {Record<
 *   "root" | "meters" | "untaken" | "saved" | "savedText" | "savedAloud" | "notices" | "instruction" | "note" |
 *   "noteText" | "stage" | "postPane" | "postTitle" | "post" | "empty" | "emptyTitle" | "emptyText" | "last" |
 *   "guidelines" | "keys" | "skipLabel" | "flagAnchor" | "flagChip" | "flagText",
 *   HTMLElement
 * > & Record<"undo" | "skip" | "flag" | "guidelinesButton", HTMLButtonElement>
 *   & Record<"guidelinesPanel" | "helpPanel", HTMLDialogElement>} Parts
 */

// Below these the work does not fit into the window: it scrolls with the page, and only the actions stay in place.
const NARROW_PX = 760 // of the work itself
const LOW_PX = 560 // of the window
const HEADER_PX = 60 // Streamlit's

/** @template {Parts} P */
export class Screen {
  fetching = ""

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parts = /** @type {P} */ (/** @type {unknown} */ (namedParts(parent)))
    this.root = this.parts.root
    for (const kbd of parent.querySelectorAll("kbd")) kbd.setAttribute("aria-hidden", "true")
    const node = this.root.getRootNode()
    this.host = node instanceof ShadowRoot ? /** @type {HTMLElement} */ (node.host) : this.root
    this.block = this.host.closest('[data-testid="stMainBlockContainer"]')
    for (const pane of this.panes) pane.onscroll = () => this.markMore()
  }

  /** What scrolls, and says so where more is below. @returns {HTMLElement[]} */
  get panes() {
    return [this.parts.postPane]
  }

  /**
   * Runs inside the keydown handler: only texts change, so the next frame shows the next post.
   * @param {Prompt | null} item
   */
  showPost(item) {
    const { stage, empty, post, note, noteText } = this.parts
    const compact = this.root.matches(".compact")
    if (!compact) this.bringBack(this.root, 0)
    for (const pane of this.panes) pane.scrollTop = 0 // before the texts change: layout is still clean
    stage.hidden = !item
    empty.hidden = Boolean(item)
    setText(post, item ? item.input_text : "")
    note.hidden = !item?.note
    setText(noteText, item?.note ?? "")
    // Where the page scrolls an item begins under Streamlit's header, with the lead's note if there is one.
    const first = [note, stage, empty].find(one => !one.hidden)
    if (compact && first) this.bringBack(first, HEADER_PX)
  }

  /** @param {HTMLElement} node @param {number} top */
  bringBack(node, top) {
    if (node.getBoundingClientRect().top < top) node.scrollIntoView()
  }

  /** @param {SessionData<Prompt>} data @param {boolean} struggling */
  showEmpty({ exhausted, words }, struggling) {
    const waiting = struggling ? "The server does not answer yet; trying again." : "They appear here by themselves."
    setText(this.parts.emptyTitle, exhausted ? words.done_title : this.fetching)
    setText(this.parts.emptyText, exhausted ? words.done_text : waiting)
  }

  /** The chip takes the button's place, so that the row does not grow. @param {string | null} reason */
  showFlag(reason) {
    const { flag, flagChip, flagText } = this.parts
    flagChip.hidden = !reason
    flag.hidden = Boolean(reason)
    setText(flagText, reason ? `Flagged: ${reason}` : "")
  }

  /** Words around the work; they change seldom. @param {SessionData<Prompt>} data */
  showFrame({ words, instruction, guidelines }) {
    const { parts } = this
    this.root.setAttribute("aria-label", words.region)
    setText(parts.postTitle, words.post)
    setText(parts.skipLabel, words.skip)
    setText(parts.instruction, instruction)
    setText(parts.guidelines, guidelines)
    parts.guidelinesButton.hidden = !guidelines
  }

  /** Streamlit fades what it is about to rerun; people go on reading and answering meanwhile. @param {boolean} on */
  stayBright(on) {
    /** @type {HTMLElement | null} */
    const container = this.host.closest('[data-testid="stElementContainer"]')
    if (on) container?.style.setProperty("opacity", "1", "important")
    else container?.style.removeProperty("opacity")
  }

  /** Beyond an end of the post, where the page is longer than the window: the candidates. @param {number} share */
  scrollPage(share) {
    const page = this.host.closest('[data-testid="stMain"]')
    page?.scrollBy({ top: share * page.clientHeight * 0.6, behavior: wantsStillness() ? "auto" : "smooth" })
  }

  /**
   * The space left under Streamlit's header and whatever the page put above, so that the page needs no scrollbar.
   * @param {number | "viewport"} height
   */
  fit(height) {
    const low = height === "viewport" && innerHeight < LOW_PX
    this.root.classList.toggle("compact", low || this.root.clientWidth < NARROW_PX)
    this.root.style.setProperty("--labeller-height", height === "viewport" ? this.room() : `${height}px`)
    this.share()
  }

  room() {
    const top = this.host.getBoundingClientRect().top + (this.host.closest('[data-testid="stMain"]')?.scrollTop ?? 0)
    const below = this.block ? parseFloat(getComputedStyle(this.block).paddingBottom) : 16
    return `calc(100dvh - ${Math.ceil(top + below)}px)`
  }

  /**
   * Calls back when anything on the page changes its size, also what stands above the work.
   * @param {() => void} changed
   * @param {AbortSignal} signal
   */
  watchRoom(changed, signal) {
    const observer = new ResizeObserver(changed)
    observer.observe(this.block ?? this.host)
    window.addEventListener("resize", changed, { signal })
    signal.addEventListener("abort", () => observer.disconnect())
  }

  /** Called when the room has changed. */
  share() {
    this.markMore()
  }

  markMore() {
    const { panes } = this
    const more = panes.map(pane => pane.scrollHeight - pane.scrollTop - pane.clientHeight > 4)
    panes.forEach((pane, index) => pane.classList.toggle("more", more[index]))
  }
}
