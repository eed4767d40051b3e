// The agenda's board: sessions lie where their times are, and are moved by pointer or keyboard. Saving is a form.
const STEP = 15;
const says = document.querySelector("[data-board-says]");
const form = document.querySelector("[data-board-form]");
const blocks = [...document.querySelectorAll(".board-block")];

for (const board of document.querySelectorAll(".board")) {
  board.classList.add("board-live");
  const length = board.dataset.until - board.dataset.from;
  for (const hours of board.querySelectorAll(".board-hours")) hours.style.height = `${length}px`;
}
for (const block of blocks) {
  put(block, lane(block), Number(block.dataset.start));
  if (block.dataset.place) movable(block);
}

function movable(block) {
  const home = { lane: lane(block), start: Number(block.dataset.start) };
  const handle = block.querySelector(".board-handle");
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -STEP, ArrowDown: STEP }[event.key];
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) put(block, lane(block), now(block) + step, true);
    else if (side) beside(block, side);
    else if (event.key === "Enter") save(block, home);
    else if (event.key === "Escape") put(block, home.lane, home.start, true);
    else return;
    event.preventDefault();
    handle.focus();
  });
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const grip = event.clientY - block.getBoundingClientRect().top;
    block.classList.add("board-moving");
    const move = (to) => {
      const under = document.elementsFromPoint(to.clientX, to.clientY).map((one) => one.closest(".board-lane")).find(Boolean);
      const target = under || lane(block);
      const top = target.querySelector(".board-hours").getBoundingClientRect().top;
      put(block, target, from(target) + Math.round((to.clientY - grip - top) / STEP) * STEP, true);
    };
    const drop = (to) => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", drop);
      block.classList.remove("board-moving");
      if (to.type === "pointercancel") put(block, home.lane, home.start);
      else save(block, home);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", drop);
    window.addEventListener("pointercancel", drop);
  });
}

/** Lets a block lie in a lane from a minute on, and tells what it meets there. */
function put(block, target, minute, tell = false) {
  const board = target.closest(".board");
  const last = board.dataset.until - block.dataset.minutes;
  const start = Math.max(Number(board.dataset.from), Math.min(minute, last));
  if (block.parentElement.parentElement !== target) target.querySelector(".board-hours").append(block);
  block.dataset.now = start;
  block.style.top = `${start - board.dataset.from}px`;
  block.style.minHeight = `${block.dataset.minutes}px`;
  if (tell) told(block);
}

function told(block) {
  const meets = blocks.find((other) => other !== block && day(other) === day(block) && overlaps(other, block) && shares(other, block));
  block.classList.toggle("board-clash", Boolean(meets));
  const time = `${String(Math.floor(now(block) / 60)).padStart(2, "0")}.${String(now(block) % 60).padStart(2, "0")}`;
  block.querySelector("[data-time]").textContent = time;
  const here = says.dataset.at.replace("{title}", block.dataset.title).replace("{time}", time)
    .replace("{room}", lane(block).querySelector("h3").textContent);
  says.textContent = meets ? `${here} (${says.dataset.clash.replace("{other}", meets.dataset.title)})` : here;
}

function overlaps(one, other) {
  return now(one) < now(other) + Number(other.dataset.minutes) && now(other) < now(one) + Number(one.dataset.minutes);
}

/** Whether two sessions need the same room or the same trainer. */
function shares(one, other) {
  const room = lane(one).dataset.room;
  if (room === lane(other).dataset.room) return true;
  const teaching = one.dataset.trainers.split(" ").filter(Boolean);
  return other.dataset.trainers.split(" ").some((key) => teaching.includes(key));
}

function beside(block, side) {
  const lanes = [...document.querySelectorAll(".board-lane")];
  const target = lanes[lanes.indexOf(lane(block)) + side];
  if (target) put(block, target, now(block), true);
}

function save(block, home) {
  if (lane(block) === home.lane && now(block) === home.start) return;
  form.action = block.dataset.place;
  form.elements.day.value = lane(block).dataset.day;
  form.elements.room.value = lane(block).dataset.room;
  form.elements.minutes.value = now(block);
  form.submit();
}

function lane(block) {
  return block.closest(".board-lane");
}

function day(block) {
  return lane(block).dataset.day;
}

function now(block) {
  return Number(block.dataset.now || block.dataset.start);
}

function from(target) {
  return Number(target.closest(".board").dataset.from);
}
