// Ticking rows: all at once, and how many are chosen.
import { all, one } from "./find.js";

const bar = one("[data-bulk]");
if (bar) {
  const rows = () => all("[data-pick]");
  const every = one("[data-pick-all]");
  if (every) every.hidden = false;
  const tell = () => {
    const count = rows().filter((row) => row.checked).length;
    one("[data-bulk-count]").textContent = `${count} ${one("[data-bulk-count]").dataset.words}`;
    bar.hidden = count === 0;
    if (!every) return;
    every.checked = count > 0 && count === rows().length;
    every.indeterminate = count > 0 && !every.checked;
  };
  document.addEventListener("change", ({ target }) => {
    if (target === every) rows().forEach((row) => (row.checked = every.checked));
    tell();
  });
  window.addEventListener("pageshow", tell);
  tell();
}
