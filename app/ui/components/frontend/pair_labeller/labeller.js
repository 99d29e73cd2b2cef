// The labeller: a session whose items are pairs, and whose answers are choices.

const SURENESS = { 1: "unsure", 2: "fairly sure", 3: "sure" }

class Labeller extends Session {
  constructor(parent, owner) {
    super(new View(parent), owner)
    const { panels, status, view } = this
    const { root } = view
    const { signal } = this.stop
    this.feedback = new FeedbackStrip(view)
    this.drafts = new Drafts()
    const takenBack = () => status.showLast("Taken back: choose again")
    this.details = new Details(view, { done: choice => this.answer(choice), takenBack, signal })
    this.keymap = new LabellerKeymap({ root, panels, details: this.details, status, signal })
    const takes = (action, event) => !isVote(action, this.details.open) || this.takes(event)
    const act = (action, target) => perform(this, action, target)
    const scene = () => this.details.choice ?? this.queue.current
    this.input = new Input({ root, keymap: this.keymap, takes, act, scene, signal })
  }

  get confidence() {
    return (this.form.confidence && this.drafts.of(this.queue.current).confidence) || null
  }

  get mayUndo() {
    return this.form.undo
  }

  // ---- to the screen

  showFrame(data) {
    super.showFrame(data)
    this.feedback.receive(data.feedback)
    const { form, guidelines, words } = data
    const shown = JSON.stringify([form, guidelines !== "", words.candidate])
    if (shown === this.shownForm) return
    this.shownForm = shown
    this.details.close()
    this.view.showForm(form, words.candidate)
    this.panels.fill(form, workingKeys(form, guidelines !== ""))
    this.keymap.fill(form, guidelines !== "")
    this.details.fill(form, words.candidate)
  }

  showItem(item) {
    this.view.showPair(item)
    this.view.showConfidence(this.confidence)
    this.details.close()
  }

  // ---- answers

  choose(side) {
    const token = this.queue.current?.[side].token
    this.decide({ outcome: token, said: `You chose ${this.data.words.candidate} ${side === "left" ? 1 : 2}` })
  }

  chooseOnScale(number) {
    const { current } = this.queue
    const { side, strength } = scalePoint(number)
    if (!current || !side) return perform(this, "tie")
    const said = `You chose ${this.data.words.candidate} ${side === "left" ? 1 : 2}, ${DEGREES_SAID[strength]}`
    this.decide({ outcome: current[side].token, strength, said })
  }

  decide(choice) {
    const { current } = this.queue
    if (!current) return
    if (asksDetails(this.form)) this.details.ask(choice, current, this.drafts.of(current))
    else this.answer(choice)
  }

  setConfidence(level) {
    if (!this.form.confidence || !this.queue.current) return
    this.drafts.put(this.queue.current, { confidence: this.confidence === level ? null : level })
    this.view.showConfidence(this.confidence)
  }

  answer({ said, ...fields }) {
    const { confidence } = this
    super.answer({ ...fields, confidence, said: confidence ? `${said}, ${SURENESS[confidence]}` : said })
  }

  remember(target) {
    const { confidence, axes, rationale } = target.said
    this.drafts.put(target.item, { confidence, axes, rationale })
    super.remember(target)
  }

  forget(item) {
    super.forget(item)
    this.drafts.drop(item)
  }

  blank(item) {
    const unsaid = { confidence: null, strength: null, axes: null, rationale: null }
    return { ...blankAnswer(item), ...unsaid, left: item.left.token }
  }

  settle(answer, said) {
    super.settle(answer, said)
    this.feedback.hide()
  }

  close() {
    this.details.close()
    super.close()
  }
}

export default mounting(Labeller)
