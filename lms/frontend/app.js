// Comforts on top of pages that work without them. No page depends on this file.
import "htmx.org";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "1";
  const button = event.submitter;
  if (button) button.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () =>
  all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  }),
);

// What is typed into a form with data-draft survives a reload; it is forgotten when the form was accepted.
const KEPT = "draft:";
const fields = (form) =>
  [...form.elements].filter((e) => e.name && !["hidden", "password", "file", "submit", "button"].includes(e.type));
all("form[data-draft]").forEach((form) => {
  const key = KEPT + location.pathname + ":" + form.dataset.draft;
  const kept = JSON.parse(localStorage.getItem(key) || "null");
  const wrong = one("[data-errors]", form);
  if (kept && !wrong && kept.sent) localStorage.removeItem(key);
  else if (kept && !wrong) restore(form, kept.values);
  form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify({ values: values(form) })));
  form.addEventListener("submit", () => localStorage.setItem(key, JSON.stringify({ values: values(form), sent: true })));
});
function values(form) {
  return fields(form).map((e) => [e.name, e.value, e.type === "checkbox" || e.type === "radio" ? e.checked : null]);
}
function restore(form, kept) {
  kept.forEach(([name, value, checked]) => {
    fields(form).forEach((e) => {
      if (e.name !== name) return;
      if (checked === null) e.value = value;
      else if (e.value === value) e.checked = checked;
    });
  });
}

// The error summary is read first.
const errors = one("[data-errors]");
if (errors) errors.focus();

// Copying; the button is drawn only where it can work.
if (navigator.clipboard) {
  all("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.copied;
    });
  });
}

// How many rows are ticked.
const bulk = one("[data-bulk-count]");
if (bulk) {
  const tell = () => {
    bulk.textContent = all("tbody input[type=checkbox]:checked").length + " " + bulk.dataset.words;
  };
  document.addEventListener("change", tell);
  tell();
}

// Menus close when something else is touched.
document.addEventListener("click", (event) =>
  all("details.menu[open]").forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open")),
);
