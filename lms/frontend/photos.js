// Photos and materials: pictures are made small here, and every file goes in small parts that survive a broken line.
// Without this script the same form sends the files as they are.
const SIDE = 1280;
const PART = 256 * 1024;
const csrf = document.querySelector('input[name="csrf_token"]')?.value ?? "";

for (const form of document.querySelectorAll("form[data-uploads]")) prepare(form);

function prepare(form) {
  const input = form.querySelector('input[type="file"]');
  const list = form.querySelector("[data-upload-list]");
  const button = form.querySelector('button[type="submit"]');
  let open = 0;
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = "";
    input.required = false;
    open += files.length;
    button.disabled = true;
    for (const file of files) {
      const row = document.createElement("li");
      const bar = document.createElement("progress");
      const note = document.createElement("span");
      row.append(`${file.name} `, bar, " ", note);
      list.append(row);
      const waits = (is) => { note.textContent = is ? list.dataset.waiting : ""; };
      try {
        const small = await shrunk(file);
        const uid = await sent(form.dataset.uploads, small, (done) => { bar.max = small.size; bar.value = done; }, waits);
        form.append(hidden("upload", uid));
        note.textContent = list.dataset.done;
      } catch (error) {
        note.textContent = error.message || list.dataset.failed;
      }
      open -= 1;
      button.disabled = open > 0;
    }
  });
}

/** A picture of at most SIDE pixels each way, as JPEG; anything else, and what this browser cannot read, as it is. */
async function shrunk(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await load(file);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: blob.type }) : file;
  } catch {
    return file;
  }
}

function load(file) {
  return new Promise((done, fail) => {
    const picture = new Image();
    picture.onload = () => done(picture);
    picture.onerror = fail;
    picture.src = URL.createObjectURL(file);
  });
}

/** Sends a file in parts and answers its uid; a broken line is waited for, and the server says where to go on. */
async function sent(address, file, tell, waits) {
  const kept = `upload ${address} ${file.name} ${file.size}`;
  const uid = remembered(kept);
  let done = (await ask("POST", address, JSON.stringify({ uid, name: file.name, size: file.size }), "application/json", waits)).received;
  while (done < file.size) {
    const answer = await ask("POST", `${address}/${uid}?start=${done}`, file.slice(done, done + PART), "application/octet-stream", waits);
    done = answer.received;
    tell(done);
  }
  forget(kept);
  return uid;
}

/** The number under which a file was begun here before, so that a page that was closed goes on too. */
function remembered(key) {
  try {
    const uid = localStorage.getItem(key) || number();
    localStorage.setItem(key, uid);
    return uid;
  } catch {
    return number();
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

async function ask(method, address, body, type, waits) {
  for (let wait = 1000; ; wait = Math.min(wait * 2, 30000)) {
    let answer;
    try {
      answer = await fetch(address, { method, body, headers: { Accept: "application/json", "Content-Type": type, "X-CSRFToken": csrf } });
    } catch {
      answer = null; // no line
    }
    waits(!answer || answer.status >= 500);
    if (answer && answer.ok) return answer.json();
    if (answer && answer.status < 500) throw new Error((await answer.json().catch(() => ({}))).refused);
    await new Promise((go) => { setTimeout(go, wait); window.addEventListener("online", go, { once: true }); });
  }
}

function number() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function hidden(name, value) {
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = name;
  input.value = value;
  return input;
}
