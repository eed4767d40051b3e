// The roll of a session: one tap marks a person. Marks wait on the device until the server has them.
const form = document.querySelector("[data-roll]");
const key = "roll:" + form.dataset.roll;
const rows = [...form.querySelectorAll("[data-person]")];
const line = document.querySelector("[data-roll-line]");
const undo = document.querySelector("[data-roll-undo]");
const search = document.querySelector("[data-roll-search]");
const token = form.elements.csrf_token.value;
let queue = JSON.parse(localStorage.getItem(key) || "[]");
let sending = false;
let timer = 0;

document.querySelectorAll(".no-js-only").forEach((element) => (element.hidden = true));
search.hidden = false;
queue.forEach((mark) => {
  const input = form.querySelector(`[data-person="${mark.participation}"] [value="${mark.status}"]`);
  if (input) input.checked = true;
});
tell();
send();

form.addEventListener("change", ({ target }) => {
  const row = target.closest("[data-person]");
  const uid = uuid();
  queue.push({ uid, participation: row.dataset.person, status: target.value, after: row.dataset.mark ? [row.dataset.mark] : [] });
  row.dataset.mark = uid.replace(/-/g, "");
  keep();
  clearTimeout(timer);
  timer = setTimeout(send, 500);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
window.addEventListener("online", send);
setInterval(() => queue.length && send(), 15000);

search.addEventListener("input", () => {
  const words = search.value.toLowerCase().split(/\s+/);
  rows.forEach((row) => (row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word))));
  document.querySelectorAll(".roll-place").forEach((place) => (place.hidden = search.value !== ""));
});
let isFound = false; // whether somebody was marked since a name was typed: the next one is typed over it
form.addEventListener("change", () => (isFound = search.value !== ""));
search.addEventListener("click", () => {
  if (isFound) search.select();
  isFound = false;
});
search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());

if (undo)
  undo.addEventListener("click", async () => {
    const answer = await post(undo.dataset.rollUndo.replace(/0{8}-.*?0{12}/, undo.dataset.batch), {});
    if (answer && answer.ok) location.reload();
  });

async function send() {
  if (sending || !queue.length) return;
  sending = true;
  const batch = queue.slice(0, 500);
  const answer = await post(form.action, { marks: batch });
  sending = false;
  if (!answer) return tell();
  if (answer.ok) {
    const sent = new Set(batch.map((mark) => mark.uid));
    queue = queue.filter((mark) => !sent.has(mark.uid));
    keep();
    const { batch: made } = await answer.json();
    if (undo) {
      undo.dataset.batch = made;
      undo.hidden = false;
    }
    send();
  } else if (answer.status < 500) {
    line.hidden = false;
    line.textContent = (await answer.json().catch(() => ({}))).refused || answer.statusText;
  }
}

function post(address, body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
  return fetch(address, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
}

function keep() {
  localStorage.setItem(key, JSON.stringify(queue));
  tell();
}

function tell() {
  const counts = { "-": 0 };
  rows.forEach((row) => {
    const chosen = row.querySelector("input:checked");
    const status = chosen ? chosen.value : "-";
    counts[status] = (counts[status] || 0) + 1;
  });
  document.querySelectorAll("[data-count]").forEach((cell) => (cell.textContent = counts[cell.dataset.count] || 0));
  line.hidden = !queue.length;
  line.textContent = queue.length + " " + line.dataset.waiting;
}

function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}
