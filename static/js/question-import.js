// A file of questions is read into the form's text, and its name into the field for it.
//
//   [data-with-scripts]: input of type file, .errornote; #id_text, #id_name
//
// Without this script the text is pasted.

const row = document.querySelector("[data-with-scripts]");
const file = row.querySelector("input");

async function read() {
  const [chosen] = file.files;
  const note = row.querySelector(".errornote");
  if (!chosen) return;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await chosen.arrayBuffer());
    document.getElementById("id_text").value = text;
    document.getElementById("id_name").value = chosen.name;
    note.hidden = true;
  } catch {
    note.textContent = `“${chosen.name}” is not UTF-8 text: save the file in that encoding.`;
    note.hidden = false;
  }
}

row.hidden = false;
file.addEventListener("change", read);
