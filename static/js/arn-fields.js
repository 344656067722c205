// An ARN that is longer than its field shows its end, which is the name, unless somebody is in the field.

const ARNS = 'input[name$="arn" i]';

function showEnd(field) {
  if (field !== document.activeElement) {
    field.scrollLeft = field.scrollWidth;
  }
}

const showEnds = (part) => part.querySelectorAll(ARNS).forEach(showEnd);

// A browser scrolls a field back to its beginning once it was left; then it is scrolled here.
document.addEventListener("focusout", ({ target }) => {
  if (target.matches(ARNS)) {
    requestAnimationFrame(() => showEnd(target));
  }
});

document.addEventListener("htmx:afterSettle", ({ target }) => showEnds(target.parentElement ?? document));
document.addEventListener("toggle", ({ target }) => showEnds(target), true); // what was under a fold had no width
window.addEventListener("resize", () => showEnds(document));
document.fonts.ready.then(() => showEnds(document)); // which make it longer, or shorter
