// Keying answer sheets: a letter goes on by itself, Enter hands the sheet in and goes to the next, Ctrl+Z takes it back.
const list = document.querySelector("[data-keying]");
if (list) begin();

function begin() {
  const say = list.dataset;
  const state = document.querySelector("[data-state]");
  const undo = document.querySelector("[data-undo]");
  const count = document.querySelector("[data-keyed]");
  const taken = []; // the sheets of this visit, the newest last
  let done = list.querySelectorAll(".keying-done").length;

  const inputs = (row) => [...row.querySelectorAll("input:not([type=hidden])")];
  const tell = (text) => (state.textContent = text);
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

  list.addEventListener("input", ({ target }) => {
    if (!target.dataset.one || !target.value) return;
    const isKnown = (target.dataset.one + "-").includes(target.value.toUpperCase());
    target.classList.toggle("keying-wrong", !isKnown);
    if (isKnown) step(target, 1);
    else target.select();
  });
  list.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && event.target.value === "") {
      event.preventDefault();
      step(event.target, -1);
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
    hand(event.target);
  });

  async function hand(row) {
    if (row.dataset.busy) return;
    row.dataset.busy = "1";
    const told = await post(row.action, new FormData(row));
    delete row.dataset.busy;
    if (!told) return tell(say.lost);
    if (told.refused) return tell(told.refused);
    tell("");
    inputs(row).forEach((one) => (one.disabled = true));
    taken.push({ row, told });
    counted(1);
    const open = [...list.querySelectorAll("form[data-row]")].filter((one) => !taken.some((kept) => kept.row === one));
    const next = open.find((one) => row.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) || open[0];
    if (next) inputs(next)[0].focus();
  }
  async function takeBack() {
    const { row, told } = taken[taken.length - 1];
    const body = new FormData();
    body.set("csrf_token", row.elements.csrf_token.value);
    const answer = await post(told.undo, body);
    if (!answer || answer.refused) return tell(answer ? answer.refused : say.lost);
    taken.pop();
    row.elements.sheet.value = told.sheet; // a new sheet: the old one stands put aside
    inputs(row).forEach((one) => (one.disabled = false));
    inputs(row)[0].focus();
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
