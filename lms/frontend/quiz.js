// Saves an attempt as one goes: every change at once on the device, within two seconds on the server, in order, once.
import { places } from "./behaviours/places.js";
import { prepare } from "./quiz/away.js";
import { countDown } from "./quiz/countdown.js";
import { turnTo } from "./quiz/pages.js";
import * as queue from "./quiz/queue.js";
import { ask } from "./quiz/rivals.js";
import { answer, attempt, away, base, box, disable, form, isText, say, sendForm, show, tell, uuid } from "./quiz/sheet.js";
import { remember, spill } from "./quiz/store.js";
import { flush, follow } from "./quiz/typing.js";

const KEEPALIVE = 60_000; // so many letters a browser sends after its page is gone
// An attempt that lies on the device: its answers go through the offline door, and stay here until it was handed in.
const DEVICE = away ? deviceId(localStorage, "attempt:" + attempt + ":device") : deviceId(sessionStorage, "tab");
let mine = {};

function deviceId(where, name) {
  try {
    const known = where.getItem(name) || uuid();
    where.setItem(name, known);
    return known;
  } catch (_) {
    return uuid();
  }
}

function note(item, fields = answer(item)) {
  if (away) keepAnswer(item, { fields });
  queue.add({ item, fields, base_seq: Number(base(item).value), device: DEVICE });
}
function keepAnswer(item, facts) {
  mine[item] = { ...mine[item], ...facts };
  remember(attempt, mine);
}
function settle(step) {
  if (!box(step.item)) return;
  if (step.kind === "rival" || step.kind === "conflict") return ask(step, { keep: note, take: reload });
  base(step.item).value = step.sequence;
  if (away) keepAnswer(step.item, { base: step.sequence });
}
async function reload() {
  if (await queue.drain()) location.reload();
}

form.addEventListener("change", ({ target, isTrusted }) => {
  const item = target.closest("[data-item]");
  if (item && target.type === "file") return upload(target);
  if (item && target.name) isText(target) && isTrusted ? flush() : note(item.dataset.item);
});
follow(note);

// Files go up at once; the page that comes back names them.
async function upload(control) {
  if (!control.files.length) return;
  flush();
  if (await queue.drain()) sendForm("save", "1");
}

// Handing in waits for what is on its way; without a connection the page stays, so that nothing is lost from sight.
form.addEventListener("submit", (event) => {
  event.preventDefault();
  notSending(); // the page of the waiting room thinks that a form is sent once; this one only says that it may be
  leave(event.submitter);
});
function notSending() {
  delete form.dataset.sending;
  form.querySelectorAll("button[aria-busy]").forEach((one) => one.removeAttribute("aria-busy"));
}
async function leave(button) {
  if (form.dataset.leaving) return;
  flush();
  if (turnTo(button)) return queue.send();
  form.dataset.leaving = "1";
  if (away) return handInHere();
  if (await queue.reaches()) sendForm(button && button.name, button && button.value);
  else delete form.dataset.leaving;
}
function handInHere() {
  if (!queue.isHandedIn()) queue.add({ handIn: true }, { soon: 0 });
  seal();
}
function seal() {
  disable("fieldset[data-item]");
  disable("button[type=submit]");
  tell(away.dataset.will);
}
/** When the time is over nothing more is answered; each hands in at a moment of its own, within the grace. */
function close() {
  flush();
  disable("fieldset[data-item]");
  tell(say.closing, true);
  setTimeout(handIn, Number(say.spread));
}
async function handIn() {
  await leave({ name: "submit", value: "1" });
  if (!form.dataset.leaving) setTimeout(handIn, 3000);
}

// Who leaves with answers that the service does not have yet is asked; what fits is sent behind the page's back.
addEventListener("beforeunload", (event) => {
  flush();
  if (!away && queue.unsent()) event.preventDefault();
});
addEventListener("pagehide", () => {
  flush();
  spill(attempt);
  const request = queue.request(queue.waiting());
  if (!away && queue.unsent() && request.body.length < KEEPALIVE) fetch(say.steps, { ...request, keepalive: true }).catch(() => {});
});
addEventListener("online", queue.send);

queue.open(settle).then(({ steps, answers }) => {
  mine = { ...answers, ...mine };
  if (away) Object.entries(mine).forEach(([item, { fields, base: known }]) => {
    show(item, fields);
    if (box(item)) base(item).value = Math.max(known || 0, Number(base(item).value));
  });
  if (away && queue.isHandedIn()) seal();
  // What an earlier visit could not send is shown and sent first.
  steps.forEach((step) => step.item && show(step.item, step.fields));
  queue.send();
});
countDown(close);
places(form);
if (away) prepare();
