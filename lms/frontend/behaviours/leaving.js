// Who signs out on a device that holds unsent marks is asked first; the rolls of an event go with the sign-in, and in time.
const UNSENT = "event-unsent";
const FORGETS = "event-forgets";

if (Date.now() > Number(noted(FORGETS) || Infinity)) forget();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-forget-drafts]")) return;
  const unsent = noted(UNSENT);
  if (unsent && !window.confirm(form.dataset.unsent.replace("{n}", unsent))) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else {
    forget();
  }
}, true);

function forget() {
  if (!noted(FORGETS)) return;
  localStorage.removeItem(FORGETS);
  indexedDB.deleteDatabase("event-rolls");
  if (window.caches) caches.delete("event-pages");
}

function noted(name) {
  try {
    return localStorage.getItem(name);
  } catch (_) {
    return null; // a browser that refuses storage holds nothing
  }
}
