// Small comforts: the chosen tab is in sight, the error summary is read first, texts can be copied, menus close, lists show their filter at once.
import { all, one } from "./find.js";

const focusErrors = (root) => {
  const summary = one("[data-errors]", root);
  if (summary) summary.focus();
};
focusErrors(document);
document.addEventListener("htmx:afterSwap", ({ target }) => focusErrors(target));

all(".tabs [aria-current]").forEach((tab) => {
  const strip = tab.closest(".tabs");
  strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
});

// The buttons are drawn hidden: they appear where they work.
if (navigator.clipboard) all("[data-copy]").forEach((button) => (button.hidden = false));
all("[data-print]").forEach((button) => (button.hidden = false));
document.addEventListener("click", async ({ target }) => {
  if (target.closest("[data-print]")) window.print();
  const button = target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.copied;
});

// A page that asks again by itself says when its line is lost.
const showLost = (isLost) => {
  all("[data-line-lost]").forEach((note) => (note.hidden = !isLost));
  document.body.classList.toggle("is-lost", isLost);
};
window.addEventListener("offline", () => showLost(true));
window.addEventListener("online", () => showLost(false));
if (navigator.onLine === false) showLost(true);
document.addEventListener("htmx:sendError", () => showLost(true));
document.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && showLost(false));

const MENUS = "details.menu[open], details.nav-more[open]";
document.addEventListener("click", ({ target }) =>
  all(MENUS).forEach((menu) => menu.contains(target) || menu.removeAttribute("open")),
);
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  all(MENUS).forEach((menu) => {
    menu.removeAttribute("open");
    one("summary", menu).focus();
  });
});

document.addEventListener("change", ({ target }) => {
  const form = target.matches("select") && target.closest("form[data-at-once]");
  if (form) form.requestSubmit ? form.requestSubmit() : form.submit();
});
