// Not a credential: on one machine anyone may pick any name. It only spares people the picking.

/** @import { Mounting } from "./types" */

const ONE_YEAR_S = 31536000

/** @param {Mounting<Record<string, number | null>>} mount */
export default function remember({ data }) {
  for (const [name, number] of Object.entries(data)) {
    const age = number ? ONE_YEAR_S : 0
    document.cookie = `${name}=${number ?? ""}; path=/; max-age=${age}; samesite=strict`
  }
}
