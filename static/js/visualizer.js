// Keys and play for the visualizer. Every step is a real link; this only presses them.

const SECONDS_A_STEP = 4;
const KEYS = { ArrowLeft: "player-back", ArrowRight: "player-next", Home: "player-first", End: "player-last" };
const FORM_CONTROLS = "input, select, textarea, [contenteditable]";
const TAKES_SPACE = "button, summary";

let timer = null;
let speed = "1";

const part = (id) => document.getElementById(id);
const atTheEnd = () => part("player-next").getAttribute("aria-disabled") === "true";

function press(id) {
  const link = part(id);
  if (link && link.getAttribute("aria-disabled") !== "true") link.click();
}

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(() => press("player-next"), (SECONDS_A_STEP * 1000) / Number(speed));
}

function pause() {
  clearTimeout(timer);
  timer = null;
  show();
}

function play() {
  if (atTheEnd()) press("player-first");
  schedule();
  show();
}

// The player arrives with every frame: give it back what this page knows.
function show() {
  const button = part("player-play");
  if (!button) return;
  button.hidden = part("player-pace").hidden = false;
  button.textContent = timer ? "Pause" : "Play";
  part("player-speed").value = speed;
}

// What is now stands in the middle of its pane, below the head. Only panes are scrolled, never the page.
function showNow() {
  for (const now of document.querySelectorAll(".pane :is(.flow-line, tr).is-now")) {
    const pane = now.closest(".pane");
    const head = pane.querySelector(".flow-actors, thead").offsetHeight;
    const line = now.getBoundingClientRect();
    const above = Math.max(0, (pane.clientHeight - head - line.height) / 2);
    pane.scrollTop += line.top - pane.getBoundingClientRect().top - head - above;
  }
}

// Keys change what can be seen, and leave the page's own keys alone where it cannot.
function isInSight() {
  const { top, bottom } = part("pane-why").getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function afterSwap() {
  if (timer && atTheEnd()) pause();
  else if (timer) schedule();
  show();
  showNow();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#player-play")) {
    if (timer) pause();
    else play();
  } else if (event.isTrusted && timer && event.target.closest("[data-visualizer] a")) {
    pause();
  }
});

// Before HTMX hears of it: a link that leads nowhere keeps its focus and does nothing.
function holdDisabled(event) {
  if (!event.target.closest('[data-visualizer] a[aria-disabled="true"]')) return;
  event.preventDefault();
  event.stopPropagation();
}
document.addEventListener("click", holdDisabled, { capture: true });

document.addEventListener("change", (event) => {
  if (event.target.name === "pane") showNow();
  if (event.target.id !== "player-speed") return;
  speed = event.target.value;
  if (timer) schedule();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(FORM_CONTROLS)) return;
  if (!isInSight()) return;
  if (event.key === " " && !event.target.closest(TAKES_SPACE)) {
    event.preventDefault();
    part("player-play")?.click();
  } else if (KEYS[event.key]) {
    event.preventDefault();
    if (timer) pause();
    press(KEYS[event.key]);
  }
});

// While a step asks first, its choices have the keys 1 to 4; Enter then answers, as in any form.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const choices = document.querySelectorAll("#question [name=chosen]");
  const choice = /^[1-9]$/.test(event.key) && choices[Number(event.key) - 1];
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  choice.focus();
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.closest("[data-visualizer]")) afterSwap();
});

// -- the next step, before it is asked for ---------------------------------------------------------

const SLOW = 150; // milliseconds that an answer takes where this is worth a request
const PATIENCE = 500; // milliseconds to wait for a browser that is never idle
const PART = { "HX-Request": "true" };
const ahead = new Set(); // addresses whose steps the browser keeps for a moment, and nobody has seen

let isSlow = performance.getEntriesByType("navigation").some((page) => page.responseEnd - page.requestStart > SLOW);
let askedAt = 0;

function fetchAhead() {
  const url = document.querySelector("[data-visualizer] .stage")?.dataset.ahead;
  if (!isSlow || !url || ahead.has(url) || navigator.connection?.saveData) return;
  ahead.add(url);
  fetch(url, { headers: { ...PART, "HX-Preloaded": "true" }, priority: "low" })
    .then((answer) => answer.text()) // an answer that is read to its end is kept
    .catch(() => ahead.delete(url));
}

const whenIdle = (act) => (window.requestIdleCallback ? requestIdleCallback(act, { timeout: PATIENCE }) : setTimeout(act));

document.addEventListener("htmx:beforeRequest", () => (askedAt = performance.now()));
document.addEventListener("htmx:afterSettle", () => {
  const url = location.pathname;
  // From the browser's own copy of a step the server does not hear that it was seen.
  if (ahead.delete(url)) fetch(url, { method: "HEAD", headers: PART, cache: "no-store", keepalive: true }).catch(() => {});
  else isSlow ||= performance.now() - askedAt > SLOW;
  whenIdle(fetchAhead);
});
whenIdle(fetchAhead);

document.addEventListener("htmx:sendError", pause);
document.addEventListener("htmx:responseError", pause);
document.addEventListener("visibilitychange", () => {
  if (document.hidden && timer) pause();
});

show();
showNow();
document.querySelector(".keys")?.removeAttribute("hidden");
