// The screen around the work: its frame, its place on Streamlit's page, the post, and what stands there without one.

import { Content, promptOf } from "./content.js"
import { namedParts, setText, wantsStillness, within } from "./dom.js"
import { Reading } from "./reading.js"

/** @import { Prompt, SessionData } from "../types" */

/**
 * The parts of the markup that the labeller and the ranker have in common.
 * @typedef {Record<
 *   "root" | "meters" | "untaken" | "saved" | "savedText" | "savedAloud" | "notices" | "instruction" | "note" |
 *   "noteText" | "stage" | "postPane" | "postTitle" | "post" | "empty" | "emptyTitle" | "emptyText" | "last" |
 *   "earlier" | "earlierWhen" | "earlierSaid" | "guidelines" | "keys" | "deskPercent" | "deskProblem" | "deskKeys" |
 *   "foldLabel" | "breakNote" | "breakText" | "dayFigures" | "dayHint" | "dayProblem" | "emptyFigures" | "switches" | "skipLabel" | "flagAnchor" | "flagChip" | "flagText",
 *   HTMLElement
 * > & Record<"undo" | "skip" | "flag" | "fold" | "earlierButton" | "guidelinesButton" | "showApart" | "showCopied" |
 *   "showRaw" | "dayButton" | "breakDone", HTMLButtonElement>
 *   & Record<"guidelinesPanel" | "helpPanel" | "deskPanel" | "dayPanel", HTMLDialogElement>
 *   & Record<"dayForm", HTMLFormElement>
 *   & Record<"deskSize" | "deskTied" | "dayGoal" | "dayRemind", HTMLInputElement>} Parts
 */

// Below these the work does not fit into the window: it scrolls with the page, and only the actions stay in place.
const NARROW_PX = 760 // of the work itself
const LOW_PX = 560 // of the window
const TALL_PX = 640 // from here on a narrow window holds all, as a phone does
const LEAST_STAGE_PX = 300
const SIDE_PX = 20
const HEADER_PX = 60 // Streamlit's
const AT_EDGE_PX = 4

