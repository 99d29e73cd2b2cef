"""The ranker's static HTML: labels and texts are filled in by its JavaScript through textContent only."""

from app.ui.components.shared import markup as shared

MARKUP = f"""
<section class="labeller ranker" data-ref="root">
  <div class="frame">
    {shared.HEADER}
    {shared.NOTE}
    <div class="stage" data-ref="stage">
      {shared.POST}
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
    {shared.EMPTY}

    <footer class="foot actions">
      {shared.skip_button(ref="skipReasons", question="Why skip this one?")}
      {shared.flag_button(question="What is wrong here?")}
      {shared.LAST_AND_UNDO}
      <button type="button" class="button send" data-action="send" data-ref="send"
        aria-keyshortcuts="Enter">Send order<kbd>↵</kbd></button>
    </footer>
    <span class="unseen" data-ref="savedAloud" aria-live="polite"></span>
  </div>
  {shared.PANELS}
</section>
"""
