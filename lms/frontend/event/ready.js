// "Prepare at the office": each line is tried on this device at this moment, not remembered.
import { element, facts as page, fill, one, say, words } from "./page.js";
import { keptRoll } from "./store.js";
import { canScan } from "./scan.js";

export async function drawReady() {
  const kept = await keptRoll(page.event, page.author);
  const counts = kept ? { n: kept.people.length, name: kept.sessions.length } : { n: 0, name: 0 };
  const tried = [
    [window.isSecureContext, words.ready.secure],
    [await hasPage(), words.ready.worker],
    [Boolean(kept), say(words.ready.roll, counts)],
    [await isPersistent(), words.ready.kept],
    [canScan(), words.ready.camera],
  ];
  const isReady = tried.slice(0, 3).every(([is]) => is); // a promise and a camera are welcome, and nothing needs them
  one("ready-told").textContent = isReady ? `✓ ${words.isReady}` : `✗ ${words.isNotReady}`;
  one("ready-told").className = isReady ? "ready-yes" : "ready-no";
  fill(one("ready"), tried.map(([is, text]) =>
    element("li", { class: is ? "ready-yes" : "ready-no" }, element("strong", {}, is ? "✓ " : "✗ "), text,
      element("span", { class: "sr-only" }, is ? `: ${words.yes}` : `: ${words.no}`))));
}

/** The page and every file that it needs are in the browser's cache, and a worker answers with them. */
async function hasPage() {
  if (!navigator.serviceWorker || !navigator.serviceWorker.controller || !window.caches) return false;
  const files = [page.home, ...document.querySelectorAll("script[src], link[rel=stylesheet]")].map((one) => one.src || one.href || one);
  const found = await Promise.all(files.map((file) => caches.match(file, { ignoreVary: true })));
  return found.every(Boolean);
}

export async function isPersistent(ask = false) {
  if (!navigator.storage || !navigator.storage.persisted) return false;
  return ask ? navigator.storage.persist() : navigator.storage.persisted();
}
