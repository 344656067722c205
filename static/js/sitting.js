// A quiz with times: each answer is saved as it is given. What could not be saved is kept in this browser and
// sent again: after the network was lost, after a session has ended, after the page was closed.

const RETRY_MILLISECONDS = 4000;
const TYPING_MILLISECONDS = 900;
const WORDS = {
  waiting: "◌ not saved yet",
  late: "◌ came too late: kept, not counted",
};

const root = document.querySelector("[data-sitting]");
const handedIn = document.querySelector("[data-handed-in]");
const storeName = (attempt) => `sitting:${attempt}`;

if (handedIn) {
  clearUp(storeName(handedIn.dataset.handedIn));
}

if (root) {
  sit();
}

function sit() {
  const name = storeName(root.dataset.sitting);
  const page = pageName(name);
  const waiting = new Map(); // by the number of the question, as a string
  const forms = new Map([...root.querySelectorAll("[data-answer]")].map((form) => [form.dataset.answer, form]));
  const timers = new Map();
  let sending = false;
  let skew = Number(root.dataset.now) - Date.now(); // of the server's clock against this one
  let ends = Number(root.dataset.ends) || null;
  let isOver = false;
  let latest = 0;

  // -- keeping ------------------------------------------------------------------------------------

  // Numbered by the time, so that of two tabs of this browser the later one counts.
  function keep(number) {
    latest = Math.max(latest + 1, Date.now());
    wait(number, { change: latest, fields: fieldsOf(forms.get(number)) });
    show(number, "waiting", WORDS.waiting);
  }

  function wait(number, entry) {
    waiting.set(number, entry);
    store(`${name}:${number}`, entry);
  }

  function forget(number) {
    const { change } = waiting.get(number);
    waiting.delete(number);
    if (load(`${name}:${number}`)?.change <= change) drop(`${name}:${number}`);
  }

  function changed(form, soon) {
    const number = form.dataset.answer;
    keep(number);
    clearTimeout(timers.get(number));
    timers.set(number, setTimeout(send, soon ? 0 : TYPING_MILLISECONDS));
  }

  // -- sending ------------------------------------------------------------------------------------

  const next = () => [...waiting.keys()].find((number) => !waiting.get(number).refused);

  // One after the other; the server takes none that it has, and none older than what it has.
  async function send() {
    if (sending) return;
    sending = true;
    let number = next();
    while (number && (await sendOne(number))) {
      number = next();
    }
    sending = false;
  }

  async function sendOne(number) {
    const { change, fields } = waiting.get(number);
    const body = new URLSearchParams([...fields, ["page", page], ["change", change]]);
    let response;
    try {
      response = await fetch(forms.get(number).action, { method: "POST", body, headers: headers() });
    } catch {
      return lost("The server cannot be reached.");
    }
    if (response.status === 401) return signedOut();
    if (![200, 409, 422].includes(response.status)) {
      return lost(`The server could not save it (error ${response.status}).`);
    }
    const told = await response.json();
    box().hidden = true;
    skew = told.now - Date.now();
    ends = told.ends === undefined ? ends : told.ends;
    settle(number, change, response.status, told);
    return true;
  }

  function settle(number, change, status, told) {
    const entry = waiting.get(number);
    if (entry.change !== change) return; // changed meanwhile: the newer one is sent next
    if (status === 422) {
      wait(number, { ...entry, refused: true });
      show(number, "waiting", `◌ not saved yet: ${told.mistake}`);
    } else {
      forget(number);
      const [state, words] = status === 409 ? ["waiting", WORDS.late] : ["saved", `✓ saved ${clock(told.now)} UTC`];
      show(number, state, words);
    }
    if (status === 409) {
      isOver = true;
      leave();
    }
  }

  // -- what is said -------------------------------------------------------------------------------

  const box = () => root.querySelector("[data-lost]");

  function complain(...parts) {
    const said = parts.map((part) => part.textContent ?? part).join("");
    if (box().hidden || box().textContent !== said) {
      box().replaceChildren(...parts);
      box().hidden = false;
    }
    return false;
  }

  function lost(why) {
    const goesOn = ends ? " The clock goes on." : "";
    return complain(`${why} Your answers are kept in this browser and sent again by themselves.${goesOn}`);
  }

  function signedOut() {
    const link = document.createElement("a");
    link.href = "/accounts/login/";
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in in another tab";
    return complain("This browser is signed out. ", link, ": your answers are kept here and sent again then.");
  }

  function show(number, state, words) {
    const told = forms.get(number).closest("section").querySelector("[data-state]");
    told.textContent = words;
    told.className = `sitting-state ${state}`;
    const link = root.querySelector(`[data-number="${number}"]`);
    link.className = `is-${state}`;
    link.querySelector("[data-word]").textContent = state === "saved" ? ", saved" : ", not saved yet";
    count();
  }

  function count() {
    const saved = root.querySelectorAll("[data-number].is-saved").length;
    const words = `${saved} of ${forms.size} saved${waiting.size ? `, ${waiting.size} not saved yet` : ""}`;
    root.querySelectorAll("[data-count]").forEach((one) => {
      if (one.textContent !== words) one.textContent = words;
    });
  }

  // -- the clock ----------------------------------------------------------------------------------

  function tick() {
    const left = root.querySelector("[data-left]");
    if (!ends || !left) return;
    const milliseconds = ends - (Date.now() + skew);
    left.textContent = spell(Math.max(0, Math.ceil(milliseconds / 1000)));
    if (milliseconds <= 0 && !isOver) {
      isOver = true;
      send().then(leave);
    }
  }

  // The server shows the result; where it cannot be reached, this page stays, with what it keeps.
  function leave() {
    fetch(location.pathname, { method: "HEAD" }).then(
      (response) => response.ok && location.replace(location.pathname),
      () => lost("The time is over, and the server cannot be reached."),
    );
  }

  // -- listening ----------------------------------------------------------------------------------

  for (const [number, form] of forms) {
    form.addEventListener("change", () => changed(form, true));
    form.addEventListener("input", (event) => {
      if (event.target.matches("textarea, input[type=text], input:not([type])")) changed(form, false);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      changed(form, true);
    });
    form.querySelector(".sitting-save").hidden = true;
    const kept = load(`${name}:${number}`);
    if (kept) {
      waiting.set(number, { ...kept, refused: false });
      fill(form, kept.fields);
      show(number, "waiting", WORDS.waiting);
    }
  }

  root.querySelector("[data-hand-in]").addEventListener("submit", async (event) => {
    if (!next()) return;
    event.preventDefault();
    await send();
    if (!next()) event.target.submit();
  });

  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  setInterval(send, RETRY_MILLISECONDS);
  setInterval(tick, 1000);
  tick();
  count();
  send();
}

