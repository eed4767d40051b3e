// What this device keeps: facts until they are sent, and rolls under keys that cannot leave the browser.
import { openDB } from "idb";

const FACTS = "event-facts";
export const ROLLS = "event-rolls";
const UNSENT = "event-unsent"; // how many wait: other pages ask before signing out
const OVER = "event-over:"; // before a training whose roll was here and is gone
const FORGETS = "event-forgets"; // when the last roll is to be gone: other pages see to it too

let factsDb;
let rollsDb;

function openFacts() {
  factsDb = factsDb || openDB(FACTS, 1, { upgrade: (db) => db.createObjectStore("facts", { keyPath: "uid" }) });
  return factsDb;
}

function openRolls() {
  rollsDb = rollsDb || openDB(ROLLS, 1, {
    upgrade(db) {
      db.createObjectStore("rolls");
      db.createObjectStore("keys");
    },
    blocking(_old, _new, event) {
      event.target.close();
      rollsDb = undefined;
    },
  });
  return rollsDb;
}

export async function allFacts() {
  const found = await (await openFacts()).getAll("facts");
  return found.sort((a, b) => a.n - b.n);
}

export async function keepFacts(list) {
  const write = (await openFacts()).transaction("facts", "readwrite");
  list.forEach((fact) => write.store.put(fact));
  await write.done;
}

export async function dropFacts(uids) {
  const write = (await openFacts()).transaction("facts", "readwrite");
  uids.forEach((uid) => write.store.delete(uid));
  await write.done;
}

export function noteUnsent(count) {
  count ? localStorage.setItem(UNSENT, count) : localStorage.removeItem(UNSENT);
}

/** Encrypts a roll under a new key that JavaScript can use but never read. */
export async function keepRoll(training, author, roll) {
  if (!crypto.subtle) return; // no secure address: the roll lives in this page only
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, new TextEncoder().encode(JSON.stringify(roll)));
  const write = (await openRolls()).transaction(["rolls", "keys"], "readwrite");
  write.objectStore("rolls").put({ iv, box, author, forgets: roll.forgets }, training);
  write.objectStore("keys").put(key, training);
  await write.done;
  localStorage.removeItem(OVER + training);
  localStorage.setItem(FORGETS, Math.max(roll.forgets, Number(localStorage.getItem(FORGETS)) || 0));
}

/** The roll of a training as it was kept, or null where there is none for this author. */
export async function keptRoll(training, author) {
  if (!crypto.subtle) return null;
  await forgetOld();
  const db = await openRolls();
  const [kept, key] = [await db.get("rolls", training), await db.get("keys", training)];
  if (!kept || !key || kept.author !== author) return null;
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.iv }, key, kept.box).catch(() => null);
  return plain && JSON.parse(new TextDecoder().decode(plain));
}

export async function forgetRoll(training) {
  const write = (await openRolls()).transaction(["rolls", "keys"], "readwrite");
  write.objectStore("rolls").delete(training);
  write.objectStore("keys").delete(training);
  await write.done;
}

/** True where a roll was on this device until its time was over. */
export const wasForgotten = (training) => Boolean(localStorage.getItem(OVER + training));

/** Forgets every roll whose time is over; the clock of the device decides. */
export async function forgetOld() {
  const db = await openRolls();
  for (const training of await db.getAllKeys("rolls")) {
    if (Date.now() <= (await db.get("rolls", training)).forgets) continue;
    await forgetRoll(training);
    localStorage.setItem(OVER + training, "yes");
  }
}
