// Facts wait here until the service has answered each of them; they never expire.
import { allFacts, dropFacts, keepFacts, noteUnsent } from "./store.js";
import { facts as page } from "./page.js";

const BATCH = 300;
const DONE = new Set(["done", "unknown", "quarantined"]);
let queue = [];
const unkept = new Set(); // marked, but not yet written to the device: not told as waiting before it is
let writing = Promise.resolve();
let sending;
let changed = () => {};
export const line = { there: navigator.onLine, refused: "" };

export async function open(tell) {
  changed = tell;
  queue = await allFacts();
  noted();
  return queue;
}

export const all = () => queue;
export const waiting = () => queue.filter((fact) => fact.state === "waiting" && !unkept.has(fact));
export const stuck = () => queue.filter((fact) => fact.state === "refused");
export const quarantined = () => queue.filter((fact) => fact.outcome === "quarantined");
export const ofOthers = () => waiting().filter((fact) => fact.held);

/** Keeps facts on the device; what comes while a write is under way goes into the next one together. */
export function add(made) {
  let n = queue.reduce((most, fact) => Math.max(most, fact.n), 0);
  made.forEach((fact) => Object.assign(fact, { n: ++n, state: "waiting" }));
  queue = queue.concat(made);
  made.forEach((fact) => unkept.add(fact));
  writing = writing.then(writeAll);
  return writing;
}

async function writeAll() {
  const list = [...unkept];
  if (!list.length) return;
  await keepFacts(list);
  list.forEach((fact) => unkept.delete(fact));
  noted();
}

/** Sends what waits, author by author, in batches; what another author made stays until that one is here again. */
export function send({ handOver = false } = {}) {
  sending = (sending || Promise.resolve()).then(() => sendAll(handOver)).catch(() => {});
  return sending;
}

async function sendAll(handOver) {
  for (const author of new Set(waiting().map((fact) => fact.by))) {
    let batch;
    do {
      batch = waiting().filter((fact) => fact.by === author).slice(0, BATCH);
    } while (batch.length && (await post(author, batch, handOver)));
  }
  noted();
}

async function post(author, batch, handOver) {
  const body = { as: author, hand_over: handOver, facts: batch.map(({ uid, kind, data }) => ({ uid, kind, data })) };
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-Pelita-Sync": "1" };
  const answer = await fetch(page.sync, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
  line.there = Boolean(answer);
  line.refused = answer && !answer.ok ? String(answer.status) : "";
  if (answer && answer.status === 409) batch.forEach((fact) => (fact.held = true));
  if (!answer || !answer.ok) return false;
  const told = new Map((await answer.json()).answers.map((one) => [one.uid, one]));
  batch.forEach((fact) => take(fact, told.get(fact.uid)));
  await keepFacts(batch);
  noted();
  return batch.every((fact) => fact.state !== "waiting");
}

function take(fact, told) {
  if (!told) return;
  fact.held = false;
  fact.outcome = told.outcome;
  fact.state = DONE.has(told.outcome) ? "sent" : "refused";
}

/** Lets go of what was sent and is in the roll that came after it. */
export async function settle(isKnown) {
  const known = queue.filter((fact) => fact.state === "sent" && isKnown(fact));
  queue = queue.filter((fact) => !known.includes(fact));
  await dropFacts(known.map((fact) => fact.uid));
}

function noted() {
  noteUnsent(waiting().length + stuck().length);
  changed();
}
