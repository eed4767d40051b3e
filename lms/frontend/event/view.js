// What is drawn: sessions, counts, people.
import { element, fill, one, say, words } from "./page.js";
import * as queue from "./queue.js";
import { roll, statusOf } from "./roll.js";

export const STATUSES = ["H", "T", "I", "S", "A"];
export const chosen = { session: "", phase: "start" };
const BEFORE = 45 * 60 * 1000;
let rows = new Map();

export function drawSessions() {
  const now = Date.now();
  const isNow = ([, , , starts, ends]) => starts - BEFORE <= now && now <= ends + BEFORE / 3;
  const order = (session) => (isNow(session) ? 0 : session[3] > now ? 1 : 2);
  const sorted = [...roll.sessions].sort((a, b) => order(a) - order(b) || a[3] - b[3]);
  const select = one("sessions");
  fill(select, sorted.map((session) => {
    const [uid, title, room, , , wall] = session;
    const name = [isNow(session) ? `${words.now}: ${title}` : title, wall, room].filter(Boolean).join(" · ");
    return element("option", { value: uid }, name);
  }));
  if (!sorted.some(([uid]) => uid === chosen.session)) chosen.session = sorted.length ? sorted[0][0] : "";
  select.value = chosen.session;
  one("phases").hidden = !roll.endMark;
}

export function drawPeople() {
  const list = one("people");
  list.textContent = "";
  rows = new Map();
  let office = null;
  for (const person of roll.people) {
    if (person[2] !== office) {
      office = person[2];
      list.append(element("li", { class: "roll-place" }, element("h2", {}, office || "–")));
    }
    list.append(row(person));
  }
  roll.people.forEach(([uid]) => drawStatus(uid));
  drawCounts();
}

function row([uid, name, office, role]) {
  const choices = STATUSES.map((status) =>
    element("button", { type: "button", class: `roll-${status}`, "data-set": status, "aria-pressed": "false", title: words.status[status] },
      element("span", { "aria-hidden": "true" }, status), element("span", { class: "sr-only" }, words.status[status])));
  const conflict = element("em", { class: "event-conflict", hidden: "" }, words.conflict);
  const made = element("li", { class: "roll-row", "data-person": uid },
    element("span", { class: "roll-name" }, element("b", {}, name), " ", conflict, element("small", {}, words.role[role] || role)),
    element("span", { class: "roll-choices", role: "group", "aria-label": name }, ...choices));
  rows.set(uid, { made, choices, conflict, text: `${name} ${office}`.toLowerCase() });
  return made;
}

export function drawStatus(uid) {
  const { status, conflict } = statusOf(chosen.session, chosen.phase, uid);
  const found = rows.get(uid);
  if (found) found.conflict.hidden = !conflict;
  if (found) found.choices.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.set === status)));
}

export function drawCounts() {
  const counts = { "-": 0 };
  const offices = new Map();
  for (const [uid, , office] of roll.people) {
    const { status } = statusOf(chosen.session, chosen.phase, uid);
    counts[status] = (counts[status] || 0) + 1;
    const of = offices.get(office) || { all: 0 };
    of.all += 1;
    of[status] = (of[status] || 0) + 1;
    offices.set(office, of);
  }
  page("[data-count]").forEach((cell) => (cell.textContent = counts[cell.dataset.count] || 0));
  fill(one("delegations"), [...offices].map(([office, of]) => {
    const cells = [...STATUSES, "-"].map((status) => element("td", { class: "number" }, String(of[status] || 0)));
    return element("tr", {}, element("th", { scope: "row" }, office || "–"), ...cells);
  }));
}

export function find(text) {
  const parts = text.toLowerCase().split(/\s+/);
  rows.forEach(({ made, text: whole }) => (made.hidden = !parts.every((part) => whole.includes(part))));
  page(".roll-place").forEach((place) => (place.hidden = text.trim() !== ""));
  one("work").classList.toggle("is-finding", text.trim() !== "");
}

export function drawLine() {
  const waits = queue.waiting().filter((fact) => !fact.held).length;
  const others = queue.ofOthers().length;
  const parts = [];
  if (!queue.line.there) parts.push(words.offline);
  if (waits) parts.push(say(words.waiting, { n: waits }));
  if (queue.line.refused === "401") parts.push(words.signIn);
  if (!parts.length) parts.push(words.sent);
  if (others) parts.push(say(words.other, { n: others }));
  if (queue.stuck().length) parts.push(say(words.refused, { n: queue.stuck().length }));
  if (queue.quarantined().length) parts.push(say(words.quarantined, { n: queue.quarantined().length }));
  one("line").textContent = parts.join(" · ");
  one("line").dataset.kind = waits || others || !queue.line.there ? "warn" : "good";
  one("hand-over").hidden = !others;
}

export function tell(text, kind = "good") {
  const told = one("told");
  told.textContent = text;
  told.dataset.kind = kind;
  told.hidden = !text;
}

const page = (selector) => document.querySelectorAll(selector);
