// Small comforts of the lesson pages: copy a command, print the card, hear the transcript.

// The current style in the middle of its strip, which alone is scrolled.
const current = document.querySelector('.tabs [aria-current="page"]');
if (current) {
  const strip = current.closest(".tabs");
  const [at, round] = [current, strip].map((it) => it.getBoundingClientRect());
  strip.scrollLeft += at.left + at.width / 2 - (round.left + round.width / 2);
}

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
const lights = globalThis.CSS?.highlights && new Highlight();
lights && CSS.highlights.set("sentence", lights);

// The place in a paragraph that many characters from its beginning: a text node, and how far in it.
function placeIn(paragraph, characters) {
  const texts = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let left = characters;
  while (texts.nextNode()) {
    const { length } = texts.currentNode;
    if (left <= length) return [texts.currentNode, left];
    left -= length;
  }
  return [paragraph, paragraph.childNodes.length];
}

// Its sentences, each with its place; the paragraph as one where the browser cannot tell them apart.
function sentencesOf(paragraph) {
  const text = paragraph.textContent;
  const parts = Intl.Segmenter ? [...new Intl.Segmenter("en", { granularity: "sentence" }).segment(text)] : [{ segment: text, index: 0 }];
  return parts.map(({ segment, index }) => {
    const range = new Range();
    range.setStart(...placeIn(paragraph, index));
    range.setEnd(...placeIn(paragraph, index + segment.trimEnd().length));
    return { paragraph, range, text: segment.trim() };
  });
}

function startReader(button, status) {
  const paragraphs = [...document.querySelectorAll(".transcript p")];
  const sentences = paragraphs.flatMap(sentencesOf);
  let reading = false;

  function light(sentence) {
    lights?.clear();
    if (lights && sentence) lights.add(sentence.range);
    for (const other of paragraphs) other.classList.toggle("is-read", !lights && other === sentence?.paragraph);
  }

  function stop() {
    reading = false;
    speechSynthesis.cancel();
    light(null);
    button.textContent = "Read aloud";
    status.textContent = "";
  }

  function speak(index) {
    if (!reading) return;
    if (index === sentences.length) return stop();
    const speech = new SpeechSynthesisUtterance(sentences[index].text);
    speech.lang = "en";
    speech.onend = () => speak(index + 1);
    speech.onerror = stop;
    light(sentences[index]);
    status.textContent = `Paragraph ${1 + paragraphs.indexOf(sentences[index].paragraph)} of ${paragraphs.length}`;
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
