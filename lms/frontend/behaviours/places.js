// Carries choices into places: pick one and tap a place, or drag it there. The lists below stay what is sent, and what a keyboard uses.
export function places(root) {
  root.querySelectorAll("[data-order]").forEach(order);
  root.querySelectorAll("[data-item]").forEach((item) => {
    const tray = item.querySelector("[data-tray]");
    if (tray) carry(item, tray);
    else if (item.querySelector('[data-picture="hotspot"]')) mark(item, () => [...item.querySelectorAll("[data-marker]")][0]?.dataset.marker);
  });
}

function tell(control) {
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

function carry(item, tray) {
  let picked = null;
  const chips = [...tray.children];
  const isSpot = item.querySelector('[data-picture="hotspot"]');
  const pick = (chip) => {
    picked = picked === chip ? null : chip;
    chips.forEach((one) => one.classList.toggle("is-picked", one === picked));
  };
  const put = (target) => {
    const place = target?.closest?.("[data-place]")?.dataset.place;
    const select = place && item.querySelector(`select[data-place="${CSS.escape(place)}"]`);
    if (!picked || !select || ![...select.options].some((o) => o.value === picked.dataset.choice)) return false;
    select.value = picked.dataset.choice;
    free(item, select, chips);
    tell(select);
    pick(picked);
    return true;
  };
  chips.forEach((chip) => {
    chip.classList.add("is-carried");
    drag(chip, () => picked !== chip && pick(chip), (x, y) => (isSpot ? spot(item, chip.dataset.choice, x, y) && pick(chip) : put(document.elementFromPoint(x, y))), () => pick(chip));
  });
  item.addEventListener("change", () => show(item, chips));
  // Arrow keys pass over words that stand elsewhere: only what a list holds when it is left counts.
  item.addEventListener("focusout", ({ target }) => target.matches("select[data-place]") && free(item, target, chips) && tell(target));
  show(item, chips);
  if (isSpot) mark(item, () => (picked || chips.find((c) => !point(item, c.dataset.choice)[0].value) || chips[0]).dataset.choice);
  else
    item.addEventListener("click", (event) => {
      if (picked && event.target.closest("[data-place]") && put(event.target)) event.preventDefault();
    });
}

/** What may be used once leaves the place where it stood. */
function free(item, select, chips) {
  const chip = chips.find((one) => one.dataset.choice === select.value);
  if (!chip || "many" in chip.dataset) return false;
  const others = [...item.querySelectorAll("select[data-place]")].filter((one) => one !== select && one.value === select.value);
  others.forEach((one) => (one.value = ""));
  return others.length > 0;
}

/** Draws what was chosen at its place of the picture. */
function show(item, chips) {
  const picture = item.querySelector('[data-picture="dragpicture"]');
  if (!picture) return;
  picture.querySelectorAll("[data-shown]").forEach((old) => old.remove());
  item.querySelectorAll("select[data-place]").forEach((select) => {
    const place = picture.querySelector(`[data-place="${CSS.escape(select.dataset.place)}"]`);
    const chip = chips.find((one) => one.dataset.choice === select.value);
    if (place && chip) picture.append(shown(place.getBBox(), chip));
  });
}

function shown({ x, y, width, height }, chip) {
  const image = chip.querySelector("img");
  const made = document.createElementNS("http://www.w3.org/2000/svg", image ? "image" : "text");
  const facts = image
    ? { href: image.src, x, y, width, height }
    : { x: x + width / 2, y: y + height / 2, class: "answer-shown", "font-size": Math.min(height / 3, (width * 1.6) / chip.textContent.length) };
  Object.entries(facts).forEach(([name, value]) => made.setAttribute(name, value));
  if (!image) made.textContent = chip.textContent;
  made.dataset.shown = "";
  return made;
}

/** A drag begins after six pixels; less is a tap. */
function drag(chip, begin, drop, tap) {
  let from = null;
  let moved = false;
  chip.addEventListener("pointerdown", (event) => {
    from = event;
    moved = false;
    chip.setPointerCapture(event.pointerId);
  });
  chip.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [dx, dy] = [event.clientX - from.clientX, event.clientY - from.clientY];
    if (!moved && Math.hypot(dx, dy) < 6) return;
    if (!moved) begin();
    moved = true;
    chip.classList.add("is-moving");
    chip.style.transform = `translate(${dx}px, ${dy}px)`;
  });
  const end = (event) => {
    if (!from) return;
    from = null;
    if (moved && event.type === "pointerup") drop(event.clientX, event.clientY);
    else if (event.type === "pointerup") tap();
    chip.classList.remove("is-moving");
    chip.style.transform = "";
  };
  chip.addEventListener("pointerup", end);
  chip.addEventListener("pointercancel", end);
}

const point = (item, marker) => [...item.querySelectorAll(`[data-marker="${CSS.escape(marker)}"] input`)];

function mark(item, wanted) {
  const picture = item.querySelector("[data-picture]");
  picture.addEventListener("click", (event) => spot(item, wanted(), event.clientX, event.clientY));
  item.addEventListener("input", (event) => {
    const marker = event.target.closest("[data-marker]")?.dataset.marker;
    if (marker) draw(item, marker);
  });
}
function spot(item, marker, x, y) {
  const box = item.querySelector("[data-picture]").getBoundingClientRect();
  const [left, top] = [((x - box.left) * 100) / box.width, ((y - box.top) * 100) / box.height];
  if (!marker || left < 0 || top < 0 || left > 100 || top > 100) return false;
  const inputs = point(item, marker);
  inputs[0].value = left.toFixed(1);
  inputs[1].value = top.toFixed(1);
  draw(item, marker);
  tell(inputs[1]);
  return true;
}
function draw(item, marker) {
  const picture = item.querySelector("[data-picture]");
  const { width, height } = picture.viewBox.baseVal;
  const [x, y] = point(item, marker).map((i) => parseFloat(i.value.replace(",", ".")));
  let dot = picture.querySelector(`[data-stands="${CSS.escape(marker)}"]`);
  if (Number.isNaN(x) || Number.isNaN(y)) return dot?.remove();
  if (!dot) {
    dot = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    dot.setAttribute("class", "answer-marker");
    dot.setAttribute("r", width / 60);
    dot.dataset.stands = marker;
    picture.append(dot);
  }
  dot.setAttribute("cx", (x * width) / 100);
  dot.setAttribute("cy", (y * height) / 100);
}

/** Buttons that move a thing up and down; the lists of places follow. */
function order(list) {
  const rows = () => [...list.children];
  const place = (row) => Number(row.querySelector("select").value) || 99;
  rows().sort((a, b) => place(a) - place(b)).forEach((row) => list.append(row));
  const settle = (moved) => {
    rows().forEach((row, index) => (row.querySelector("select").value = String(index + 1)));
    tell(moved.querySelector("select"));
  };
  rows().forEach((row) => {
    const acts = document.createElement("span");
    acts.className = "answer-order-acts";
    const select = row.querySelector("select");
    select.hidden = true;
    const label = row.querySelector("label").textContent.trim();
    [["↑", -1, list.dataset.up], ["↓", 1, list.dataset.down]].forEach(([sign, step, words]) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", `${words}: ${label}`);
      button.addEventListener("click", () => {
        const all = rows();
        const other = all[all.indexOf(row) + step];
        if (other) list.insertBefore(step < 0 ? row : other, step < 0 ? other : row);
        settle(row);
        button.focus();
      });
      acts.append(button);
    });
    row.append(acts);
  });
}
