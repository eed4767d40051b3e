// What is typed is kept after a pause, and at once when one goes to another question or leaves the page.
import { form, isText } from "./sheet.js";

const PAUSE = 900;
let typing;
let typed = "";
let note = () => {};

export function follow(noted) {
  note = noted;
  form.addEventListener("input", (event) => {
    const item = event.target.closest("[data-item]");
    if (!item || !isText(event.target)) return;
    clearTimeout(typing);
    typed = item.dataset.item;
    typing = setTimeout(flush, PAUSE);
  });
  form.querySelectorAll("textarea[data-words]").forEach(count);
}

export function flush() {
  clearTimeout(typing);
  if (typed) note(typed);
  typed = "";
}

/** An essay with limits tells how many words it has; handing in asks the server, which counts in the same way. */
function count(area) {
  const told = area.parentElement.querySelector("[data-word-count]");
  const tell = () => {
    const n = (area.value.match(/\S+/g) || []).length;
    const isWrong = n && (n < Number(area.dataset.least) || (Number(area.dataset.most) && n > Number(area.dataset.most)));
    told.textContent = area.dataset.words.replace("{n}", n);
    told.className = isWrong ? "field-error" : "quiet";
  };
  area.addEventListener("input", tell);
  tell();
}
