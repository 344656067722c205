// What every page needs: each click is seen while it is under way, what went wrong is said and taken back, and
// the slash leads to the search.

const BY_HAND = ["click", "submit", "change", "input", "toggle"]; // not by a timer, nor by an answer
const LOST = "The server could not be reached. Nothing was lost: try again in a moment.";
const KEPT = "What you entered is still here";
const SENTENCES = {
  401: `This browser is signed out. ${KEPT}: sign in again in another tab, then try again in this one.`,
  403: `This was refused. ${KEPT}: if you signed in or out in another tab, try again in this one.`,
  404: `This is gone, or not for whoever is signed in now. ${KEPT}: copy it before you leave the page.`,
  503: `This could not be stored just now. ${KEPT}: try again in a moment.`,
};

// -- what went wrong ------------------------------------------------------------------------------

const box = () => document.getElementById("request-error");

// The same sentence is left as it stands, or a screen reader would read it anew at each try.
function complain(sentence) {
  if (box().hidden || box().textContent !== sentence) {
    box().textContent = sentence;
    box().hidden = false;
  }
}

const isByHand = (event) => BY_HAND.includes(event?.type);

document.addEventListener("htmx:sendError", () => complain(LOST));

// Before the swap, for only then is it told whether there will be one.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.isError && !detail.shouldSwap) {
    const { status } = detail.xhr;
    complain(SENTENCES[status] ?? `That did not work (error ${status}). ${KEPT}: try again in a moment.`);
  }
});

// What was said of the last click goes with the next one; that the server was away, once it answers.
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (isByHand(detail.requestConfig.triggeringEvent)) {
    box().hidden = true;
  }
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && box().textContent === LOST) {
    box().hidden = true;
  }
});

// -- a click under way ----------------------------------------------------------------------------

const pressed = (element, event) => event.submitter ?? element;

function showBusy(element, event) {
  if (isByHand(event)) {
    pressed(element, event).setAttribute("aria-busy", "true");
  }
}

// One that has to wait for another is seen as well; one that asks back may yet be taken back.
document.addEventListener("htmx:confirm", ({ detail }) => {
  if (!detail.question) {
    showBusy(detail.elt, detail.triggeringEvent);
  }
});

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  showBusy(detail.elt, detail.requestConfig.triggeringEvent);
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { triggeringEvent } = detail.requestConfig;
  if (isByHand(triggeringEvent)) {
    pressed(detail.elt, triggeringEvent).removeAttribute("aria-busy");
  }
});

// Pressed twice, it is the same click. Before HTMX hears of it.
document.addEventListener(
  "click",
  (event) => {
    if (event.target.closest("a[aria-busy=true], button[aria-busy=true]")) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  { capture: true },
);

// -- mistakes in a form ---------------------------------------------------------------------------

function dropMistakes(form) {
  form.querySelectorAll("[role=alert]").forEach((told) => told.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => {
    field.removeAttribute("aria-invalid");
    const described = (field.getAttribute("aria-describedby") ?? "").split(" ");
    const left = described.filter((id) => document.getElementById(id));
    if (left.length) {
      field.setAttribute("aria-describedby", left.join(" "));
    } else {
      field.removeAttribute("aria-describedby");
    }
  });
}

// A form that stays on the page while its answer goes elsewhere was right this time.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.elt.matches("form")) {
    dropMistakes(detail.elt);
  }
});

// -- search ---------------------------------------------------------------------------------------

// The slash leads to the box, or to the page that has one; never while something is typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const field = [...document.querySelectorAll("[data-search]")].find((one) => one.checkVisibility());
  const link = document.querySelector(".site-search-link");
  if (!field && !link) return;
  event.preventDefault();
  if (field) {
    field.focus();
    field.select();
  } else {
    link.click();
  }
});

function isTyping(target) {
  return target.isContentEditable || target.matches("input, select, textarea");
}
