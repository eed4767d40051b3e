// Puts an attempt on the device: its page, its pictures, and the worker that opens them without a line.
import { attempt, away } from "./sheet.js";

export function prepare() {
  const state = away.querySelector("[data-ready-state]");
  state.textContent = away.dataset.preparing;
  keepAll().then(
    () => (state.textContent = away.dataset.ready),
    () => (state.textContent = away.dataset.cannot),
  );
}

async function keepAll() {
  if (!window.isSecureContext || !navigator.serviceWorker) throw new Error("no worker");
  await navigator.serviceWorker.register(away.dataset.worker, { scope: "/my/" });
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage("claim");
  if (navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  const box = await caches.open("attempt:" + attempt);
  const pictures = [...document.querySelectorAll("main img[src], main image[href]")].map((one) => one.getAttribute("src") || one.getAttribute("href"));
  if (!(await box.match(location.pathname)) || navigator.onLine) await keep(box, location.pathname);
  for (const address of pictures) if (!(await box.match(address))) await keep(box, address);
}

async function keep(box, address) {
  const answer = await fetch(address, { headers: { Accept: "text/html,*/*" } }).catch(() => null);
  if (answer && answer.ok && !answer.redirected) return box.put(address, answer);
  if (!(await box.match(address))) throw new Error(address);
}
