// The strip above the pair that says whether an earlier answer was the known one.

const VERDICTS = { true: "Right", false: "Not what the guidelines say" }

class FeedbackStrip {
  constructor(view) {
    this.view = view
    this.shown = null // the answer it is or was about: a rerun brings the same again
  }

  receive(feedback) {
    if (!feedback) return this.hide()
    if (feedback.answer === this.shown) return
    this.shown = feedback.answer
    const { feedback: strip, feedbackVerdict, feedbackText, feedbackIcon } = this.view
    strip.dataset.right = feedback.right
    setText(feedbackIcon, feedback.right ? "✓" : "!")
    setText(feedbackVerdict, VERDICTS[feedback.right])
    setText(feedbackText, feedback.text)
    strip.hidden = false
    strip.scrollIntoView({ block: "nearest" })
    if (!STILL.matches) strip.animate({ opacity: [0.3, 1] }, 300)
  }

  hide() {
    this.view.feedback.hidden = true
  }
}
