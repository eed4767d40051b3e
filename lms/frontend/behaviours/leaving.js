// Who signs out on a device that holds unsent marks is asked first; the rolls of an event go with the sign-in, and in time.
const UNSENT = "event-unsent";
const FORGETS = "event-forgets";

// The page of an event sees to its own rolls, and says so.
if (!document.querySelector("[data-event]") && Date.now() > Number(noted(FORGETS) || Infinity)) forgetRolls();

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
  forgetRolls();
  if (!window.caches) return;
  caches.delete("event-pages");
  // Pages of attempts go too; answers that were not sent stay, for whoever they belong to.
  caches.keys().then((names) => names.filter((name) => name.startsWith("attempt:")).forEach((name) => caches.delete(name)));
}

function forgetRolls() {
  if (!noted(FORGETS)) return;
  localStorage.removeItem(FORGETS);
  indexedDB.deleteDatabase("event-rolls");
}

function noted(name) {
  try {
    return localStorage.getItem(name);
  } catch (_) {
    return null; // a browser that refuses storage holds nothing
  }
}
