// The policy editor: CodeMirror over the form's textarea, and what is wrong as marks and as a list.
//
// CodeMirror lives in a shadow root, where its styles are constructed style sheets, which a strict
// Content-Security-Policy lets through. A browser without them keeps the textarea, and gets the list.

const PAUSE = 350; // milliseconds without a keystroke before the text is checked

const form = document.getElementById("policy");
const textarea = form.elements.document;
const list = document.getElementById("problems");
const opened = textarea.defaultValue;
let leaving = false;

// -- what is wrong --------------------------------------------------------------------------------

async function check(text) {
  const { kind, validate } = form.dataset;
  const body = new URLSearchParams({ document: text, kind, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  const response = await fetch(validate, { method: "POST", body }).catch(() => null);
  const problems = response?.ok ? (await response.json()).problems : [];
  show(problems);
  return problems;
}

function show(problems) {
  const items = problems.map(({ line, message }) => {
    const item = document.createElement("li");
    const place = document.createElement("b");
    place.textContent = `Line ${line}`;
    item.append(place, ` ${message}`);
    return item;
  });
  const rows = document.createElement("ul");
  rows.append(...items);
  list.replaceChildren(...(items.length ? [rows] : []));
}

function checkWhileTyping() {
  let waiting;
  textarea.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => check(textarea.value), PAUSE);
  });
}

// -- the editor -----------------------------------------------------------------------------------

const LOOK = {
  "&": { border: "1px solid var(--edge)", borderRadius: "var(--radius-small)", color: "var(--ink)", backgroundColor: "var(--card)", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "3px solid var(--caller)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontVariantLigatures: "none", lineHeight: "1.6", minHeight: "20rem", maxHeight: "70vh", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.6rem 0" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--sunk)", borderRight: "1px solid var(--line)", borderRadius: "var(--radius-small) 0 0 var(--radius-small)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--lit)", color: "inherit" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--caller-soft)", outline: "1px solid var(--caller)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-soft)" },
  ".cm-tooltip, .cm-panels": { color: "var(--ink)", backgroundColor: "var(--card)", border: "1px solid var(--edge)", borderRadius: "var(--radius-small)", fontFamily: "var(--sans)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
};

function colours() {
  const { tags } = CodeMirror;
  return CodeMirror.HighlightStyle.define([
    { tag: tags.propertyName, color: "var(--caller)" },
    { tag: tags.string, color: "var(--resource)" },
    { tag: [tags.number, tags.bool, tags.null], color: "var(--sts)" },
    { tag: [tags.punctuation, tags.bracket, tags.separator], color: "var(--soft)" },
  ]);
}

// The place of a problem, as CodeMirror counts: from there to the end of its line, a character at least.
function diagnostic(doc, { line, column, message }) {
  const row = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const from = Math.min(row.from + Math.max(column - 1, 0), row.to);
  return { from, to: Math.max(row.to, from), severity: "error", message };
}

async function lint(view) {
  const { doc } = view.state;
  return (await check(doc.toString())).map((problem) => diagnostic(doc, problem));
}

function keepTextarea(update) {
  if (update.docChanged) {
    textarea.value = update.state.doc.toString();
  }
}

// What is typed over a selection is put in by CodeMirror: Chromium would give it a style of its own first,
// which the Content-Security-Policy refuses with a word in the console.
function typeOverSelection(event, view) {
  if (event.inputType !== "insertText" || !event.data || view.state.selection.main.empty) {
    return false;
  }
  event.preventDefault();
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

function extensions() {
  const { EditorView, keymap } = CodeMirror;
  return [
    CodeMirror.lineNumbers(),
    CodeMirror.lintGutter(),
    CodeMirror.history(),
    CodeMirror.bracketMatching(),
    CodeMirror.closeBrackets(),
    CodeMirror.indentOnInput(),
    CodeMirror.highlightActiveLine(),
    CodeMirror.json(),
    CodeMirror.syntaxHighlighting(colours()),
    CodeMirror.linter(lint, { delay: PAUSE }),
    EditorView.lineWrapping,
    EditorView.theme(LOOK),
    EditorView.contentAttributes.of({ "aria-label": "Policy document" }),
    EditorView.domEventHandlers({ beforeinput: typeOverSelection }),
    EditorView.updateListener.of(keepTextarea),
    keymap.of([
      ...CodeMirror.closeBracketsKeymap,
      ...CodeMirror.defaultKeymap,
      ...CodeMirror.historyKeymap,
      ...CodeMirror.lintKeymap,
    ]),
  ];
}

function openEditor() {
  const place = document.createElement("div");
  place.className = "code-editor";
  textarea.before(place);
  const root = place.attachShadow({ mode: "open" });
  const view = new CodeMirror.EditorView({ doc: textarea.value, extensions: extensions(), parent: root, root });
  textarea.hidden = true;
  textarea.labels[0]?.addEventListener("click", () => view.focus());
}

// -- the page -------------------------------------------------------------------------------------

form.addEventListener("submit", () => (leaving = true));

window.addEventListener("beforeunload", (event) => {
  if (!leaving && textarea.value !== opened) {
    event.preventDefault();
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "changes") {
    event.detail.target.scrollIntoView({ block: "nearest" });
  }
});

if ("adoptedStyleSheets" in Document.prototype) {
  openEditor();
} else {
  checkWhileTyping();
}
