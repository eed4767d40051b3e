// Who signs out on a device that holds unsent marks or answers is asked first; the rolls of an event go with the sign-in, and in time.
const UNSENT = "event-unsent";
const ANSWERS = "attempt-unsent:";
const FORGETS = "event-forgets";

// The page of an event sees to its own rolls, and says so.
if (!document.querySelector("[data-event]") && Date.now() > Number(noted(FORGETS) || Infinity)) forgetRolls();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-forget-drafts]")) return;
  const [marks, answers] = [noted(UNSENT), unsentAnswers()];
  if (!isSure(form.dataset.unsent, marks) || !isSure(form.dataset.unsentAnswers, answers)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else {
    forget();
  }
}, true);

function isSure(words, count) {
  return !count || !words || window.confirm(words.replace("{n}", count));
}

/** How many answers of attempts wait on this device (quiz/store.js notes them). */
function unsentAnswers() {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(ANSWERS));
    return names.reduce((sum, name) => sum + Number(noted(name)), 0);
  } catch (_) {
    return 0;
  }
}

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
