// What was answered on another page or device meanwhile is told, and the person chooses.
import { answer, base, box, say } from "./sheet.js";

export function ask(step, { keep, take }) {
  const place = box(step.item).querySelector("[data-rivals]");
  const mine = answer(step.item);
  place.className = "notice notice-warn";
  place.textContent = say.rival + (step.said || say.blank) + " ";
  choice(place, say.mine, () => {
    base(step.item).value = step.sequence;
    keep(step.item, mine);
  });
  choice(place, say.theirs, take);
}

function choice(place, label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = label;
  button.addEventListener("click", () => {
    act();
    place.textContent = "";
    place.className = "";
  });
  place.append(button);
}
