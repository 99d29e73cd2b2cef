// Answers the server has not confirmed yet: kept in memory, and each under its own localStorage key.

/** @import { Answer, BlankAnswer, Prompt } from "../types" */

const KEY_PREFIX = "prefstudio:answer:"
/**
 * @type {Map<string, Map<string, Answer>>} outlives a remount of the component, even where localStorage does not work
 */
const PENDING_BY_OWNER = new Map()
let lastStamp = 0

export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID()
  // randomUUID exists only on https and localhost; a studio on plain http in an office network lacks it.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, "0")).join("")
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}

/** Strictly increasing, so that sorting by answered_at restores the order after a reload. */
export function stamp() {
  lastStamp = Math.max(Date.now(), lastStamp + 1)
  return new Date(lastStamp).toISOString()
}

/** The fields every answer has; what was not said is null. @param {Prompt} item @returns {BlankAnswer} */
export function blankAnswer(item) {
  return { id: newId(), item: item.id, reason: null, flag: null, answered_at: stamp(), undoes: null }
}

/** @param {string | null} text @returns {Answer | null} */
function readAnswer(text) {
  try {
    return JSON.parse(text ?? "null")
  } catch {
    return null
  }
}

export class Outbox {
  /** @param {string} owner */
  constructor(owner) {
    this.prefix = `${KEY_PREFIX}${owner}:`
    this.pending = PENDING_BY_OWNER.get(owner) ?? new Map()
    PENDING_BY_OWNER.set(owner, this.pending)
    this.persistent = this.attempt(() => this.load())
  }

  /**
   * localStorage throws in private windows, when it is full and when a policy forbids it.
   * @param {() => void} action
   */
  attempt(action) {
    try {
      action()
      return true
    } catch {
      return false
    }
  }

  load() {
    localStorage.setItem(`${this.prefix}probe`, "null")
    localStorage.removeItem(`${this.prefix}probe`)
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(this.prefix)) continue
      const answer = readAnswer(localStorage.getItem(key))
      // The whole key must match: the name of owner "kim:b" merely starts like that of "kim".
      if (answer && key === this.prefix + answer.id) this.pending.set(answer.id, answer)
    }
  }

  /** @param {Answer} answer */
  add(answer) {
    this.pending.set(answer.id, answer)
  }

  /** @param {Answer} answer */
  keep(answer) {
    if (!this.attempt(() => localStorage.setItem(this.prefix + answer.id, JSON.stringify(answer)))) this.persistent = false
  }

  /** @param {string} id */
  drop(id) {
    this.attempt(() => localStorage.removeItem(this.prefix + id))
    return this.pending.delete(id)
  }

  get size() {
    return this.pending.size
  }

  /** By how many answers this browser is ahead of the server. */
  get ahead() {
    return [...this.pending.values()].reduce((sum, { outcome }) => sum + (outcome === "undo" ? -1 : 1), 0)
  }

  ordered() {
    return [...this.pending.values()].sort((a, b) => (a.answered_at < b.answered_at ? -1 : 1))
  }
}
