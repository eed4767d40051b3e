// The page's own parts and words.
export const page = document.querySelector("[data-event]");
export const facts = page ? page.dataset : {};
export const words = page ? JSON.parse(facts.words) : {};
export const one = (name) => page.querySelector(`[data-${name}]`);

export function say(text, values = {}) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  made.append(...children);
  return made;
}

export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fill(parent, children) {
  parent.textContent = "";
  parent.append(...children);
}
