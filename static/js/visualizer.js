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

// A long tracker scrolls: bring this moment's column into view, beside the names.
function showMoment() {
  const now = document.querySelector("[data-visualizer] .tracker th.is-now");
  if (!now) return;
  const names = now.closest("table").querySelector("th").offsetWidth;
  now.closest(".scroll-x").scrollLeft = now.offsetLeft - names;
}

function afterSwap() {
  if (timer && atTheEnd()) pause();
  else if (timer) schedule();
  show();
  showMoment();
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
  if (event.target.id !== "player-speed") return;
  speed = event.target.value;
  if (timer) schedule();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(FORM_CONTROLS)) return;
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
document.addEventListener("htmx:sendError", pause);
document.addEventListener("htmx:responseError", pause);
document.addEventListener("visibilitychange", () => {
  if (document.hidden && timer) pause();
});

show();
showMoment();
document.querySelector(".keys")?.removeAttribute("hidden");
