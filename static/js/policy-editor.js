// The page of one policy: nothing written is lost on the way out, and what would change comes into view.

const form = document.getElementById("policy");
const { document: textarea } = form.elements;
const opened = textarea.defaultValue;
let leaving = false;

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
