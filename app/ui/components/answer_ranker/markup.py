"""The ranker's static HTML: labels and texts are filled in by its JavaScript through textContent only."""

MARKUP = """
<section class="labeller ranker" data-ref="root">
  <div class="frame">
    <header class="bar">
      <div class="meters" data-ref="meters"></div>
      <span class="saved" data-ref="saved"><span class="dot"></span><span data-ref="savedText"></span></span>
      <button type="button" class="plain" data-action="guidelines" data-ref="guidelinesButton"
        aria-keyshortcuts="G">Guidelines <kbd>G</kbd></button>
      <button type="button" class="plain" data-action="help" aria-keyshortcuts="?">Keys <kbd>?</kbd></button>
    </header>
    <div class="notices" data-ref="notices" role="alert"></div>
    <p class="instruction" data-ref="instruction" dir="auto"></p>
    <div class="note" data-ref="note" role="note" tabindex="0" hidden>
      <strong>Returned to you:</strong> <span data-ref="noteText" dir="auto"></span>
    </div>

    <div class="stage" data-ref="stage">
      <section class="post" data-ref="postPane" tabindex="0" aria-labelledby="post-title">
        <h3 class="title" id="post-title" data-ref="postTitle"></h3>
        <div class="text" data-ref="post" dir="auto"></div>
      </section>
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
    <div class="empty" data-ref="empty" hidden>
      <p class="empty-title" data-ref="emptyTitle"></p>
      <p class="empty-text" data-ref="emptyText"></p>
    </div>

    <footer class="foot actions">
      <div class="anchor">
        <button type="button" class="button" data-action="skip" data-ref="skip" aria-keyshortcuts="S"
          aria-haspopup="dialog" aria-expanded="false"><span data-ref="skipLabel"></span><kbd>S</kbd></button>
        <div class="reasons" data-ref="skipReasons" role="dialog" aria-label="Why skip this one?"
          hidden></div>
      </div>
      <div class="anchor" data-ref="flagAnchor">
        <button type="button" class="button" data-action="flag" data-ref="flag" aria-keyshortcuts="F"
          aria-haspopup="dialog" aria-expanded="false">Flag<kbd>F</kbd></button>
        <span class="chip" data-ref="flagChip" role="status" hidden><span class="chip-text"
          data-ref="flagText"></span><button type="button" data-action="flag" aria-label="Remove the flag"
          aria-keyshortcuts="F">×</button></span>
        <div class="reasons" data-ref="flagReasons" role="dialog" aria-label="What is wrong here?"
          hidden></div>
      </div>
      <span class="last" data-ref="last" role="status"></span>
      <button type="button" class="button" data-action="undo" data-ref="undo"
        aria-keyshortcuts="U">Undo<kbd>U</kbd></button>
      <button type="button" class="button send" data-action="send" data-ref="send"
        aria-keyshortcuts="Enter">Send order<kbd>↵</kbd></button>
    </footer>
    <span class="unseen" data-ref="savedAloud" aria-live="polite"></span>
  </div>

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
</section>
"""
