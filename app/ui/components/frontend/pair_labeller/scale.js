// The scale of nine points: 1 to 4 prefer the left, 5 neither, 6 to 9 the right; strength 4 lies at both ends.

const DEGREES = ["equal", "slightly", "somewhat", "better", "much better"]
const DEGREES_SAID = ["", "slightly better", "somewhat better", "better", "much better"]
const MIDDLE = 5

function scalePoint(number) {
  const side = number < MIDDLE ? "left" : "right"
  return { side: number === MIDDLE ? null : side, strength: Math.abs(number - MIDDLE) }
}

function scaleButton(number, candidate) {
  const { side, strength } = scalePoint(number)
  const button = makeButton("point", `scale-${number}`)
  button.dataset.strength = strength
  button.setAttribute("aria-keyshortcuts", number)
  button.setAttribute("aria-label", side ? `${candidate} ${side === "left" ? 1 : 2} is ${DEGREES_SAID[strength]}` : "Equal")
  button.append(makeKey(number), make("span", "", DEGREES[strength]))
  return button
}

function fillScale(view, form, candidate) {
  view.scale.hidden = !form.strength
  if (!form.strength) return
  const buttons = Array.from({ length: 9 }, (_, index) => scaleButton(index + 1, candidate))
  buttons[MIDDLE - 1].disabled = !form.tie
  view.scalePoints.replaceChildren(...buttons)
  setText(view.scaleLeft, `${candidate} 1`)
  setText(view.scaleRight, `${candidate} 2`)
}
