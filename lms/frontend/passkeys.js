// Forms that ask the device for a passkey: the server gives a challenge, the device's answer goes into the form as JSON,
// and the form is sent as any other; after a problem it may be sent again (behaviours/sending.js held it). A browser without passkeys sees no button on the sign-in page.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

/** Asks the device as the server says; answers what it gave, each buffer as base64url. */
async function ask(kind, options) {
  const publicKey = { ...options, challenge: toBytes(options.challenge) };
  if (kind === "create") {
    publicKey.user = { ...options.user, id: toBytes(options.user.id) };
    publicKey.excludeCredentials = known(options.excludeCredentials);
  } else publicKey.allowCredentials = known(options.allowCredentials);
  const made = await navigator.credentials[kind]({ publicKey });
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (made.response[name]) response[name] = toText(made.response[name]);
  return { id: made.id, rawId: toText(made.rawId), type: made.type, response };
}

async function send(form) {
  const reply = await fetch(form.dataset.challenge, { method: "POST", body: new FormData(form) });
  const said = await reply.json();
  if (!reply.ok) throw new Error(said.message);
  form.elements.answer.value = JSON.stringify(await ask(form.dataset.passkey, said));
  form.submit();
}

for (const form of window.PublicKeyCredential ? document.querySelectorAll("form[data-passkey]") : []) {
  const problem = form.querySelector("[data-passkey-problem]");
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    problem.hidden = true;
    send(form).catch((error) => {
      // What the device says is in the browser's words, and often nothing; ours come from the server.
      problem.textContent = error.constructor === Error && error.message ? error.message : problem.dataset.passkeyProblem;
      problem.hidden = false;
      delete form.dataset.sending;
      for (const button of form.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
    });
  });
}
