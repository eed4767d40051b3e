// Steps go to the service in their order, each once; they stay on the device until it has answered.
import { attempt, away, form, say, tell, uuid } from "./sheet.js";
import * as store from "./store.js";

const MOST_STEPS = 50;
const MOST_LETTERS = 250_000; // of one request: the service takes half a megabyte
const LONGEST_WAIT = 15_000;
const FRESH = 3000;

let steps = [];
let last = 0;
let busy = false;
let wait = 0;
let heard = Date.now(); // when the service last answered: the page has just come from it
let timer;
let settle = () => {};
let isAlone = false; // after a refusal each step goes by itself, so that the others get through
export let shift = Date.parse(say.now) - Date.now();

export async function open(told) {
  settle = told;
  const kept = await store.open(attempt);
  steps = kept.steps.concat(steps);
  noted();
  return kept;
}

export const waiting = () => steps.filter((step) => !step.refused);
export const unsent = () => steps.length;
export const isHandedIn = () => steps.some((step) => step.handIn);

export function add(facts, { soon = 1200 } = {}) {
  last = Math.max(last + 1, Date.now() * 1000);
  const step = { uid: uuid(), attempt, n: last, at: new Date().toISOString(), ...facts };
  steps.push(step);
  noted();
  store.put(attempt, [step]);
  clearTimeout(timer);
  timer = setTimeout(send, soon);
}

export async function send() {
  if (busy || !waiting().length) return;
  busy = true;
  tell(say.saving);
  const isTaken = await post(batch());
  busy = false;
  wait = isTaken ? 0 : Math.min(LONGEST_WAIT, (wait || 1000) * 2);
  if (isTaken && waiting().length) return send();
  if (!isTaken) timer = setTimeout(send, wait * (0.75 + Math.random() / 2));
}

/** Sends everything; false where something had to stay. */
export async function drain() {
  while (busy) await new Promise((done) => setTimeout(done, 50));
  while (waiting().length) if (!(await post(batch()))) return false;
  return true;
}

/** Sends everything, and tells whether the service is there to give the next page: a browser's own fault page helps nobody. */
export async function reaches() {
  if (!(await drain())) return false;
  return Date.now() - heard < FRESH || post([]);
}

/** The first steps, as many as one request takes. */
function batch() {
  const found = [];
  let letters = 0;
  for (const step of waiting().slice(0, isAlone ? 1 : MOST_STEPS)) {
    letters += JSON.stringify(step).length;
    if (found.length && letters > MOST_LETTERS) break;
    found.push(step);
  }
  return found;
}

function post(sent) {
  return away ? postAway(sent) : postSteps(sent);
}

async function postSteps(sent) {
  const reply = await fetch(say.steps, { ...request(sent) }).catch(() => null);
  if (reply && (reply.redirected || [400, 401, 403].includes(reply.status))) return lost(say.out);
  const told = reply && reply.status < 500 && reply.status !== 429 && (await reply.json().catch(() => null));
  if (!told) return lost(say.lost);
  if (told.refused) return refused(sent, told.refused);
  isAlone = false;
  heard = Date.now();
  if (told.now) shift = Date.parse(told.now) - Date.now();
  await taken(sent.map((step) => step.uid));
  tellOf(told.steps);
  told.steps.forEach(settle);
  return true;
}

export function request(sent) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value };
  return { method: "POST", headers, body: JSON.stringify({ steps: sent.map(plain) }) };
}

/** The same through the offline door, where each answer and the handing in are facts; it asks for no form token. */
async function postAway(sent) {
  const facts = sent.map((step) => {
    const { uid, ...data } = plain(step);
    return { uid, kind: step.handIn ? "quiz.hand_in" : "quiz.answer", data: { ...data, attempt } };
  });
  const reply = await fetch(away.dataset.door, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-Pelita-Sync": "1" },
    body: JSON.stringify({ as: away.dataset.author, facts }),
  }).catch(() => null);
  const told = reply && reply.ok && (await reply.json().catch(() => null));
  if (!told) return lost(reply && [401, 409].includes(reply.status) ? away.dataset.sealed : isHandedIn() ? away.dataset.will : say.lost);
  const done = new Set(told.answers.filter((one) => one.outcome !== "refused").map((one) => one.uid));
  told.answers.forEach((one, place) => one.sequence && settle({ item: sent[place].item, kind: one.kind, sequence: one.sequence }));
  tellOf(told.answers);
  await taken([...done]);
  if (sent.some((step) => step.handIn && done.has(step.uid))) {
    await store.forget(attempt);
    location.href = form.action + "/review";
  }
  return done.size === sent.length;
}

const plain = ({ n, attempt: _attempt, handIn, refused: _refused, ...step }) => step;

async function taken(uids) {
  const gone = new Set(uids);
  steps = steps.filter((step) => !gone.has(step.uid));
  noted();
  await store.drop(attempt, uids);
}

function lost(words) {
  tell(words, !away || words === away.dataset.sealed); // without a line is what such an attempt is for
  return false;
}

function tellOf(taken) {
  const isLate = taken.some((one) => one.kind === "late");
  tell(isLate ? say.late : say.saved, isLate);
}

/** What the service cannot take stays on the device; the others go on. */
function refused(sent, words) {
  tell(words, true);
  if (sent.length > 1) isAlone = true;
  else sent.forEach((step) => (step.refused = true));
  return true;
}

function noted() {
  store.noteUnsent(attempt, steps.length);
}
