// The workbench: the sandbox's clock and the countdowns by it, copying, and fetching news as often as of use.

const DRAINED = "0 200";
const WITH_FORM = ["assume", "call"]; // the parts whose form comes back with its mistakes
let ahead = 0; // what the sandbox's clock is ahead of this browser's, in milliseconds

// -- the clock ------------------------------------------------------------------------------------

const now = () => Date.now() + ahead;

function setClock(clock, arrived) {
  ahead = Number(clock.dataset.now) - arrived;
}

function pageArrived() {
  const [navigation] = performance.getEntriesByType("navigation");
  return navigation ? performance.timeOrigin + navigation.responseStart : Date.now();
}

// -- the countdown --------------------------------------------------------------------------------

const two = (number) => String(number).padStart(2, "0");

function digits(seconds) {
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

const secondsLeft = (element) => Math.max(0, Math.ceil((Number(element.dataset.expiresAt) - now()) / 1000));

function write(element, text) {
  if (element && element.textContent !== text) {
    element.textContent = text;
  }
}

function drawCard(card) {
  const left = secondsLeft(card);
  const percent = (100 * left) / Number(card.dataset.lifetime);
  card.querySelector(".ring-left").setAttribute("stroke-dasharray", left ? `${percent} 200` : DRAINED);
  write(card.querySelector(".ring-digits"), digits(left));
  write(card.querySelector("[role=timer]"), `${digits(left)} left`);
  if (!left && card.dataset.state === "alive") {
    card.dataset.state = "expired";
    card.querySelector(".badge-token").classList.add("expired");
    write(card.querySelector("[data-announce]"), "The credentials have expired. The next call with them is refused.");
  }
}

function tick() {
  const time = new Date(now()).toISOString();
  write(document.querySelector(".clock-time"), time.slice(11, 19));
  document.querySelectorAll(".credential[data-expires-at]").forEach(drawCard);
  document.querySelectorAll(".mfa-left").forEach((left) => write(left, `${secondsLeft(left)} s`));
  document.querySelectorAll(".credential-strip a").forEach((link) => {
    link.classList.toggle("expired", secondsLeft(link) === 0);
  });
}

// -- the rest of the page -------------------------------------------------------------------------

function markChosen() {
  const chosen = document.querySelector(".credential")?.dataset.key;
  document.querySelectorAll(".credential-strip a").forEach((link) => {
    if (link.dataset.key === chosen) {
      link.setAttribute("aria-current", "true");
    } else {
      link.removeAttribute("aria-current");
    }
  });
}

function showCopyButtons() {
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = !navigator.clipboard;
  });
}

async function copy(button) {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy"), 1500);
}

function bringIntoView(element) {
  if (element.getBoundingClientRect().top > window.innerHeight * 0.7) {
    element.scrollIntoView({ block: "start" });
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) {
    copy(button);
  }
});

// -- news -----------------------------------------------------------------------------------------

// Every second, while somebody is there or something happens; every five once that was minutes ago.
const AWAKE = 3 * 60_000; // milliseconds
const ASLEEP = 5_000;
let stirred = Date.now();
let asked = 0;

const stir = () => (stirred = Date.now());

const isTooSoon = () => Date.now() - stirred > AWAKE && Date.now() - asked < ASLEEP;

["pointermove", "pointerdown", "keydown", "scroll", "focus"].forEach((sign) => window.addEventListener(sign, stir, { passive: true }));
document.addEventListener("visibilitychange", stir);

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.target.matches("[data-poll]")) {
    return;
  }
  if (document.hidden || isTooSoon()) {
    event.preventDefault();
  } else {
    asked = Date.now();
  }
});

document.addEventListener("htmx:oobAfterSwap", stir);

// -- what arrives ---------------------------------------------------------------------------------

document.addEventListener("htmx:oobAfterSwap", (event) => {
  if (event.detail.target.id === "clock") {
    setClock(document.getElementById("clock"), Date.now());
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  const zone = event.detail.target;
  const clock = document.querySelector("[data-now]");
  if (document.getElementById(zone.id)?.contains(clock)) {
    setClock(clock, Date.now());
  }
  if (zone.id === "answer" || zone.id === "credential") {
    bringIntoView(document.getElementById(zone.id));
  }
  const wrong = document.getElementById(zone.id)?.querySelector("[aria-invalid]");
  if (wrong && WITH_FORM.includes(zone.id)) {
    wrong.focus();
  } else if (zone.id === "call") {
    bringIntoView(document.getElementById("answer"));
  }
  markChosen();
  showCopyButtons();
  tick();
});

if (document.querySelector("[data-now]")) {
  setClock(document.querySelector("[data-now]"), pageArrived());
  setInterval(tick, 250);
  tick();
}
showCopyButtons();
