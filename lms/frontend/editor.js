// The Markdown editor: buttons that write marks, and a preview while one types. Without it the page has a plain textarea.
const form = document.querySelector("[data-editor]");
const area = form.elements.body;
const tools = form.querySelector("[data-tools]");
const drawn = document.querySelector("[data-drawn]");
const MARKS = [
  ["B", "**", "**"],
  ["I", "*", "*"],
  ["H2", "## ", ""],
  ["H3", "### ", ""],
  ["•", "- ", ""],
  ["1.", "1. ", ""],
  [">", "> ", ""],
  ["[ ]( )", "[", "](https://)"],
  ["| |", "| A | B |\n|---|---|\n| ", " |  |"],
];
MARKS.forEach(([label, before, after]) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = label;
  button.addEventListener("click", () => wrap(before, after));
  tools.append(button);
});
tools.hidden = false;

function wrap(before, after) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  area.setRangeText(before + value.slice(start, end) + after, start, end, "end");
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

let timer;
area.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(preview, 800);
});
async function preview() {
  const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (!answer || !answer.ok) return;
  drawn.innerHTML = await answer.text(); // drawn and cleaned by the server
  document.getElementById("preview").hidden = false;
}
