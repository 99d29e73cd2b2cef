"""The labeller's static HTML: labels and texts are filled in by view.js through textContent only."""

from app.ui.components.shared import markup as shared

MARKUP = f"""
<section class="labeller" data-ref="root">
  <div class="frame">
    {shared.HEADER}
    <div class="through" role="status">
      <div class="feedback" data-ref="feedback" hidden>
        <span class="icon" data-ref="feedbackIcon" aria-hidden="true"></span>
        <strong data-ref="feedbackVerdict"></strong>
        <span class="feedback-text" data-ref="feedbackText" dir="auto"></span>
      </div>
    </div>
    {shared.NOTE}
    <div class="stage" data-ref="stage">
      {shared.POST}
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
    {shared.EMPTY}

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
        {shared.skip_button(ref="reasons", question="Why skip this pair?")}
        {shared.flag_button(question="What is wrong with this pair?")}
        <div class="confidence" data-ref="confidence" role="group" aria-label="How sure are you? (optional)">
          <button type="button" data-action="sure-1" aria-pressed="false"
            aria-keyshortcuts="7">Unsure<kbd>7</kbd></button>
          <button type="button" data-action="sure-2" aria-pressed="false"
            aria-keyshortcuts="8">Fairly sure<kbd>8</kbd></button>
          <button type="button" data-action="sure-3" aria-pressed="false"
            aria-keyshortcuts="9">Sure<kbd>9</kbd></button>
        </div>
        {shared.LAST_AND_UNDO}
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
  {shared.PANELS}
</section>
"""
