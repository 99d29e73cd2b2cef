"""The static HTML both components have: labels and texts are filled in by JavaScript, as text only."""

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
