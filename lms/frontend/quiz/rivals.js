// What was answered on another page or device meanwhile is told, and the person chooses.
import { answer, base, box, say } from "./sheet.js";

export function ask(step, { keep, take }) {
  const place = box(step.item).querySelector("[data-rivals]");
  const mine = answer(step.item);
  place.className = "notice notice-warn";
  place.textContent = "";
  const told = document.createElement("div");
  told.className = "notice-text";
  told.textContent = say.rival + (step.said || say.blank);
  const choices = document.createElement("p");
  told.append(choices);
  place.append(told);
  choice(choices, say.mine, () => {
    base(step.item).value = step.sequence;
    keep(step.item, mine);
  });
  choice(choices, say.theirs, take);
}

function choice(choices, label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = label;
  button.addEventListener("click", () => {
    act();
    const place = button.closest("[data-rivals]");
    place.textContent = "";
    place.className = "";
  });
  choices.append(button, " ");
}
