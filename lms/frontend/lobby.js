// The waiting room of a quiz: its questions lie here sealed, and open by themselves once the service gives their key.
import "./behaviours/all.js";

const room = document.querySelector("[data-lobby]");
const say = room.dataset;
const form = room.querySelector("form");
const state = room.querySelector("[data-state]");
const clock = room.querySelector("[data-countdown]");
const ASK_EVERY = 45_000;
let sealed = null;
let shift = Date.parse(say.now) - Date.now();
let opens = Date.parse(say.opens);
let opening = false;
let tries = 0;

const untilOpen = () => opens - Date.now() - shift;

async function ask(address, said) {
  const reply = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
    body: JSON.stringify(said),
  }).catch(() => null);
  if (!reply || reply.redirected || reply.status >= 500 || reply.status === 429) return null;
  return reply.json().catch(() => null);
}

async function load() {
  if (!window.crypto.subtle || !window.DecompressionStream) return tell(say.cannot);
  tell(say.loading);
  const reply = await fetch(say.questions).catch(() => null);
  if (!reply || !reply.ok || reply.redirected) return tell(say.lost);
  sealed = { digest: reply.headers.get("X-Pelita-Digest"), box: new Uint8Array(await reply.arrayBuffer()) };
  tell(say.ready);
}

/** Tells the service that one is here and what lies here, and learns its time; what has changed is loaded again. */
async function check() {
  if (opening) return;
  const told = await ask(say.presence, { holds: sealed ? sealed.digest : "" });
  if (told && told.now) {
    shift = Date.parse(told.now) - Date.now();
    opens = Date.parse(told.opens);
    if (sealed && told.digest !== sealed.digest) sealed = null;
    if (!sealed) await load();
    else tell(say.ready);
    if (sealed && told.digest === sealed.digest && !sealed.isTold) {
      sealed.isTold = true;
      return check();
    }
  } else if (!sealed) await load();
}

function tick() {
  const left = untilOpen();
  if (left <= 0) return begin();
  const seconds = Math.ceil(left / 1000);
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  clock.textContent = (hours ? hours + ":" : "") + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60) + " " + say.left;
  setTimeout(tick, Math.min(500, left));
}

/** Waits for one's turn, so that not everybody asks at once: the time of each begins with the own turn. */
function begin() {
  clock.textContent = "";
  button().disabled = false;
  if (form.elements.password && !form.elements.password.value) return form.elements.password.focus();
  tell(say.openingNow);
  setTimeout(open, Math.max(0, untilOpen() + Number(say.turn)));
}

async function open() {
  if (opening) return;
  opening = true;
  const password = form.elements.password ? form.elements.password.value : "";
  const told = await ask(say.opening, { holds: sealed ? sealed.digest : "", password });
  opening = false;
  if (told && told.address) return show(told);
  if (told && told.refused) return refused(told);
  tell(say.lost);
  tries += 1;
  setTimeout(open, Math.min(8000, 500 * 2 ** tries) * (0.5 + Math.random()));
}

async function refused(told) {
  await check();
  tell(told.refused);
  if (untilOpen() > 0) return tick();
  button().disabled = false;
}

async function show(told) {
  const page = told.key && sealed ? await unsealed(told.key).catch(() => null) : null;
  if (!page) return location.assign(told.address);
  history.replaceState(null, "", told.address);
  room.insertAdjacentHTML("afterend", page);
  room.remove();
  ready(told);
  document.getElementById("content").focus(); // who listens to the page hears where it goes on
  scrollTo(0, 0);
  const script = document.createElement("script");
  script.src = say.script;
  document.body.append(script);
}

async function unsealed(key) {
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (two) => parseInt(two, 16));
  const lock = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["decrypt"]);
  const how = { name: "AES-GCM", iv: sealed.box.subarray(0, 12), additionalData: bytes(say.lobby.replace(/-/g, "")) };
  const packed = await crypto.subtle.decrypt(how, lock, sealed.box.subarray(12));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

/** Gives the sheet what it could not know before: the time now, and when it ends. */
function ready({ now, deadline, until }) {
  const sheet = document.querySelector("[data-quiz]");
  sheet.dataset.now = now;
  if (!deadline) return;
  sheet.dataset.deadline = deadline;
  const place = sheet.parentElement.querySelector("[data-until]");
  place.textContent = until;
  place.parentElement.hidden = false;
}

const button = () => form.querySelector("button");
const tell = (words) => (state.textContent = words);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopImmediatePropagation();
  open();
}, true);
button().disabled = untilOpen() > 0;
fetch(say.script).catch(() => {}); // into the browser's cache, for the start
addEventListener("online", check);
document.addEventListener("visibilitychange", () => document.hidden || check());
(function often() {
  check();
  setTimeout(often, ASK_EVERY + Math.random() * 15_000);
})();
tick();
