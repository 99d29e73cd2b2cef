// Not a credential: on one machine anyone may pick any name. It only spares people the picking.
const ONE_YEAR_S = 31536000

export default function remember({ data }) {
  const age = data.person ? ONE_YEAR_S : 0
  document.cookie = `${data.cookie}=${data.person ?? ""}; path=/; max-age=${age}; samesite=strict`
}
