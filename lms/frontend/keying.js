// Keying answer sheets: a letter goes on by itself, Enter hands the sheet in and goes to the next, Ctrl+Z takes it back.
import { finding } from "./keying/finding.js";

const list = document.querySelector("[data-keying]");
if (list) begin();

function begin() {
  const say = list.dataset;
  const state = document.querySelector("[data-state]");
  const undo = document.querySelector("[data-undo]");
  const count = document.querySelector("[data-keyed]");
  const finished = document.querySelector("[data-finished]");
  const taken = []; // the sheets of this visit, the newest last
  let done = list.querySelectorAll(".keying-done").length;

  const inputs = (row) => [...row.querySelectorAll("input:not([type=hidden])")];
  const tell = (text) => (state.textContent = text);
  const open = (row) => inputs(row)[0].focus();
  finding(list, { open, tell });

  function counted(change) {
    done += change;
    count.textContent = say.count.replace("{n}", done);
    undo.hidden = !taken.length;
  }
  function step(control, by) {
    const own = inputs(control.form);
    const next = own[own.indexOf(control) + by];
    if (next) {
      next.focus();
      next.select();
    }
  }
  // On the pad of numbers 1 is A, 2 is B …: one hand keys, the other turns the sheets.
  const lettered = (text, letters) => text.replace(/[1-9]/g, (digit) => letters[digit - 1] || digit);

  list.addEventListener("input", ({ target }) => {
    const { letters, one } = target.dataset;
    if (!letters || !target.value) return;
    target.value = lettered(target.value, letters);
    const isKnown = [...target.value.toUpperCase()].every((each) => (letters + "-").includes(each));
    target.classList.toggle("keying-wrong", !isKnown);
    if (one === undefined) return;
    if (isKnown) step(target, 1);
    else target.select();
  });
  list.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (key === "Backspace" && target.value === "") {
      event.preventDefault();
      step(target, -1);
    } else if (key === " " && target.dataset.letters) {
      event.preventDefault(); // a space ends several letters, and passes over a question without an answer
      if (!target.value) target.value = "-";
      step(target, 1);
    }
  });
  addEventListener("keydown", (event) => {
    const isFree = !event.target.value;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && isFree && taken.length) {
      event.preventDefault();
      takeBack();
    }
  });
  undo.addEventListener("click", takeBack);
  list.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-row]")) return;
    event.preventDefault();
    if (isWhole(event.target)) hand(event.target);
  });

  // A place that was passed over by mistake is shown once; a second Enter hands the sheet in as it is.
  function isWhole(row) {
    const empty = inputs(row).filter((one) => !one.value.trim());
    if (!empty.length || row.dataset.shown === String(empty.length)) return true;
    row.dataset.shown = empty.length;
    tell(say.empty.replace("{places}", empty.map((one) => one.dataset.place).join(", ")));
    empty[0].focus();
    return false;
  }
  async function hand(row) {
    if (row.dataset.busy) return;
    row.dataset.busy = "1";
    const told = await post(row.action, new FormData(row));
    delete row.dataset.busy;
    if (!told) return tell(say.lost);
    if (told.refused) return tell(told.refused);
    tell("");
    keep(row, true);
    taken.push({ row, told });
    counted(1);
    goOn(row);
  }
  function goOn(row) {
    const left = [...list.querySelectorAll("form[data-row]:not(.keying-kept)")];
    const next = left.find((one) => row.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) || left[0];
    if (next) return open(next);
    tell(say.all);
    finished.hidden = false;
    finished.focus();
  }
  function keep(row, isKept) {
    row.classList.toggle("keying-kept", isKept);
    row.querySelectorAll("input:not([type=hidden]), button").forEach((one) => (one.disabled = isKept));
  }
  async function takeBack() {
    const { row, told } = taken[taken.length - 1];
    const body = new FormData();
    body.set("csrf_token", row.elements.csrf_token.value);
    const answer = await post(told.undo, body);
    if (!answer || answer.refused) return tell(answer ? answer.refused : say.lost);
    taken.pop();
    row.elements.sheet.value = told.sheet; // a new sheet: the old one stands put aside
    keep(row, false);
    finished.hidden = true;
    tell("");
    open(row);
    counted(-1);
  }
  async function post(address, body) {
    try {
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
      return answer.ok || answer.status === 422 ? await answer.json() : null;
    } catch {
      return null;
    }
  }
}
