// A policy is written in CodeMirror, over the form's textarea, with its mistakes as marks and as a list.
//
//   <div data-policy="trust" data-place="trust/…/demo" data-validate="/sandbox/…/validate/">
//     <label>, <textarea>, <div class="problems">
//
// Without an address to validate at, nothing is checked while it is written.
//
// CodeMirror lives in a shadow root, where its styles are constructed style sheets, which a strict
// Content-Security-Policy lets through. A browser without them keeps the textarea, and gets the list.

const PAUSE = 350; // milliseconds without a keystroke before the text is checked

// -- what is wrong --------------------------------------------------------------------------------

async function check(textarea, list) {
  const text = textarea.value;
  const { policy, place = "", validate } = list.closest("[data-policy]").dataset;
  if (!validate) {
    return [];
  }
  const { csrfmiddlewaretoken } = list.closest("form").elements;
  const body = new URLSearchParams({ document: text, kind: policy, place, csrfmiddlewaretoken: csrfmiddlewaretoken.value });
  const response = await fetch(validate, { method: "POST", body }).catch(() => null);
  const problems = response?.ok ? (await response.json()).problems : [];
  if (text === textarea.value) {
    show(problems, list);
  }
  return problems;
}

function bold(text) {
  const element = document.createElement("b");
  element.textContent = text;
  return element;
}

function show(problems, list) {
  const items = problems.map(({ line, message, severity }) => {
    const item = document.createElement("li");
    item.append(bold(`Line ${line}`), " ");
    if (severity === "warning") {
      item.className = severity;
      item.append(bold("Warning"), " ");
    }
    item.append(message);
    return item;
  });
  const rows = document.createElement("ul");
  rows.append(...items);
  list.replaceChildren(...(items.length ? [rows] : []));
}

// A field that shows an example may be left empty: then the policy is not sent.
function checkUnlessLeftOut(textarea, list) {
  if (textarea.placeholder && !textarea.value.trim()) {
    show([], list);
    return [];
  }
  return check(textarea, list);
}

function checkWhileTyping(textarea, list) {
  let waiting;
  textarea.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => checkUnlessLeftOut(textarea, list), PAUSE);
  });
}

// -- the editor -----------------------------------------------------------------------------------

const LOOK = {
  "&": { border: "1px solid var(--edge)", borderRadius: "var(--radius-small)", color: "var(--ink)", backgroundColor: "var(--card)", fontSize: "0.875rem" },
  "&.cm-focused": { outline: "3px solid var(--caller)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontVariantLigatures: "none", lineHeight: "1.6", maxHeight: "70vh", overflow: "auto" },
  ".cm-content, .cm-gutter": { minHeight: "var(--editor-height, 20rem)" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.6rem 0" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--sunk)", borderRight: "1px solid var(--line)", borderRadius: "var(--radius-small) 0 0 var(--radius-small)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent", color: "inherit" },
  "&.cm-focused :is(.cm-activeLine, .cm-activeLineGutter)": { backgroundColor: "var(--lit)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--caller-soft)", outline: "1px solid var(--caller)" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-soft)" },
  ".cm-placeholder": { color: "var(--soft)" },
  ".cm-tooltip, .cm-panels": { color: "var(--ink)", backgroundColor: "var(--card)", border: "1px solid var(--edge)", borderRadius: "var(--radius-small)", fontFamily: "var(--sans)" },
  ".cm-diagnostic-error": { borderLeftColor: "var(--bad)" },
  ".cm-diagnostic-warning": { borderLeftColor: "var(--edge)" },
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
function diagnostic(doc, { line, column, message, severity }) {
  const row = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const from = Math.min(row.from + Math.max(column - 1, 0), row.to);
  return { from, to: Math.max(row.to, from), severity, message };
}

async function lint({ state }, textarea, list) {
  return (await checkUnlessLeftOut(textarea, list)).map((problem) => diagnostic(state.doc, problem));
}

function keep(update, textarea) {
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

const labelOf = (textarea) => textarea.labels[0].textContent.trim().replace(/\s+/g, " ");

function extensions(textarea, list) {
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
    textarea.placeholder ? CodeMirror.placeholder(textarea.placeholder) : [],
    CodeMirror.linter((view) => lint(view, textarea, list), { delay: PAUSE }),
    EditorView.lineWrapping,
    EditorView.theme(LOOK),
    EditorView.contentAttributes.of({ "aria-label": labelOf(textarea), "aria-invalid": textarea.getAttribute("aria-invalid") ?? "false" }),
    EditorView.domEventHandlers({ beforeinput: typeOverSelection }),
    EditorView.updateListener.of((update) => keep(update, textarea)),
    keymap.of([
      ...CodeMirror.closeBracketsKeymap,
      ...CodeMirror.defaultKeymap,
      ...CodeMirror.historyKeymap,
      ...CodeMirror.lintKeymap,
    ]),
  ];
}

function openEditor(textarea, list) {
  const place = document.createElement("div");
  place.className = "code-editor";
  textarea.before(place);
  const root = place.attachShadow({ mode: "open" });
  const parts = extensions(textarea, list);
  const selection = { anchor: textarea.selectionStart, head: textarea.selectionEnd };
  const view = new CodeMirror.EditorView({ doc: textarea.value, selection, extensions: parts, parent: root, root });
  if (document.activeElement === textarea) {
    view.focus();
  }
  textarea.hidden = true;
  textarea.labels[0].addEventListener("click", () => view.focus());
}

// -- the page -------------------------------------------------------------------------------------

function openEditors() {
  const open = "adoptedStyleSheets" in Document.prototype ? openEditor : checkWhileTyping;
  document.querySelectorAll("[data-policy]:not([data-open])").forEach((field) => {
    field.dataset.open = "";
    open(field.querySelector("textarea"), field.querySelector(".problems"));
  });
}

document.addEventListener("htmx:afterSettle", openEditors);
openEditors();
