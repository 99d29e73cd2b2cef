"""The static HTML of the labeller and the ranker: texts are filled in by JavaScript, as text only."""

UNTAKEN = (
    "Votes that came while nothing was on screen, less than 0.3 seconds after it came up, "
    "or while text was selected."
)
HEADER = f"""
    <header class="bar">
      <div class="meters" data-ref="meters"></div>
      <span class="untaken" data-ref="untaken" title="{UNTAKEN}" hidden></span>
      <span class="saved" data-ref="saved"><span class="dot"></span><span data-ref="savedText"></span></span>
      <button type="button" class="plain" data-action="guidelines" data-ref="guidelinesButton"
        aria-keyshortcuts="G">Guidelines <kbd>G</kbd></button>
      <button type="button" class="plain" data-action="help" aria-keyshortcuts="?">Keys <kbd>?</kbd></button>
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

LAST_AND_UNDO = """
        <span class="last" data-ref="last" role="status"></span>
        <button type="button" class="button" data-action="undo" data-ref="undo"
          aria-keyshortcuts="U">Undo<kbd>U</kbd></button>
"""

PANELS = """
  <dialog class="drawer" data-ref="guidelinesPanel" aria-labelledby="guidelines-title">
    <div class="panel-head">
      <h2 id="guidelines-title" tabindex="-1" autofocus>Guidelines</h2>
      <button type="button" class="plain" data-action="close">Close <kbd>Esc</kbd></button>
    </div>
    <div class="text" data-ref="guidelines" dir="auto"></div>
  </dialog>
  <dialog class="sheet" data-ref="helpPanel" aria-labelledby="help-title">
    <div class="panel-head">
      <h2 id="help-title" tabindex="-1" autofocus>Keys</h2>
      <button type="button" class="plain" data-action="close">Close <kbd>Esc</kbd></button>
    </div>
    <dl class="keys" data-ref="keys"></dl>
  </dialog>
"""


def skip_button(*, ref: str, question: str) -> str:
    """Return the skip button with its reasons, which are headed by the question."""
    return f"""
        <div class="anchor">
          <button type="button" class="button" data-action="skip" data-ref="skip" aria-keyshortcuts="S"
            aria-haspopup="dialog" aria-expanded="false"><span
            data-ref="skipLabel"></span><kbd>S</kbd></button>
          <div class="reasons" data-ref="{ref}" role="dialog" aria-label="{question}" hidden></div>
        </div>
"""


def flag_button(*, question: str) -> str:
    """Return the flag button, its reasons and the chip in its place: hidden until there are reasons."""
    return f"""
        <div class="anchor" data-ref="flagAnchor" hidden>
          <button type="button" class="button" data-action="flag" data-ref="flag" aria-keyshortcuts="F"
            aria-haspopup="dialog" aria-expanded="false">Flag<kbd>F</kbd></button>
          <span class="chip" data-ref="flagChip" role="status" hidden><span class="chip-text"
            data-ref="flagText"></span><button type="button" data-action="flag" aria-label="Remove the flag"
            aria-keyshortcuts="F">×</button></span>
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
        <div class="card" role="button" tabindex="0" data-action="left" data-ref="leftCard"
          aria-keyshortcuts="1 ArrowLeft">
          <div class="head"><span class="title" data-ref="leftTitle"></span><kbd>1</kbd><kbd>←</kbd></div>
          <div class="text" data-ref="left" dir="auto"></div>
        </div>
        <div class="card" role="button" tabindex="0" data-action="right" data-ref="rightCard"
          aria-keyshortcuts="2 ArrowRight">
          <div class="head"><span class="title" data-ref="rightTitle"></span><kbd>2</kbd><kbd>→</kbd></div>
          <div class="text" data-ref="right" dir="auto"></div>
        </div>
      </div>
    </div>
    {EMPTY}

    <footer class="foot">
      <div class="scale" data-ref="scale" role="group" aria-label="Which is better, and how much?" hidden>
        <span class="scale-end" data-ref="scaleLeft"></span>
        <div class="points" data-ref="scalePoints"></div>
        <span class="scale-end" data-ref="scaleRight"></span>
      </div>
      <div class="actions" data-ref="actionRow">
        <button type="button" class="button choice" data-action="left" data-ref="chooseLeft"
          aria-keyshortcuts="1 ArrowLeft"><span data-ref="chooseLeftLabel"></span><kbd>1</kbd></button>
        <button type="button" class="button" data-action="tie" data-ref="tie" aria-keyshortcuts="T"><span
          data-ref="tieLabel"></span><kbd>T</kbd></button>
        <button type="button" class="button choice" data-action="right" data-ref="chooseRight"
          aria-keyshortcuts="2 ArrowRight"><span data-ref="chooseRightLabel"></span><kbd>2</kbd></button>
        <button type="button" class="button" data-action="bothbad" data-ref="bothBad" aria-keyshortcuts="B"
          hidden>Both bad<kbd>B</kbd></button>
        {skip_button(ref="reasons", question="Why skip this pair?")}
        {flag_button(question="What is wrong with this pair?")}
        <div class="confidence" data-ref="confidence" role="group" aria-label="How sure are you? (optional)">
          <button type="button" data-action="sure-1" aria-pressed="false"
            aria-keyshortcuts="7">Unsure<kbd>7</kbd></button>
          <button type="button" data-action="sure-2" aria-pressed="false"
            aria-keyshortcuts="8">Fairly sure<kbd>8</kbd></button>
          <button type="button" data-action="sure-3" aria-pressed="false"
            aria-keyshortcuts="9">Sure<kbd>9</kbd></button>
        </div>
        {LAST_AND_UNDO}
      </div>
      <div class="details" data-ref="details" role="dialog" aria-labelledby="details-title" hidden>
        <div class="details-head">
          <h2 class="title" id="details-title" data-ref="detailsTitle"></h2>
          <button type="button" class="plain" data-action="takeback">Take back <kbd>Esc</kbd></button>
        </div>
        <div class="axes" data-ref="axes"></div>
        <label class="rationale" data-ref="rationaleField">
          <span class="rationale-name">Why? <span data-ref="rationaleHint"></span></span>
          <textarea data-ref="rationale" rows="3" dir="auto"></textarea>
        </label>
        <div class="details-foot">
          <span class="problem" data-ref="detailsProblem" role="status"></span>
          <button type="button" class="button" data-action="done" data-ref="detailsDone"
            aria-keyshortcuts="Control+Enter">Done<kbd>Ctrl Enter</kbd></button>
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
          <button type="button" class="plain" data-action="expand" data-ref="expand"
            aria-keyshortcuts="E"><span data-ref="expandLabel"></span><kbd>E</kbd></button>
          <button type="button" class="plain" data-action="back" data-ref="back"
            aria-keyshortcuts="Backspace">Take back <kbd>⌫</kbd></button>
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
      <button type="button" class="button send" data-action="send" data-ref="send"
        aria-keyshortcuts="Enter">Send order<kbd>↵</kbd></button>
    </footer>
    <span class="unseen" data-ref="savedAloud" aria-live="polite"></span>
  </div>
  {PANELS}
</section>
"""
