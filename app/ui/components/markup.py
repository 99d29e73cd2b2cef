"""The static HTML of the labeller and the ranker: texts are filled in by JavaScript, as text only."""

from app.ui.components.keys import LABELLER, RANKER, Key, key_of, keys_of, on_button


def _keys(action: str, table: tuple[Key, ...] = LABELLER) -> str:
    """The attributes of a button that does what these keys do."""
    return f'data-action="{action}" aria-keyshortcuts="{" ".join(keys_of(action, table))}"'


def _kbds(action: str, table: tuple[Key, ...] = LABELLER) -> str:
    return "".join(f"<kbd>{on_button(name)}</kbd>" for name in keys_of(action, table))


def _kbd(action: str, table: tuple[Key, ...] = LABELLER) -> str:
    return f"<kbd>{on_button(key_of(action, table))}</kbd>"


def _point(number: int, strength: int) -> str:
    """A point of the scale of nine: 1 to 4 prefer the left, 5 neither, 6 to 9 the right."""
    action = f"scale-{number}"
    return (
        f'<button type="button" class="point" {_keys(action)} data-strength="{strength}">'
        f"{_kbd(action)}<span>{DEGREES[strength]}</span></button>"
    )


DEGREES = ("equal", "slightly", "somewhat", "better", "much better")
SCALE = "".join(_point(number, abs(number - 5)) for number in range(1, 10))


UNTAKEN = (
    "Votes that came while nothing was on screen, less than 0.3 seconds after it came up, "
    "or while text was selected."
)
HEADER = f"""
    <header class="bar">
      <div class="meters" data-ref="meters"></div>
      <span class="untaken" data-ref="untaken" title="{UNTAKEN}" hidden></span>
      <span class="saved" data-ref="saved"><span class="dot"></span><span data-ref="savedText"></span></span>
      <button type="button" class="plain" {_keys("guidelines")}
        data-ref="guidelinesButton">Guidelines {_kbd("guidelines")}</button>
      <button type="button" class="plain" {_keys("help")}>Keys {_kbd("help")}</button>
    </header>
    <div class="notices" data-ref="notices" role="alert"></div>
    <p class="instruction" data-ref="instruction" dir="auto"></p>
"""

NOTE = """
    <div class="note" data-ref="note" role="note" tabindex="0" hidden>
      <strong>Returned to you:</strong> <span data-ref="noteText" dir="auto"></span>
    </div>
"""

POST = """
      <section class="post" data-ref="postPane" tabindex="0" aria-labelledby="post-title">
        <h3 class="title" id="post-title" data-ref="postTitle"></h3>
        <div class="text" data-ref="post" dir="auto"></div>
      </section>
"""

EMPTY = """
    <div class="empty" data-ref="empty" hidden>
      <p class="empty-title" data-ref="emptyTitle"></p>
      <p class="empty-text" data-ref="emptyText"></p>
    </div>
"""

LAST_AND_UNDO = f"""
        <span class="last" data-ref="last" role="status"></span>
        <button type="button" class="button" {_keys("undo")}
          data-ref="undo">Undo{_kbd("undo")}</button>
"""

PANELS = f"""
  <dialog class="drawer" data-ref="guidelinesPanel" aria-labelledby="guidelines-title">
    <div class="panel-head">
      <h2 id="guidelines-title" tabindex="-1" autofocus>Guidelines</h2>
      <button type="button" class="plain" data-action="close">Close {_kbd("escape")}</button>
    </div>
    <div class="text" data-ref="guidelines" dir="auto"></div>
  </dialog>
  <dialog class="sheet" data-ref="helpPanel" aria-labelledby="help-title">
    <div class="panel-head">
      <h2 id="help-title" tabindex="-1" autofocus>Keys</h2>
      <button type="button" class="plain" data-action="close">Close {_kbd("escape")}</button>
    </div>
    <dl class="keys" data-ref="keys"></dl>
  </dialog>
"""


def skip_button(*, ref: str, question: str) -> str:
    """Return the skip button with its reasons, which are headed by the question."""
    return f"""
        <div class="anchor">
          <button type="button" class="button" {_keys("skip")} data-ref="skip"
            aria-haspopup="dialog" aria-expanded="false"><span
            data-ref="skipLabel"></span>{_kbd("skip")}</button>
          <div class="reasons" data-ref="{ref}" role="dialog" aria-label="{question}" hidden></div>
        </div>
"""


def flag_button(*, question: str) -> str:
    """Return the flag button, its reasons and the chip in its place: hidden until there are reasons."""
    return f"""
        <div class="anchor" data-ref="flagAnchor" hidden>
          <button type="button" class="button" {_keys("flag")} data-ref="flag"
            aria-haspopup="dialog" aria-expanded="false">Flag{_kbd("flag")}</button>
          <span class="chip" data-ref="flagChip" role="status" hidden><span class="chip-text"
            data-ref="flagText"></span><button type="button" {_keys("flag")}
            aria-label="Remove the flag">×</button></span>
          <div class="reasons" data-ref="flagReasons" role="dialog" aria-label="{question}" hidden></div>
        </div>
"""


