// What comes out of a changed policy comes into view.

document.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (detail.target.id === "outcome") {
    detail.target.scrollIntoView({ block: "nearest" });
  }
});
