// The countdown follows the server's clock, not the device's.
import { shift } from "./queue.js";
import { form, say } from "./sheet.js";

const clock = form.parentElement.querySelector("[data-countdown]");

export function countDown(over) {
  if (!clock || !say.deadline) return;
  const end = Date.parse(say.deadline);
  const tick = () => {
    const left = Math.max(0, Math.round((end - Date.now() - shift) / 1000));
    clock.textContent = left ? words(left) + " " + say.left : say.over;
    left ? setTimeout(tick, 500) : over();
  };
  tick();
}

function words(left) {
  const two = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(left / 3600);
  return (hours ? hours + ":" : "") + two(Math.floor(left / 60) % 60) + ":" + two(left % 60);
}
