// A question is shown as learners see it while it is written, and its policies are written in the editor.
//
//   <form id="question_form"> with <textarea data-json> in .form-row; <iframe name="preview" src="/…/preview/…/">
//
// Without this script a button sends the form into the frame.

const PREVIEW_PAUSE = 400; // milliseconds without a keystroke before the form is sent

const questionForm = document.getElementById("question_form");
const frame = document.querySelector("iframe[name=preview]");
let waiting;
let latest = 0;

async function preview() {
  const number = ++latest;
  const response = await fetch(frame.src, { method: "POST", body: new URLSearchParams(new FormData(questionForm)) }).catch(() => null);
  if (!response?.ok || number !== latest) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  frame.contentDocument.querySelector("main").replaceWith(page.querySelector("main"));
}

function previewSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(preview, PREVIEW_PAUSE);
}

// What code-editor.js looks for, around each document.
function markDocument(textarea) {
  const row = textarea.closest(".form-row");
  const problems = document.createElement("div");
  problems.className = "problems";
  row.dataset.policy = "";
  row.append(problems);
}

// A new form shows nothing yet; one that is there already, or was refused, its question at once.
function previewAtOnce() {
  if (questionForm.elements.version.value || questionForm.querySelector(".errornote")) preview();
}

questionForm.querySelectorAll("textarea[data-json]").forEach(markDocument);
questionForm.addEventListener("input", previewSoon);
questionForm.addEventListener("change", previewSoon);
document.querySelector("[data-without-scripts]").hidden = true;
if (frame.contentDocument?.querySelector("main")) {
  previewAtOnce();
} else {
  frame.addEventListener("load", previewAtOnce, { once: true });
}
