// What is typed into a form with data-draft="key" stays on this device until the service has taken it.
import { all, one } from "./find.js";

const KEPT = "draft:";
const SENT = "draft-sent";
const DAYS = 14 * 24 * 3600 * 1000;
const NEVER = new Set(["hidden", "password", "file", "submit", "button", "reset"]);

forgetSent();
forgetOld();
all("form[data-draft]").forEach(follow);

// Nobody's words stay behind on a shared phone.
document.addEventListener("submit", ({ target }) => {
  if (target.matches("[data-forget-drafts]")) keys().forEach((key) => localStorage.removeItem(key));
});
document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
  const form = target.closest("form[data-draft]");
  if (form && detail.successful) localStorage.removeItem(keyOf(form));
});

function follow(form) {
  const key = keyOf(form);
  const kept = read(key);
  if (kept && !one("[data-errors]", form) && fill(form, kept.values)) tell(form, key);
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => write(key, form), 300);
  });
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    write(key, form);
    sessionStorage.setItem(SENT, key);
  });
}

/** The service answers a form that it took with a redirect; any other answer leaves the draft where it is. */
function forgetSent() {
  const key = sessionStorage.getItem(SENT);
  if (!key) return;
  sessionStorage.removeItem(SENT);
  const [arrival] = performance.getEntriesByType("navigation");
  const isSameForm = all("form[data-draft]").some((form) => keyOf(form) === key);
  const isTaken = arrival && arrival.redirectCount > 0 && (!isSameForm || one(".flashes .notice-good"));
  if (isTaken && !one("input[type=password]")) localStorage.removeItem(key);
}

function forgetOld() {
  keys().forEach((key) => {
    const kept = read(key);
    if (!kept || Date.now() - kept.at > DAYS) localStorage.removeItem(key);
  });
}

function tell(form, key) {
  const note = one("[data-draft-note]", form);
  if (!note) return;
  note.hidden = false;
  one("button", note).addEventListener("click", () => {
    localStorage.removeItem(key);
    form.reset();
    note.hidden = true;
  });
}

/** Puts kept values back; answers whether anything changed. */
function fill(form, values) {
  let isChanged = false;
  fields(form).forEach((field, index) => {
    const value = values[index];
    if (!value || value[0] !== field.name) return;
    const now = valueOf(field);
    if (now === value[1]) return;
    isChanged = true;
    if (isTicked(field)) field.checked = value[1];
    else field.value = value[1];
  });
  return isChanged;
}

function write(key, form) {
  try {
    const values = fields(form).map((field) => [field.name, valueOf(field)]);
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
  } catch {
    // The device's storage is full or closed: the form works as before, without a draft.
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keys() {
  return Object.keys(localStorage).filter((key) => key.startsWith(KEPT));
}

function keyOf(form) {
  return `${KEPT}${location.pathname}:${form.dataset.draft}`;
}

function fields(form) {
  return [...form.elements].filter((field) => field.name && !NEVER.has(field.type));
}

function valueOf(field) {
  return isTicked(field) ? field.checked : field.value;
}

function isTicked(field) {
  return field.type === "checkbox" || field.type === "radio";
}