/** @template {Parts} P */
export class Screen {
  fetching = ""
  shownGuidelines = ""

  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.parts = /** @type {P} */ (/** @type {unknown} */ (namedParts(parent)))
    this.root = this.parts.root
    this.content = new Content(() => this.markMore())
    for (const kbd of parent.querySelectorAll("kbd")) kbd.setAttribute("aria-hidden", "true")
    const node = this.root.getRootNode()
    this.host = node instanceof ShadowRoot ? /** @type {HTMLElement} */ (node.host) : this.root
    this.page = this.host.closest('[data-testid="stMain"]')
    this.block = this.host.closest('[data-testid="stMainBlockContainer"]')
    this.reading = new Reading(this.panes, {
      tied: this.tied,
      visible: pane => !this.content.isPartial && this.endInSight(pane),
      past: share => this.scrollPage(share),
    })
  }

  /** What scrolls, in the order in which it is read. @returns {HTMLElement[]} */
  get panes() {
    return [this.parts.postPane]
  }

  /** Which two can scroll together. @returns {HTMLElement[]} */
  get tied() {
    return []
  }

  /** On a page that scrolls the actions cover its end. @param {HTMLElement} pane */
  endInSight(pane) {
    if (!this.root.matches(".compact")) return true
    const { bottom, height } = pane.getBoundingClientRect()
    return height > 0 && bottom <= within(this.root, ".foot").getBoundingClientRect().top + AT_EDGE_PX
  }

  /** The texts of an item, as they are drawn ahead. @param {Prompt} item @returns {(import("./content.js").NamedText | null)[]} */
  textsOf(item) {
    return [promptOf(item)]
  }

  /** Puts the texts of an item on the screen, or nothing. @param {Prompt | null} item */
  putTexts(item) {
    this.content.put(this.parts.post, promptOf(item))
  }

  /** Marks in the texts on screen what is to be marked. */
  markTexts() {
    this.content.mark(this.parts.post, this.answerNodes)
  }

  /** @returns {HTMLElement[]} */
  get answerNodes() {
    return []
  }

  /**
   * Runs inside the keydown handler: only texts change, so the next frame shows the next post.
   * @param {Prompt | null} item
   */
  showPost(item) {
    const { stage, empty, note, noteText } = this.parts
    const compact = this.root.matches(".compact")
    if (!compact) this.bringBack(this.root, 0)
    this.reading.begin() // before the texts change: layout is still clean
    stage.hidden = !item
    empty.hidden = Boolean(item)
    this.content.raw = false
    this.putTexts(item)
    this.markTexts()
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

  /** What draws texts has not come yet. */
  showWaiting() {
    this.parts.empty.hidden = false
    setText(this.parts.emptyTitle, this.fetching)
  }

  /** @param {SessionData<Prompt>} data @param {boolean} struggling */
  showEmpty({ exhausted, words }, struggling) {
    const waiting = struggling ? "The server does not answer yet; trying again." : "They appear here by themselves."
    setText(this.parts.emptyTitle, exhausted ? words.done_title : this.fetching)
    setText(this.parts.emptyText, exhausted ? words.done_text : waiting)
  }

  /** The post leaves its room to the answers, or takes it again. */
  fold() {
    const folded = this.root.classList.toggle("folded")
    this.parts.fold.setAttribute("aria-expanded", String(!folded))
    setText(this.parts.foldLabel, folded ? "Show" : "Hide")
    this.share()
  }

  /** The chip takes the button's place, so that the row does not grow. @param {string | null} reason */
  showFlag(reason) {
    const { flag, flagChip, flagText } = this.parts
    flagChip.hidden = !reason
    flag.hidden = Boolean(reason)
    setText(flagText, reason ? `Flagged: ${reason}` : "")
  }

  /** Words around the work; they change seldom. @param {SessionData<Prompt>} data */
  showFrame({ words, instruction, guidelines, reopening }) {
    const { parts } = this
    this.root.setAttribute("aria-label", words.region)
    setText(parts.postTitle, words.post)
    setText(parts.skipLabel, words.skip)
    setText(parts.instruction, instruction)
    this.showGuidelines(guidelines)
    parts.guidelinesButton.hidden = !guidelines
    parts.earlierButton.hidden = !reopening
  }

  /** Guidelines are written as the texts are: where these are Markdown they are drawn. @param {string} text */
  showGuidelines(text) {
    const drawn = this.content.isRead && this.content.how?.kind === "markdown"
    const shown = `${drawn} ${text}`
    if (shown === this.shownGuidelines) return
    this.shownGuidelines = shown
    const { guidelines } = this.parts
    if (!drawn) return setText(guidelines, text)
    this.content.put(guidelines, { name: `guidelines ${text}`, text, turns: null, isPrompt: false }, true)
  }

  /** Streamlit fades what it is about to rerun; people go on reading and answering meanwhile. @param {boolean} on */
  stayBright(on) {
    /** @type {HTMLElement | null} */
    const container = this.host.closest('[data-testid="stElementContainer"]')
    if (on) container?.style.setProperty("opacity", "1", "important")
    else container?.style.removeProperty("opacity")
  }

  /** Beyond the last end, where the page is longer than the window. @param {number} share */
  scrollPage(share) {
    const { page } = this
    page?.scrollBy({ top: share * page.clientHeight * 0.6, behavior: wantsStillness() ? "auto" : "smooth" })
  }

  /**
   * The space left under Streamlit's header and whatever the page put above, so that the page needs no scrollbar.
   * @param {number | "viewport"} height
   */
  fit(height) {
    const { root } = this
    const fills = height === "viewport"
    const low = fills && innerHeight < LOW_PX
    const compact = low || root.clientWidth < NARROW_PX
    root.classList.toggle("compact", compact)
    root.classList.toggle("tall", compact && fills && innerHeight >= TALL_PX)
    root.style.setProperty("--outdent", `${this.outdent()}px`)
    root.style.setProperty("--lift", `${this.lift()}px`)
    root.style.setProperty("--labeller-height", fills ? this.room() : `${height}px`)
    if (root.matches(".tall") && this.stageHeight() < LEAST_STAGE_PX) root.classList.remove("tall")
    this.share()
  }

  /** What Streamlit leaves free at either side, but for a little. */
  outdent() {
    if (!this.block) return 0
    const free = this.host.getBoundingClientRect().left - this.block.getBoundingClientRect().left
    return Math.max(0, Math.floor(free - SIDE_PX))
  }

  /** Where there is little room the work begins right below Streamlit's header. */
  lift() {
    return this.root.matches(".compact") ? Math.max(0, Math.floor(this.top() - HEADER_PX)) : 0
  }

  top() {
    return this.host.getBoundingClientRect().top + (this.page?.scrollTop ?? 0)
  }

  room() {
    const below = this.block ? parseFloat(getComputedStyle(this.block).paddingBottom) : 16
    const above = this.root.matches(".compact") ? Math.min(this.top(), HEADER_PX) : this.top()
    return `calc(100dvh - ${Math.ceil(above + below)}px)`
  }

  stageHeight() {
    return this.parts.stage.hidden ? Infinity : this.parts.stage.clientHeight
  }

  /**
   * Calls back when anything on the page changes its size, also what stands above the work.
   * @param {() => void} changed
   * @param {AbortSignal} signal
   */
  watchRoom(changed, signal) {
    const observer = new ResizeObserver(changed)
    observer.observe(this.block ?? this.host)
    this.page?.addEventListener("scroll", () => this.markMore(), { signal, passive: true })
    window.addEventListener("resize", changed, { signal })
    signal.addEventListener("abort", () => observer.disconnect())
  }

  /** Called when the room has changed. */
  share() {
    this.markMore()
  }

  markMore() {
    this.reading.mark()
  }
}