PAIR_LABELLER = f"""
<section class="labeller" data-ref="root">
  <div class="frame">
    {HEADER}
    <div class="through" role="status">
      <div class="feedback" data-ref="feedback" hidden>
        <span class="icon" data-ref="feedbackIcon" aria-hidden="true"></span>
        <strong data-ref="feedbackVerdict"></strong>
        <span class="feedback-text" data-ref="feedbackText" dir="auto"></span>
      </div>
    </div>
    {NOTE}
    <div class="stage" data-ref="stage">
      {POST}
      <div class="cards">
        <div class="card" role="button" tabindex="0" {_keys("left")} data-ref="leftCard">
          <div class="head"><span class="title" data-ref="leftTitle"></span>{_kbds("left")}</div>
          <div class="text" data-ref="left" dir="auto"></div>
        </div>
        <div class="card" role="button" tabindex="0" {_keys("right")} data-ref="rightCard">
          <div class="head"><span class="title" data-ref="rightTitle"></span>{_kbds("right")}</div>
          <div class="text" data-ref="right" dir="auto"></div>
        </div>
      </div>
    </div>
    {EMPTY}

    <footer class="foot">
      <div class="scale" data-ref="scale" role="group" aria-label="Which is better, and how much?" hidden>
        <span class="scale-end" data-ref="scaleLeft"></span>
        <div class="points" data-ref="scalePoints">{SCALE}</div>
        <span class="scale-end" data-ref="scaleRight"></span>
      </div>
      <div class="actions" data-ref="actionRow">
        <button type="button" class="button choice" {_keys("left")}
          data-ref="chooseLeft"><span data-ref="chooseLeftLabel"></span>{_kbd("left")}</button>
        <button type="button" class="button" {_keys("tie")} data-ref="tie"><span
          data-ref="tieLabel"></span>{_kbd("tie")}</button>
        <button type="button" class="button choice" {_keys("right")}
          data-ref="chooseRight"><span data-ref="chooseRightLabel"></span>{_kbd("right")}</button>
        <button type="button" class="button" {_keys("bothbad")} data-ref="bothBad"
          hidden>Both bad{_kbd("bothbad")}</button>
        {skip_button(ref="reasons", question="Why skip this pair?")}
        {flag_button(question="What is wrong with this pair?")}
        <div class="confidence" data-ref="confidence" role="group" aria-label="How sure are you? (optional)">
          <button type="button" {_keys("sure-1")} aria-pressed="false">Unsure{_kbd("sure-1")}</button>
          <button type="button" {_keys("sure-2")} aria-pressed="false">Fairly sure{_kbd("sure-2")}</button>
          <button type="button" {_keys("sure-3")} aria-pressed="false">Sure{_kbd("sure-3")}</button>
        </div>
        {LAST_AND_UNDO}
      </div>
      <div class="details" data-ref="details" role="dialog" aria-labelledby="details-title" hidden>
        <div class="details-head">
          <h2 class="title" id="details-title" data-ref="detailsTitle"></h2>
          <button type="button" class="plain" data-action="takeback">Take back {_kbd("takeback")}</button>
        </div>
        <div class="axes" data-ref="axes"></div>
        <label class="rationale" data-ref="rationaleField">
          <span class="rationale-name">Why? <span data-ref="rationaleHint"></span></span>
          <textarea data-ref="rationale" rows="3" dir="auto"></textarea>
        </label>
        <div class="details-foot">
          <span class="problem" data-ref="detailsProblem" role="status"></span>
          <button type="button" class="button" {_keys("done")}
            data-ref="detailsDone">Done{_kbd("done")}</button>
        </div>
      </div>
    </footer>
    <span class="unseen" data-ref="savedAloud" aria-live="polite"></span>
  </div>
  {PANELS}
</section>
"""


ANSWER_RANKER = f"""
<section class="labeller ranker" data-ref="root">
  <div class="frame">
    {HEADER}
    {NOTE}
    <div class="stage" data-ref="stage">
      {POST}
      <section class="column" aria-labelledby="column-title">
        <div class="column-head">
          <h3 class="title" id="column-title">Best first</h3>
          <span class="hint" data-ref="hint" id="column-hint"></span>
          <button type="button" class="plain" {_keys("expand", RANKER)}
            data-ref="expand"><span data-ref="expandLabel"></span>{_kbd("expand", RANKER)}</button>
          <button type="button" class="plain" {_keys("back", RANKER)}
            data-ref="back">Take back {_kbd("back", RANKER)}</button>
        </div>
        <ol class="answers" role="list" data-ref="answers" aria-labelledby="column-title"
          aria-describedby="column-hint"></ol>
      </section>
    </div>
    {EMPTY}

    <footer class="foot actions">
      {skip_button(ref="skipReasons", question="Why skip this one?")}
      {flag_button(question="What is wrong here?")}
      {LAST_AND_UNDO}
      <button type="button" class="button send" {_keys("send", RANKER)}
        data-ref="send">Send order{_kbd("send", RANKER)}</button>
    </footer>
    <span class="unseen" data-ref="savedAloud" aria-live="polite"></span>
  </div>
  {PANELS}
</section>
"""
