// How the parts work together.
import { facts as page, one, words } from "./page.js";
import * as queue from "./queue.js";
import * as roll from "./roll.js";
import { canUndo, markOne, markOthers, undo } from "./marking.js";
import { drawReady, isPersistent } from "./ready.js";
import { canScan, startScan, stopScan } from "./scan.js";
import { wasForgotten } from "./store.js";
import { chosen, drawLine, drawPeople, drawSessions, find, tell } from "./view.js";

const EVERY = 20_000;
let isFound = false; // whether somebody was marked since a name was typed

export async function start() {
  one("insecure").hidden = window.isSecureContext;
  one("scan-start").hidden = !canScan();
  const worked = prepareWorker().catch(() => {}); // a browser may refuse workers; the page then says what is missing
  await queue.open(drawLine);
  listen();
  if (page.isOver) {
    await roll.gone();
    tellCutOff();
    setInterval(queue.send, EVERY);
    return queue.send();
  }
  if (await roll.fromDevice()) draw();
  await refresh();
  await worked;
  await drawReady();
  setInterval(beat, EVERY);
}

function draw() {
  one("work").hidden = !roll.roll.people.length;
  drawSessions();
  drawPeople();
  find(one("search").value);
}

/** Sends what waits, then asks for the roll as it is now. */
async function refresh() {
  await queue.send();
  const how = await roll.fromService(chosen.session);
  if (how === "expired" || !(await roll.isAllowed())) tell(words.expired, "warn");
  if (how === "refused") tellCutOff();
  if (how === "offline" && !roll.roll.people.length) tell(wasForgotten(page.event) ? words.expired : words.noRoll, "warn");
  draw();
  drawLine();
}

/** A device that may not mark any more is not called ready. */
function tellCutOff() {
  one("prepare").hidden = true;
  tell(words.cutOff, "bad");
}

async function beat() {
  if (!(await roll.isAllowed())) {
    draw();
    tell(words.expired, "warn");
  }
  if (queue.waiting().length) await queue.send();
}

function listen() {
  window.addEventListener("online", () => (page.isOver ? queue.send() : refresh()));
  window.addEventListener("offline", () => {
    queue.line.there = false;
    drawLine();
  });
  document.addEventListener("visibilitychange", () => document.hidden || beat());
  one("people").addEventListener("click", ({ target }) => {
    const button = target.closest("[data-set]");
    if (button) marked(() => markOne(button.closest("[data-person]").dataset.person, button.dataset.set));
  });
  one("all").addEventListener("click", () => marked(markOthers));
  one("undo").addEventListener("click", () => marked(undo));
  one("search").addEventListener("input", ({ target }) => find(target.value));
  one("search").addEventListener("click", ({ target }) => {
    if (isFound) target.select(); // the next name is typed over the last one
    isFound = false;
  });
  one("sessions").addEventListener("change", ({ target }) => choose(target.value));
  one("phases").addEventListener("change", ({ target }) => {
    chosen.phase = target.value;
    drawPeople();
    find(one("search").value);
  });
  one("scan-start").addEventListener("click", startScan);
  one("scan-stop").addEventListener("click", stopScan);
  one("hand-over").addEventListener("click", () => queue.send({ handOver: true }));
  one("make-ready").addEventListener("click", async () => {
    await isPersistent(true);
    await refresh();
    await drawReady();
  });
}

function marked(act) {
  act();
  isFound = Boolean(one("search").value);
  one("undo").disabled = !canUndo();
}

async function choose(session) {
  chosen.session = session;
  drawPeople();
  find(one("search").value);
  if (!(session in roll.roll.states) && queue.line.there) await refresh();
}

async function prepareWorker() {
  if (!window.isSecureContext || !navigator.serviceWorker) return;
  await navigator.serviceWorker.register(page.worker, { scope: "/event/" });
  const { active } = await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) await takenIn(active);
  if (!(await caches.match(page.home))) await fetchHome();
}

function takenIn(worker) {
  return new Promise((done) => {
    navigator.serviceWorker.addEventListener("controllerchange", done, { once: true });
    setTimeout(done, 5000);
    worker.postMessage("claim");
  });
}

/** The first visit came before the worker: let the page itself lie in its cache too. */
async function fetchHome() {
  const answer = await fetch(page.home, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer && answer.ok && !answer.redirected) await (await caches.open("event-pages")).put(page.home, answer);
}