// What was not sent in time is sent all the same: it is kept, marked as late. Then nothing stays in this browser.
async function clearUp(name) {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(`${name}:`))) {
    const number = key.slice(name.length + 1);
    if (number === "page" || (await isTaken(`${location.pathname}${number}/`, load(key)))) {
      drop(key);
    }
  }
}

async function isTaken(url, entry) {
  try {
    const body = new URLSearchParams(entry.fields);
    const response = await fetch(url, { method: "POST", body, headers: headers() });
    return [200, 404, 409, 422].includes(response.status);
  } catch {
    return false; // the next time this page is opened
  }
}

// -- pieces -----------------------------------------------------------------------------------------

function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
}

function fill(form, fields) {
  for (const field of form.elements) {
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = values.includes(field.value);
    } else if (field.name !== "csrfmiddlewaretoken" && values.length) {
      field.value = values[0];
    }
  }
}

function headers() {
  const token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  return { ...token, "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded" };
}

function pageName(name) {
  const kept = load(`${name}:page`) ?? crypto.getRandomValues(new Uint32Array(3)).join("");
  store(`${name}:page`, kept);
  return kept;
}

function load(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // a browser that keeps nothing: what is typed stands in the page, and is sent from there
  }
}

function drop(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

function spell(seconds) {
  const two = (number) => String(number).padStart(2, "0");
  const small = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds < 3600 ? small : `${Math.floor(seconds / 3600)}:${small}`;
}

function clock(milliseconds) {
  return new Date(milliseconds).toISOString().slice(11, 19);
}
