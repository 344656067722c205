// Small comforts of the lesson pages: copy a command, print the card, hear the transcript.

document.querySelector('.tabs [aria-current="page"]')?.scrollIntoView({ block: "nearest", inline: "center" });

for (const button of document.querySelectorAll(".command .copy")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.parentElement.querySelector("code").textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2000);
  });
}

for (const button of document.querySelectorAll("button.print")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// -- read aloud ------------------------------------------------------------------------------------

const reader = document.querySelector(".reader");

function startReader(button, status) {
  const paragraphs = [...document.querySelectorAll(".transcript p")];
  let reading = false;

  function mark(paragraph) {
    for (const other of paragraphs) other.classList.toggle("is-read", other === paragraph);
  }

  function stop() {
    reading = false;
    speechSynthesis.cancel();
    mark(null);
    button.textContent = "Read aloud";
    status.textContent = "";
  }

  function speak(index) {
    if (!reading) return;
    if (index === paragraphs.length) return stop();
    const speech = new SpeechSynthesisUtterance(paragraphs[index].textContent);
    speech.lang = "en";
    speech.onend = () => speak(index + 1);
    speech.onerror = stop;
    mark(paragraphs[index]);
    status.textContent = `Paragraph ${index + 1} of ${paragraphs.length}`;
    speechSynthesis.speak(speech);
  }

  button.addEventListener("click", () => {
    if (reading) return stop();
    reading = true;
    button.textContent = "Stop";
    speak(0);
  });
  window.addEventListener("pagehide", stop);
}

if (reader && "speechSynthesis" in window) {
  reader.hidden = false;
  startReader(reader.querySelector("button"), reader.querySelector("[role=status]"));
}
