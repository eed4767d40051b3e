// The roll of a training and what each person's status is, as far as this device knows.
import { facts as page } from "./page.js";
import * as queue from "./queue.js";
import { forgetOld, forgetRoll, keepRoll, keptRoll } from "./store.js";

export const roll = { people: [], sessions: [], states: {} };
let badges = new Map();
let known = new Map();

const place = (session, phase, person) => `${session} ${phase} ${person}`;

/** Reads the kept roll; true where there is one. */
export async function fromDevice() {
  const kept = await keptRoll(page.event, page.author);
  if (kept) take(kept);
  return Boolean(kept);
}

/** Asks for a fresh roll: "fresh", "offline", "expired" or "refused". */
export async function fromService(session) {
  const address = page.roll + (session ? `?session=${session}` : "");
  const begun = queue.all().filter((fact) => fact.state === "sent");
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  queue.line.there = Boolean(answer);
  if (!answer || answer.status >= 500) return "offline";
  if (!answer.ok || answer.redirected) return gone("refused");
  const fresh = await answer.json();
  if (fresh.expired) return gone("expired");
  await keepRoll(page.event, page.author, fresh);
  await queue.settle((fact) => begun.includes(fact) && fact.data.session in fresh.states);
  take(fresh);
  return "fresh";
}

/** True while the roll may be here; forgets it when its time is over. */
export async function isAllowed() {
  if (!roll.forgets || Date.now() <= roll.forgets) return true;
  await forgetOld();
  await gone();
  return false;
}

export async function gone(why) {
  Object.assign(roll, { people: [], sessions: [], states: {}, forgets: 0 });
  known = new Map();
  badges = new Map();
  await forgetRoll(page.event).catch(() => {});
  return why;
}

export function statusOf(session, phase, person) {
  return known.get(place(session, phase, person)) || { status: "-", mark: "", method: "" };
}

/** Lets a fact count on this device: a scan never overrules what was marked by hand. */
export function count({ uid, data }) {
  const { session, phase, person, status, method } = data;
  if (!person) return;
  const before = statusOf(session, phase, person);
  if (method === "badge" && before.method === "manual" && before.status !== "-") return;
  known.set(place(session, phase, person), { status, mark: uid, method, conflict: before.conflict });
}

/** Another session of the same time where a badge or phone of this person was read, as far as this device knows. */
export function elsewhere(session, person) {
  const [, , , starts, ends] = roll.sessions.find(([uid]) => uid === session) || [];
  const wasRead = ({ status, method }) => "HT".includes(status) && (method === "badge" || method === "self");
  return roll.sessions.find(([uid, , , from, until]) =>
    uid !== session && from < ends && starts < until && wasRead(statusOf(uid, "start", person)));
}

/** Finds a person by a scanned code. */
export async function byBadge(code) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code.toUpperCase()));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return badges.get(hex.slice(0, 24));
}

function take(fresh) {
  Object.assign(roll, fresh);
  roll.people = byOffice(roll.people);
  badges = new Map();
  roll.people.forEach((person) => person[4].forEach((hash) => badges.set(hash, person)));
  known = new Map();
  Object.entries(roll.states).forEach(([session, phases]) =>
    Object.entries(phases).forEach(([phase, people]) =>
      Object.entries(people).forEach(([person, [status, mark, method, conflict]]) =>
        known.set(place(session, phase, person), { status, mark, method, conflict }))));
  queue.all().filter((fact) => fact.training === page.event && fact.by === page.author).forEach(count);
}

/** Keeps the order of the roll, but each office together. */
function byOffice(people) {
  const offices = new Map();
  people.forEach((person) => offices.set(person[2], (offices.get(person[2]) || []).concat([person])));
  return [].concat(...offices.values());
}
