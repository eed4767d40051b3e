// Sends the answers of a finished attempt that this device could not send in time, and says what became of them.
import * as store from "./quiz/store.js";

const place = document.querySelector("[data-leftover]");
const { leftover: attempt, steps: address, token, words } = place.dataset;

store.open(attempt).then(async ({ steps }) => {
  const left = steps.filter((step) => step.item);
  const sent = [];
  for (const step of left) {
    const reply = await send(step);
    if (!reply) break;
    if (reply.ok) sent.push(step.uid);
  }
  await store.drop(attempt, sent);
  store.noteUnsent(attempt, left.length - sent.length);
  if (!sent.length) return;
  place.textContent = words.replace("{n}", sent.length);
  place.hidden = false;
});

async function send({ n, attempt: _attempt, refused, ...step }) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
  const reply = await fetch(address, { method: "POST", headers, body: JSON.stringify({ steps: [step] }) }).catch(() => null);
  return reply && !reply.redirected && reply.status < 500 ? reply : null;
}
