// Draws the places of a picture question: a rectangle or a circle is drawn on the picture, and becomes a line to which
// its word is added. The lines stay what is sent, and what a keyboard uses.
const box = document.querySelector("[data-areas]");
const lines = document.querySelector('textarea[name="lines"]');
const chosen = document.querySelector('select[name="picture"]');
const file = document.querySelector('input[name="picture_file"]');
const known = JSON.parse(box.dataset.areas);
const picture = box.querySelector("svg");
const WIDEST = Number(box.dataset.widest); // the service makes larger ones so small
const AREA = /(?:^|:\s*)(rect|circle|poly)\s+([\d\s,-]+?)\s*=/;
let from = null;

const shape = () => box.querySelector("input[type=radio]:checked").value;

function element(name, facts) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  Object.entries(facts).forEach(([key, value]) => made.setAttribute(key, value));
  return made;
}

/** Returns the SVG of an area, as its line says it. */
function drawn(kind, n) {
  if (kind === "circle") return element("circle", { cx: n[0], cy: n[1], r: n[2] });
  if (kind === "poly") return element("polygon", { points: n.join(" ") });
  const [x, y] = [Math.min(n[0], n[2]), Math.min(n[1], n[3])];
  return element("rect", { x, y, width: Math.abs(n[2] - n[0]), height: Math.abs(n[3] - n[1]) });
}

function redraw() {
  picture.querySelectorAll("rect, circle, polygon").forEach((one) => one.remove());
  lines.value.split("\n").forEach((line) => {
    const found = AREA.exec(line);
    const numbers = found ? found[2].split(/[\s,]+/).map(Number) : [];
    if (numbers.length > 2 && numbers.every(Number.isFinite)) picture.append(drawn(found[1], numbers));
  });
}

function show(address, width, height) {
  picture.textContent = "";
  picture.append(element("image", { href: address, width, height }));
  picture.setAttribute("viewBox", `0 0 ${width} ${height}`);
  box.hidden = false;
  redraw();
}

function look() {
  const sent = file.files[0];
  if (sent) {
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const image = new Image();
      image.addEventListener("load", () => {
        const scale = Math.min(1, WIDEST / Math.max(image.naturalWidth, image.naturalHeight));
        show(image.src, Math.round(image.naturalWidth * scale), Math.round(image.naturalHeight * scale));
      });
      image.src = reader.result;
    });
    return reader.readAsDataURL(sent);
  }
  const one = known[chosen.value];
  if (one) return show(one.address, one.width, one.height);
  box.hidden = true;
}

/** Returns where the pointer is, in pixels of the picture. */
function at(event) {
  const frame = picture.getBoundingClientRect();
  const { width, height } = picture.viewBox.baseVal;
  const inside = (value, most) => Math.round(Math.max(0, Math.min(most, value)));
  return [inside(((event.clientX - frame.left) * width) / frame.width, width), inside(((event.clientY - frame.top) * height) / frame.height, height)];
}

function numbers(event) {
  const [x, y] = at(event);
  return shape() === "circle" ? [...from, Math.round(Math.hypot(x - from[0], y - from[1]))] : [...from, x, y];
}

picture.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  from = at(event);
  picture.setPointerCapture(event.pointerId);
});
picture.addEventListener("pointermove", (event) => {
  if (!from) return;
  redraw();
  picture.append(drawn(shape(), numbers(event)));
});
picture.addEventListener("pointerup", (event) => {
  if (!from) return;
  const found = numbers(event);
  const [x, y] = at(event);
  const isMeant = Math.hypot(x - from[0], y - from[1]) > 4;
  from = null;
  if (isMeant) add(found);
  else redraw();
});
picture.addEventListener("pointercancel", () => {
  from = null;
  redraw();
});

function add(found) {
  const line = `${shape()} ${found.join(" ")} = `;
  lines.value = [...lines.value.split("\n").filter((one) => one.trim()), line].join("\n");
  lines.dispatchEvent(new Event("input", { bubbles: true }));
  lines.focus();
  lines.setSelectionRange(lines.value.length, lines.value.length);
}

lines.addEventListener("input", redraw);
chosen.addEventListener("change", look);
file.addEventListener("change", look);
look();
