// What may reach the page: a few elements, two attributes, and pictures of hosts that a lead has allowed.

import { make } from "../shared/dom.js"
import { ATTRIBUTES, ELEMENTS, PICTURE, shortened } from "./markdown.js"

/** @import { Pictures, Purifier } from "../types" */

const HOST = /^https:\/\/([a-z0-9.-]+)(?:[/?#]|$)/

/** @param {(window: Window) => Purifier} purify the library */
export function makeGuard(purify) {
  const guard = purify(window)
  guard.setConfig({
    ALLOWED_TAGS: ELEMENTS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
    ALLOW_UNKNOWN_PROTOCOLS: false,
    RETURN_DOM_FRAGMENT: true,
  })
  return guard
}

/**
 * HTML as elements that are allowed, with the pictures in their places.
 * @param {Purifier} guard
 * @param {{ html: string, pictures: Pictures }} read
 * @param {string[]} hosts
 */
export function allowed(guard, { html, pictures }, hosts) {
  const fragment = /** @type {DocumentFragment} */ (/** @type {unknown} */ (guard.sanitize(html)))
  for (const place of fragment.querySelectorAll(PICTURE)) {
    const picture = pictures[Number(place.textContent)]
    place.replaceWith(picture ? pictureOf(picture, hosts) : place.textContent ?? "")
  }
  return fragment
}

/** @param {Pictures[number]} picture @param {string[]} hosts */
function pictureOf({ address, words }, hosts) {
  if (!isOf(address, hosts)) return make("span", "picture", `[Picture${words && `: ${words}`}] ${shortened(address)}`)
  const image = make("img", "picture")
  // Whom it is fetched for is decided before its address is set.
  Object.assign(image, { alt: words, loading: "lazy", decoding: "async", referrerPolicy: "no-referrer" })
  image.src = address
  return image
}

/**
 * Whether an address is https, and of exactly one of these hosts at the usual port, without a name to sign in.
 * @param {string} address
 * @param {string[]} hosts
 */
export function isOf(address, hosts) {
  if (!HOST.test(address) || !URL.canParse(address)) return false
  const { protocol, hostname, port, username, password } = new URL(address)
  return protocol === "https:" && !port && !username && !password && hosts.includes(hostname)
}
