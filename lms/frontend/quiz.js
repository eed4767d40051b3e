// Saves an attempt as one goes: every change at once on the device, within two seconds on the server, in order, once.
import { places } from "./behaviours/places.js";

const form = document.querySelector("[data-quiz]");
const say = form.dataset;
const state = form.querySelector("[data-state]");
const key = "attempt:" + say.quiz;
// An attempt that lies on the device: its answers go through the offline door, and stay here until it was handed in.
const away = form.querySelector("[data-offline]");
const DEVICE = tab(away ? localStorage : sessionStorage, away ? key + ":device" : "tab");
const mine = away ? stored(key + ":answers", {}) : {};
let queue = read();
let busy = false;
let wait = 0;
let timer;
let shift = Date.parse(say.now) - Date.now();

function tab(where, name) {
  const known = where.getItem(name);
  const made = known || uuid();
  where.setItem(name, made);
  return made;
}
function uuid() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const hex = [...b].map((n) => n.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
function read() {
  return stored(key, []);
}
function stored(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) || otherwise;
  } catch {
    return otherwise;
  }
}
function remember(item, facts) {
  mine[item] = { ...mine[item], ...facts };
  try {
    localStorage.setItem(key + ":answers", JSON.stringify(mine));
  } catch {} // the answer still waits in the queue
}
function keep() {
  try {
    if (queue.length) localStorage.setItem(key, JSON.stringify(queue));
    else localStorage.removeItem(key);
  } catch {} // a full device: the queue in memory still goes to the server
}
const box = (item) => form.querySelector(`[data-item="${item}"]`);
const base = (item) => box(item).querySelector(`[name="base-${item}"]`);
const inputs = (item) => [...box(item).querySelectorAll(`[name="a-${item}"], [name^="a-${item}-"]`)];
const isText = (control) => control.tagName === "TEXTAREA" || control.type === "text";

/** What the controls of a question hold, by what follows the question's own name. */
function answer(item) {
  const found = {};
  inputs(item).forEach((i) => {
    const suffix = i.name.slice(item.length + 2);
    found[suffix] = found[suffix] || [];
    if (!["checkbox", "radio"].includes(i.type) || i.checked) found[suffix].push(i.value);
  });
  return found;
}
function show(item, fields) {
  inputs(item).forEach((i) => {
    const values = (fields || {})[i.name.slice(item.length + 2)] || [];
    if (["checkbox", "radio"].includes(i.type)) i.checked = values.includes(i.value);
    else i.value = values[0] || "";
  });
}
function note(item, fields = answer(item)) {
  if (away) remember(item, { fields });
  queue.push({ uid: uuid(), item, fields, base_seq: Number(base(item).value), device: DEVICE, at: new Date().toISOString() });
  keep();
  clearTimeout(timer);
  timer = setTimeout(send, 1200);
}

form.addEventListener("change", (event) => {
  const item = event.target.closest("[data-item]");
  if (item && event.target.type === "file") return upload(event.target);
  if (item && event.target.name) isText(event.target) && event.isTrusted ? noteTyped() : note(item.dataset.item);
});
// What is typed is kept after a pause, and at once when one goes to another question or leaves the page.
let typing;
let typed = "";
form.addEventListener("input", (event) => {
  const item = event.target.closest("[data-item]");
  if (!item || !isText(event.target)) return;
  clearTimeout(typing);
  typed = item.dataset.item;
  typing = setTimeout(noteTyped, 900);
});
addEventListener("pagehide", noteTyped);
function noteTyped() {
  clearTimeout(typing);
  if (typed) note(typed);
  typed = "";
}

// An essay with limits tells how many words it has; handing in asks the server, which counts in the same way.
form.querySelectorAll("textarea[data-words]").forEach((area) => {
  const told = area.parentElement.querySelector("[data-word-count]");
  const count = () => {
    const n = (area.value.match(/\S+/g) || []).length;
    const isWrong = n && (n < Number(area.dataset.least) || (Number(area.dataset.most) && n > Number(area.dataset.most)));
    told.textContent = area.dataset.words.replace("{n}", n);
    told.className = isWrong ? "field-error" : "quiet";
  };
  area.addEventListener("input", count);
  count();
});

