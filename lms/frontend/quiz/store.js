// What this device keeps of an attempt until the service has it: in IndexedDB, which has room for essays, and what is not
// written there yet when the page is left, or never can be, in localStorage.
import { openDB } from "idb";

const UNSENT = "attempt-unsent:"; // how many wait, by attempt: other pages ask before signing out
let db;
const unkept = new Map(); // steps that IndexedDB does not hold yet

/** The steps that wait, in their order, and what was answered: {steps, answers}. */
export async function open(attempt) {
  db = await openDB("attempts", 1, {
    upgrade(made) {
      made.createObjectStore("steps", { keyPath: "uid" }).createIndex("attempt", "attempt");
      made.createObjectStore("answers");
    },
  }).catch(() => null);
  const left = read(attempt, []).map((step, n) => ({ n, ...step, attempt }));
  const kept = db ? await db.getAllFromIndex("steps", "attempt", attempt).catch(() => []) : [];
  const steps = [...new Map([...kept, ...left].map((step) => [step.uid, step])).values()].sort((a, b) => a.n - b.n);
  if (left.length) await put(attempt, left);
  const answers = (db && (await db.get("answers", attempt).catch(() => null))) || read(attempt + ":answers", {});
  return { steps, answers };
}

export async function put(attempt, steps) {
  steps.forEach((step) => unkept.set(step.uid, step));
  if (!db) return spill(attempt);
  const write = db.transaction("steps", "readwrite");
  steps.forEach((step) => write.store.put(step));
  await write.done.then(() => steps.forEach((step) => unkept.delete(step.uid)), () => {});
  spill(attempt);
}

export async function drop(attempt, uids) {
  uids.forEach((uid) => unkept.delete(uid));
  spill(attempt);
  if (!db) return;
  const write = db.transaction("steps", "readwrite");
  uids.forEach((uid) => write.store.delete(uid));
  await write.done.catch(() => {});
}

/** Writes at once what IndexedDB does not hold yet: it may not finish while a page is left. */
export function spill(attempt) {
  write(attempt, unkept.size ? [...unkept.values()] : null);
}

export async function remember(attempt, answers) {
  const isKept = db && (await db.put("answers", answers, attempt).then(() => true, () => false));
  if (!isKept) write(attempt + ":answers", answers);
}

export async function forget(attempt) {
  ["", ":answers", ":device"].forEach((what) => localStorage.removeItem("attempt:" + attempt + what));
  noteUnsent(attempt, 0);
  if (db) await db.delete("answers", attempt).catch(() => {});
  if (window.caches) await caches.delete("attempt:" + attempt);
}

export function noteUnsent(attempt, count) {
  try {
    count ? localStorage.setItem(UNSENT + attempt, count) : localStorage.removeItem(UNSENT + attempt);
  } catch (_) {} // a browser that refuses storage holds nothing
}

function read(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem("attempt:" + name)) || otherwise;
  } catch (_) {
    return otherwise;
  }
}

function write(name, value) {
  try {
    value ? localStorage.setItem("attempt:" + name, JSON.stringify(value)) : localStorage.removeItem("attempt:" + name);
  } catch (_) {} // a full device: what is in memory still goes to the service, and leaving the page warns
}
