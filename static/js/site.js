// What every page needs: say when a request from the page did not get through.

const box = () => document.getElementById("request-error");

function complain(sentence) {
  box().textContent = sentence;
  box().hidden = false;
}

document.addEventListener("htmx:sendError", () =>
  complain("The server could not be reached. Nothing was lost: try again in a moment."),
);

// Before the swap, for only then is it told whether there will be one.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 503) {
    complain("This could not be stored just now. What you entered is still here: try again in a moment.");
  } else if (event.detail.isError && !event.detail.shouldSwap) {
    complain(`That did not work (error ${event.detail.xhr.status}). Reload the page and try again.`);
  }
});

document.addEventListener("htmx:beforeRequest", () => {
  box().hidden = true;
});
