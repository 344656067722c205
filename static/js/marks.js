// What a stranger reads their own browser remembers. Once they are somebody, it is handed over and forgotten.

const KEY = "learnsts.marks";
const MOST = 200;
const ADDRESS = /\/lessons\/([^/]+)\/(\w+)\/(?:(\d+)\/)?$/;
const STEPPING = ["steps", "predict", "recall"];

let known = "known" in document.body.dataset;

// A browser may refuse to keep anything; then nothing is kept.
function kept() {
  try {
    const marks = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(marks) ? marks.filter((mark) => typeof mark === "string") : [];
  } catch {
    return [];
  }
}

function keep(marks) {
  try {
    if (marks.length) localStorage.setItem(KEY, JSON.stringify(marks.slice(-MOST)));
    else localStorage.removeItem(KEY);
  } catch {}
}

// The address names the style and where the step is, the page its key, which stays when it is moved: a mark of
// a step is `slug/steps/number#key`. A question about a step does not show it yet.
function marksOf(path) {
  const [, slug, style, number] = path.match(ADDRESS) ?? [];
  if (!slug) return [];
  if (!STEPPING.includes(style)) return [`${slug}/${style}`];
  if (!number || style === "predict") return [`${slug}/steps`];
  const key = document.querySelector("[data-step]")?.dataset.step;
  return [`${slug}/steps`, `${slug}/steps/${number}${key ? `#${key}` : ""}`];
}

function note() {
  if (known || !document.querySelector(".lesson-head")) return;
  const now = marksOf(location.pathname);
  keep([...kept().filter((mark) => !now.includes(mark)), ...now]);
}

async function handOver() {
  const marks = kept();
  if (!marks.length) return;
  const body = new URLSearchParams(marks.map((mark) => ["mark", mark]));
  try {
    const answer = await fetch(document.body.dataset.marks, { method: "POST", body, keepalive: true });
    known ||= answer.ok;
    if (answer.ok) keep([]);
  } catch {
    // The next page tries again.
  }
}

// The course map of a stranger: how many steps of each lesson they saw, and the page they read last.
function showOnMap() {
  const marks = kept();
  for (const part of document.querySelectorAll("[data-seen]")) {
    const seen = marks.filter((mark) => mark.startsWith(`${part.dataset.seen}/steps/`)).length;
    part.textContent = Math.min(seen, Number(part.dataset.steps));
  }
  const goOn = document.querySelector("[data-go-on]");
  if (!goOn || !marks.length) return;
  document.querySelector(".lesson-next")?.remove();
  goOn.href = `${goOn.dataset.goOn}${marks.at(-1).split("#")[0]}/`;
  goOn.hidden = false;
  goOn.classList.add("go");
  goOn.nextElementSibling.classList.remove("go");
}

if (document.querySelector("[data-forget]")) keep([]);
else if (known) handOver();
else {
  note();
  showOnMap();
}

document.addEventListener("htmx:afterSettle", note);
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!known && detail.successful && detail.requestConfig.verb !== "get") handOver();
});
