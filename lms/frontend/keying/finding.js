// Finds a sheet of the list by its number or by a part of the name, for papers that lie in no order: / goes to the field, Enter to the sheet.
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

export function finding(list, { open, tell }) {
  const form = document.querySelector("[data-finding]");
  const field = form.querySelector("input");
  const rows = [...list.querySelectorAll("[data-row]")];
  let before = null; // where the keys went until somebody looked for a sheet
  let at = 0;
  form.hidden = false;

  function found() {
    const wanted = plain(field.value.trim());
    if (!wanted) return [];
    const named = rows.filter((row) => plain(row.dataset.name).includes(wanted));
    const numbered = rows.filter((row) => row.dataset.number === wanted);
    return [...new Set([...numbered, ...named.filter(isOpen), ...named])];
  }
  const isOpen = (row) => row.matches("form") && !row.classList.contains("keying-kept");

  function say() {
    const own = found();
    if (!field.value.trim()) return tell("");
    if (!own.length) return tell(list.dataset.none);
    const row = own[at % own.length];
    const words = isOpen(row) ? list.dataset.found : list.dataset.taken;
    tell(words.replace("{who}", `${row.dataset.number}. ${row.dataset.name}`).replace("{n}", own.length));
  }
  field.addEventListener("input", () => {
    at = 0;
    say();
  });
  field.addEventListener("keydown", (event) => {
    const own = found();
    const steps = { ArrowDown: 1, ArrowUp: own.length - 1 }[event.key];
    if (event.key === "Escape" && before) before.focus();
    if (!steps || !own.length) return;
    event.preventDefault();
    at += steps;
    say();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const row = found()[at % (found().length || 1)];
    if (!row || !isOpen(row)) return say();
    field.value = "";
    tell("");
    open(row);
  });
  list.addEventListener("keydown", (event) => {
    const isFree = event.target.matches("input") && (event.target.dataset.letters || !event.target.value);
    if (event.key !== "/" || !isFree) return;
    event.preventDefault();
    before = event.target;
    field.select();
  });
}
