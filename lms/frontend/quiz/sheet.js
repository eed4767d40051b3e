// The sheet of an attempt: the controls of its questions, and what they hold.
export const form = document.querySelector("[data-quiz]");
export const say = form.dataset;
export const attempt = say.quiz;
export const away = form.querySelector("[data-offline]"); // an attempt that lies on the device

const state = form.querySelector("[data-state]");
/** Says how it stands with the answers, where it is seen from each question; what should worry somebody stands out. */
export function tell(words, isTrouble = false) {
  state.textContent = words;
  state.classList.toggle("attempt-trouble", isTrouble);
}

export const box = (item) => form.querySelector(`[data-item="${item}"]`);
export const base = (item) => box(item).querySelector(`[name="base-${item}"]`);
export const isText = (control) => control.tagName === "TEXTAREA" || control.type === "text";
const inputs = (item) => [...box(item).querySelectorAll(`[name="a-${item}"], [name^="a-${item}-"]`)];
const isTicked = (control) => ["checkbox", "radio"].includes(control.type);

/** What the controls of a question hold, by what follows the question's own name. */
export function answer(item) {
  const found = {};
  inputs(item).forEach((control) => {
    const suffix = control.name.slice(item.length + 2);
    found[suffix] = found[suffix] || [];
    if (!isTicked(control) || control.checked) found[suffix].push(control.value);
  });
  return found;
}

export function show(item, fields) {
  if (!box(item) || !fields) return;
  inputs(item).forEach((control) => {
    const values = fields[control.name.slice(item.length + 2)] || [];
    if (isTicked(control)) control.checked = values.includes(control.value);
    else if (control.type !== "file") control.value = values[0] || "";
  });
}

export function disable(what) {
  form.querySelectorAll(what).forEach((one) => (one.disabled = true));
}

/** Sends the form as the browser would; its button is called submit, so the method is taken from the prototype. */
export function sendForm(name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  if (name) form.append(field);
  HTMLFormElement.prototype.submit.call(form);
}

export function uuid() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const hex = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
