// One tap, one scan, everybody else, and back.
import { facts as page, say, uuid, words } from "./page.js";
import * as queue from "./queue.js";
import { byBadge, count, elsewhere, roll, statusOf } from "./roll.js";
import { chosen, drawCounts, drawStatus, tell } from "./view.js";

const nameOf = (uid) => (roll.people.find((person) => person[0] === uid) || [])[1];
const done = []; // batches of this visit, the newest last
let timer;

export function markOne(person, status) {
  keep([made({ person, status })], say(words.marked, { name: nameOf(person), status: words.status[status] }));
}

export function markOthers() {
  const open = roll.people.filter(([uid]) => statusOf(chosen.session, chosen.phase, uid).status === "-");
  keep(open.map(([person]) => made({ person, status: "H" })), say(words.allPresent, { n: open.length }));
}

export function undo() {
  const batch = done.pop();
  if (!batch) return;
  const mine = batch.filter(({ uid, data }) => statusOf(data.session, data.phase, data.person).mark === uid);
  const back = mine.map((fact) => made({ ...fact.data, status: fact.was, method: "manual" }));
  keep(back, say(words.undone, { n: back.length }), "warn", false);
}

/** Marks by badge; answers how it went: "good", "warn" (already, or decided by hand) or "bad" (nobody's code). */
export async function markBadge(code) {
  const found = await byBadge(code);
  if (!found) {
    keep([made({ code: code.slice(0, 40), status: "H", method: "badge" })], say(words.unknown, { name: code.slice(0, 40) }), "bad");
    return "bad";
  }
  const [person, name] = found;
  const before = statusOf(chosen.session, chosen.phase, person);
  const status = words.status[before.status];
  if (before.status === "H") {
    tell(say(words.already, { name, status }), "warn");
    return "warn";
  }
  const isByHand = before.method === "manual" && before.status !== "-";
  const other = chosen.phase === "start" && elsewhere(chosen.session, person);
  const kind = isByHand || other ? "warn" : "good";
  const told = other ? say(words.elsewhere, { name, status: other[1] }) : say(words.marked, { name, status: words.status.H });
  keep([made({ person, status: "H", method: "badge" })], isByHand ? say(words.byHand, { name, status }) : told, kind);
  return kind;
}

export const canUndo = () => done.length > 0;

function made({ person = null, code = "", status, method = "manual", session = chosen.session, phase = chosen.phase }) {
  const before = person ? statusOf(session, phase, person) : { status: "-", mark: "" };
  const data = { session, person, code, status, method, phase, after: before.mark ? [before.mark] : [], at: Date.now() };
  return { uid: uuid(), by: page.author, training: page.event, kind: "attendance.mark", data, was: before.status };
}

function keep(list, told, kind, isUndoable = true) {
  if (!list.length) return;
  list.forEach((fact) => {
    count(fact);
    if (fact.data.person) drawStatus(fact.data.person);
  });
  if (isUndoable) done.push(list);
  drawCounts();
  tell(told, kind);
  queue.add(list).then(() => {
    clearTimeout(timer);
    timer = setTimeout(queue.send, 700);
  });
}
