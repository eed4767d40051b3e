// A sheet that holds all its pages, as the waiting room seals it, shows one at a time and asks the service for none.
import { form } from "./sheet.js";

const parts = [...form.querySelectorAll("[data-page]")];
const button = (turn) => form.querySelector(`[data-turn="${turn}"]`);

/** Goes where a button leads; false where the service must give that page. */
export function turnTo(pressed) {
  const next = pressed && pressed.name === "page" && parts.find((part) => part.dataset.page === pressed.value);
  if (!next) return false;
  const at = parts.indexOf(next);
  parts.forEach((part) => (part.hidden = part !== next));
  lead(button(-1), parts[at - 1]);
  lead(button(1), parts[at + 1]);
  button("end").hidden = at < parts.length - 1;
  form.elements.page_now.value = pressed.value;
  history.replaceState(null, "", location.pathname + "?page=" + next.dataset.page);
  scrollTo(0, 0);
  next.querySelector("input, select, textarea, button")?.focus({ preventScroll: true });
  return true;
}

function lead(turn, part) {
  turn.hidden = !part;
  turn.value = part ? part.dataset.page : "";
}
