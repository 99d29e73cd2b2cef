// What passes between the server and the browser. The shapes of pair_labeller.py, answer_ranker.py and outbox.py.

/** Who speaks, and where what they say begins and ends in the text. */
export type Turn = [role: string, start: number, end: number]

export interface Candidate {
  token: string
  text: string
  turns?: Turn[] | null
}

/** What every item has, a pair or a prompt with several answers. */
export interface Prompt {
  id: string
  input_text: string
  turns?: Turn[] | null
  note: string | null
}

export interface Item extends Prompt {
  left: Candidate
  right: Candidate
}

export interface RankingItem extends Prompt {
  answers: Candidate[]
}

/** What an answer says beside its choice. */
export interface Said {
  confidence: number | null
  flag: string | null
  axes: Record<string, string> | null
  rationale: string | null
  passes: Record<string, boolean> | null
  strength?: number | null
  reason?: string | null
}

/** What is known of an answer that may be taken back or changed: those of this page view whole. */
export interface Recalled extends Said {
  ranking?: string[] | null
  outcome?: string
  answered_at?: string
}

export interface Undoable<I> {
  answer: string
  item: I
  said?: Recalled | null
  outcome?: string
  /** When it was given, where the server says so. */
  at?: string
}

/** What was found further back, or why nothing was; `nonce` tells one finding from another. */
export interface EarlierAnswer<I> {
  nonce: string
  answer: Undoable<I> | null
  why: string
}

export interface Refusal {
  id: string
  reason: string
}

/** How a figure moves with each answer: by `step`, up to `most`; `after` stands behind it. */
export interface Moves {
  count: number
  of: number | null
  step: number
  most: number | null
  after: string
}

export interface Meter {
  label: string
  text: string
  share: number | null
  title?: string
  moves?: Moves
}

export interface Words {
  region: string
  post: string
  candidate: string
  done_title: string
  done_text: string
  tie: string
  skip: string
}

export interface Reasons {
  skip_reasons: string[]
  flag_reasons: string[]
}

export interface AnswerForm extends Reasons {
  tie: boolean
  both_bad: boolean
  strength: boolean
  confidence: boolean
  axes: string[]
  rationale_minimum: number | null
  undo: boolean
  choice: boolean
  quality_bar: string | null
  lessons: boolean
  read_first: boolean
}

/** A line of keys.py: which keys mean what, as they are labelled, and what the list says of them. */
export interface KeyLine {
  means: Record<string, string>
  labels: string[]
  words: string
  during: "work" | "details" | "open"
}

export interface Feedback {
  answer: string
  right: boolean
  text: string
  better: string
  note: string
}

/** How texts are meant: content.py. */
export interface ShownAs {
  kind: "plain" | "markdown" | "dialogue"
  markdown: boolean
  endings: string[]
  hosts: string[]
  module: string
}

export interface ShownText {
  text: string
  turns: Turn[] | null
  isPrompt: boolean
}

export type MarkMode = "apart" | "copied" | null

/** What content/content.js offers once it is loaded. */
export interface ContentModule {
  open(base: string, how: ShownAs): Promise<{ draw(shown: ShownText): HTMLElement }>
  canMark(): boolean
  mark(mode: Exclude<MarkMode, null>, prompt: HTMLElement, answers: HTMLElement[]): number[]
  unmark(): void
}

export type MarkdownMaker = typeof import("markdown-it").default
export type MarkdownIt = ReturnType<MarkdownMaker>
export type RenderRule = (
  tokens: { type: string; tag: string; content: string; attrGet(name: string): string | null }[],
  index: number,
  options: unknown,
  env: { pictures: Pictures },
) => string
export type Purifier = import("dompurify").DOMPurify

/** Pictures of a text, in the order of their places. */
export type Pictures = { address: string; words: string }[]

/** How a person likes the screen; kept with them. */
export interface DeskData {
  layout: string
  text_percent: number
  sizes: number[]
  tied: boolean
  keys: Record<string, string>
  problem: string
}

/** The keys of one action: for aria-keyshortcuts, and as they stand on its button. */
export interface KeyButton {
  keys: string
  labels: string[]
  own: boolean
  fixed: boolean
}

export interface DayFigure {
  label: string
  text: string
}

export interface DayData {
  figures: DayFigure[] | null
  own_goal: number | null
  lead_goal: number
  remind: boolean
  problem: string
}

/** What the server sends with every run. */
export interface SessionData<I extends Prompt> {
  owner: string
  items: I[]
  acknowledged: string[]
  refused: Refusal[]
  undoable: Undoable<I> | null
  earlier?: EarlierAnswer<I> | null
  reopening?: boolean
  progress: Meter[]
  words: Words
  keys: KeyLine[]
  content: ShownAs | null
  buttons: Record<string, KeyButton>
  desk: DeskData
  day?: DayData | null
  read_to_end?: boolean
  instruction: string
  guidelines: string
  exhausted: boolean
  leave: string
  height: number | "viewport"
  seen_after_ms: number
  handled: string | null
}

export interface Labelling extends SessionData<Item> {
  form: AnswerForm
  feedback: Feedback | null
}

export interface RankingData extends SessionData<RankingItem>, Reasons {}

/** An answer that does not say yet what was done, when and after how long. */
export interface BlankAnswer {
  id: string
  item: string
  reason: string | null
  flag: string | null
  answered_at: string
  undoes: string | null
  left?: string
  confidence?: number | null
  strength?: number | null
  axes?: Record<string, string> | null
  rationale?: string | null
  passes?: Record<string, boolean> | null
  ranking?: string[] | null
}

export interface Answer extends BlankAnswer {
  outcome: string
  shown_at: string
  active_ms: number
}

/** What a person did: fields of the answer, and the words that confirm it. */
export type Choice = Partial<Answer> & { outcome: string; said: string }

export type Send = (name: string, value: unknown) => void

/** What Streamlit calls a component with. */
export interface Mounting<D> {
  parentElement: HTMLElement
  data: D
  setStateValue: Send
}

/** What the form of an account is mounted for. */
export interface AccountData {
  kind: "sign-in" | "change"
  shortest: number
  note: string
}

export interface AccountLink {
  kind: "invitation" | "reset"
  token: string
}

export interface AccountForm {
  title: string
  why: string
  fields: string[]
  word: string
  hint: string
  autocomplete: string
  path: string
  send: string
}

export type TextDiffMode = "apart" | "copied" | "plain"

export interface MarkedRun {
  text: string
  mark: TextDiffMode | null
}

/** Of texts in pieces every second one is marked. */
export interface ShownPrompt {
  title: string
  before: string
  after: string
  copied: string[]
}

export interface ShownAnswer {
  title: string
  facts: string
  note: string
  apart: string[]
  copied: string[]
}

export interface TextDiffData {
  prompt: ShownPrompt
  answers: ShownAnswer[]
}
