// The camera: a badge is read, said in colour, sound and vibration, and the next one may come.
import { element, facts as page, one, say, words } from "./page.js";
import { markBadge } from "./marking.js";
import { tell } from "./view.js";

const AGAIN = 3000;
const TONES = { good: [880, 0.12], warn: [520, 0.2], bad: [220, 0.45] };
const SHAKES = { good: 60, warn: [60, 60, 60], bad: [250, 80, 250] };
let stream;
let sound;
let last = { code: "", at: 0 };

export const canScan = () => Boolean(window.isSecureContext && navigator.mediaDevices && navigator.mediaDevices.getUserMedia);

export async function startScan() {
  const Sound = window.AudioContext || window.webkitAudioContext;
  sound = sound || (Sound && new Sound()); // while the tap lasts: a phone lets nothing else begin to sound
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
  } catch (_) {
    return tell(words.noCamera, "bad");
  }
  if (sound) sound.resume().catch(() => {});
  const video = one("video");
  video.srcObject = stream;
  one("scanner").hidden = false;
  await video.play();
  const read = await reader().catch(() => null);
  if (!read) return stopScan() || tell(words.noCamera, "bad");
  while (stream && stream.active) {
    const code = await read(video).catch(() => null);
    if (code && stream) await scanned(code.trim()).catch(() => {}); // whatever is wrong with one, the next may come
    await new Promise((next) => setTimeout(next, 150));
  }
}

export function stopScan() {
  if (stream) stream.getTracks().forEach((track) => track.stop());
  stream = null;
  one("scanner").hidden = true;
}

async function scanned(code) {
  if (!code || (code === last.code && Date.now() - last.at < AGAIN)) {
    if (code) last.at = Date.now();
    return;
  }
  last = { code, at: Date.now() };
  const kind = await markBadge(code);
  one("scanner").dataset.kind = kind;
  one("scan-told").textContent = one("told").textContent;
  if (navigator.vibrate) navigator.vibrate(SHAKES[kind]);
  if (sound) beep(...TONES[kind]);
}

function beep(pitch, seconds) {
  const tone = sound.createOscillator();
  tone.frequency.value = pitch;
  tone.connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + seconds);
}

/** The browser's own reader, else a bundled one, also where its own is promised and then fails. */
async function reader() {
  const formats = "BarcodeDetector" in window ? await BarcodeDetector.getSupportedFormats().catch(() => []) : [];
  if (!formats.includes("qr_code")) return bundled();
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let read = async (video) => ((await detector.detect(video))[0] || {}).rawValue;
  return (video) => read(video).catch(async () => void (read = await bundled()));
}

async function bundled() {
  if (!window.readQR) await fetched(page.scan);
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  return async (video) => {
    const scale = Math.min(1, 640 / (video.videoWidth || 640));
    canvas.width = Math.round(video.videoWidth * scale);
    canvas.height = Math.round(video.videoHeight * scale);
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    return window.readQR(pen.getImageData(0, 0, canvas.width, canvas.height));
  };
}

function fetched(address) {
  return new Promise((done, failed) => {
    const script = element("script", { src: address });
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
}
