// The figures in the header. Those that move do so with every answer, and the server's next list corrects them.

import { make, setText } from "./dom.js"

/** @import { Meter } from "../types" */
/** @typedef {{ text: HTMLElement, fill: HTMLElement | null }} Drawn */

export class Meters {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place
    /** @type {Meter[]} */
    this.meters = []
    this.drawnAs = ""
    /** @type {Drawn[]} */
    this.drawn = []
  }

  /**
   * Drawn anew only when there are others; else texts change, while a key is being handled.
   * @param {Meter[]} meters
   * @param {number} ahead answers that the server has not counted yet, less those that were taken back
   */
  show(meters, ahead) {
    const kinds = JSON.stringify(meters.map(({ label, title, share }) => [label, title, share === null]))
    if (kinds !== this.drawnAs) this.draw(meters)
    this.drawnAs = kinds
    meters.map(meter => moved(meter, ahead)).forEach(({ text, share }, index) => {
      const { text: node, fill } = this.drawn[index]
      setText(node, text)
      if (fill && share !== null) fill.style.width = `${100 * Math.min(1, Math.max(0, share))}%`
    })
  }

  /** @param {Meter[]} meters */
  draw(meters) {
    this.drawn = []
    this.place.replaceChildren(...meters.map(meter => this.makeMeter(meter)))
  }

  /** @param {Meter} meter */
  makeMeter({ label, share, title }) {
    const node = make("span", "meter")
    if (title) node.title = title
    const text = make("span", "meter-text")
    node.append(make("span", "meter-label", label), text)
    const fill = share === null ? null : make("span", "fill")
    if (fill) {
      const track = make("span", "track")
      track.append(fill)
      node.append(track)
    }
    this.drawn.push({ text, fill })
    return node
  }
}

/**
 * What a meter says when so many answers more are counted.
 * @param {Meter} meter
 * @param {number} ahead
 * @returns {{ text: string, share: number | null }}
 */
export function moved({ text, share, moves }, ahead) {
  if (!moves) return { text, share }
  const { of, step, most, after } = moves
  const count = Math.min(Math.max(0, moves.count + step * ahead), most ?? Infinity)
  const figure = of === null ? number(count) : `${number(count)} of ${number(of)}`
  return { text: figure + after, share: of && share !== null ? count / of : share }
}

/** @param {number} count */
function number(count) {
  return count.toLocaleString("en")
}