async function send() {
  if (busy || !queue.length) return;
  busy = true;
  state.textContent = say.saving;
  const sent = queue.slice(0, 50);
  const ok = await post(sent);
  busy = false;
  if (!ok) {
    wait = Math.min(15000, (wait || 1000) * 2);
    timer = setTimeout(send, wait);
    return;
  }
  wait = 0;
  if (queue.length) send();
}
async function post(sent) {
  if (away) return postAway(sent);
  const reply = await fetch(say.steps, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
    body: JSON.stringify({ steps: sent }),
  }).catch(() => null);
  if (!reply || reply.redirected || reply.status >= 500 || [401, 403, 429].includes(reply.status)) {
    state.textContent = say.lost;
    return false;
  }
  const told = await reply.json().catch(() => null);
  if (!told) {
    state.textContent = say.lost;
    return false;
  }
  const uids = new Set(sent.map((s) => s.uid));
  queue = queue.filter((s) => !uids.has(s.uid));
  keep();
  if (told.refused) {
    state.textContent = told.refused;
    return true;
  }
  if (told.now) shift = Date.parse(told.now) - Date.now();
  state.textContent = told.steps.some((s) => s.kind === "late") ? say.late : say.saved;
  told.steps.forEach(settle);
  return true;
}
/** The same through the offline door, where each answer and the handing in are facts; it asks for no form token. */
async function postAway(sent) {
  const facts = sent.map(({ uid, handIn, ...data }) => ({ uid, kind: handIn ? "quiz.hand_in" : "quiz.answer", data: { ...data, attempt: say.quiz } }));
  const reply = await fetch(away.dataset.door, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-Pelita-Sync": "1" },
    body: JSON.stringify({ as: away.dataset.author, facts }),
  }).catch(() => null);
  const told = reply && reply.ok && (await reply.json().catch(() => null));
  if (!told) {
    const isOther = reply && [401, 409].includes(reply.status);
    state.textContent = isOther ? away.dataset.sealed : queue.some((one) => one.handIn) ? away.dataset.will : say.lost;
    return false;
  }
  const done = new Set(told.answers.filter((one) => one.outcome !== "refused").map((one) => one.uid));
  queue = queue.filter((one) => !done.has(one.uid));
  keep();
  told.answers.forEach((one, place) => one.sequence && settle({ item: sent[place].item, kind: one.kind, sequence: one.sequence }));
  const late = told.answers.some((one) => one.kind === "late");
  state.textContent = late ? say.late : say.saved;
  if (sent.some((one) => one.handIn && done.has(one.uid))) finished();
  return done.size === sent.length;
}
/** Nothing of it stays on the device. */
async function finished() {
  [key, key + ":answers", key + ":device"].forEach((name) => localStorage.removeItem(name));
  if (window.caches) await caches.delete("attempt:" + say.quiz);
  location.href = form.action + "/review";
}
function settle(step) {
  if (!box(step.item)) return;
  if (step.kind === "rival" || step.kind === "conflict") return ask(step);
  base(step.item).value = step.sequence;
  if (away) remember(step.item, { base: step.sequence });
}
function ask(step) {
  const place = box(step.item).querySelector("[data-rivals]");
  const mine = answer(step.item);
  place.className = "notice notice-warn";
  place.textContent = say.rival + (step.said || say.blank) + " ";
  choice(place, say.mine, () => {
    base(step.item).value = step.sequence;
    note(step.item, mine);
  });
  choice(place, say.theirs, async () => {
    if (await drain()) location.reload();
  });
}
function choice(place, label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-small";
  button.textContent = label;
  button.addEventListener("click", () => {
    act();
    place.textContent = "";
    place.className = "";
  });
  place.append(button);
}

if (away) Object.entries(mine).forEach(([item, { fields, base: known }]) => {
  if (!box(item)) return;
  if (fields) show(item, fields);
  base(item).value = Math.max(known || 0, Number(base(item).value));
});
if (away && queue.some((one) => one.handIn)) seal();
// What an earlier visit could not send is shown and sent first.
const latest = new Map(queue.map((s) => [s.item, s]));
latest.forEach((s) => box(s.item) && s.fields && show(s.item, s.fields));
send();
addEventListener("online", send);

// Files go up at once; the page that comes back names them.
async function upload(control) {
  if (!control.files.length) return;
  noteTyped();
  if (!(await drain())) return;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "save", value: "1" });
  form.append(field);
  HTMLFormElement.prototype.submit.call(form);
}

// Handing in waits for what is on its way; without a connection the page stays, so that nothing is lost from sight.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  leave(event.submitter);
});
async function leave(button) {
  if (form.dataset.leaving) return;
  form.dataset.leaving = "1";
  noteTyped();
  if (away) {
    if (!queue.some((one) => one.handIn)) queue.push({ uid: uuid(), handIn: true, at: new Date().toISOString() });
    keep();
    seal();
    return send();
  }
  if (!(await drain())) {
    delete form.dataset.leaving;
    return;
  }
  if (button && button.name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: button.name, value: button.value });
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form); // its button is called submit. The form carries the answers too; what the server knows already makes no second step
}
/** When the time is over nothing more is answered; each hands in at a moment of its own, within the grace. */
function close() {
  noteTyped();
  form.querySelectorAll("fieldset[data-item]").forEach((one) => (one.disabled = true));
  state.textContent = say.closing;
  setTimeout(handIn, Number(say.spread));
}
async function handIn() {
  await leave({ name: "submit", value: "1" });
  if (!form.dataset.leaving) setTimeout(handIn, 3000);
}
function seal() {
  form.querySelectorAll("fieldset[data-item]").forEach((one) => (one.disabled = true));
  form.querySelectorAll("button[type=submit]").forEach((one) => (one.disabled = true));
  state.textContent = away.dataset.will;
}
async function drain() {
  while (busy) await new Promise((done) => setTimeout(done, 50));
  while (queue.length) if (!(await post(queue.slice(0, 50)))) return false;
  return true;
}

// The countdown follows the server's clock, not the device's.
const clock = form.parentElement.querySelector("[data-countdown]");
if (clock && say.deadline) {
  const end = Date.parse(say.deadline);
  const tick = () => {
    const left = Math.max(0, Math.round((end - Date.now() - shift) / 1000));
    const two = (n) => String(n).padStart(2, "0");
    const hours = Math.floor(left / 3600);
    clock.textContent = left ? (hours ? hours + ":" : "") + two(Math.floor(left / 60) % 60) + ":" + two(left % 60) + " " + say.left : say.over;
    if (left) return setTimeout(tick, 500);
    close();
  };
  tick();
}

places(form);
