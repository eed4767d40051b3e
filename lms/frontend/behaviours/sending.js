// A form is sent once, however often its button is pressed; what cannot be taken back is asked about first.
import { all } from "./find.js";

const LONGEST = 15_000;

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter || document.activeElement;
  const question = (button && button.dataset.confirm) || form.dataset.confirm;
  if (form.dataset.sending || (question && !window.confirm(question))) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  // A form with data-by-script is sent by a script of its page, which sees to that itself and may have to try again.
  if (form.method !== "post" || "byScript" in form.dataset) return;
  form.dataset.sending = "yes";
  all("button:not([type=button])", form).forEach((one) => one.setAttribute("aria-busy", "true"));
  // A download leaves the page where it is, and a bad line may need a second try.
  setTimeout(() => release(form), LONGEST);
}, true);

document.addEventListener("htmx:afterRequest", ({ target }) => {
  const form = target.closest("form");
  if (form) release(form);
});
window.addEventListener("pageshow", () => all("form[data-sending]").forEach(release));

function release(form) {
  delete form.dataset.sending;
  all("button[aria-busy]", form).forEach((one) => one.removeAttribute("aria-busy"));
}
