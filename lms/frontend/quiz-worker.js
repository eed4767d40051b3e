// The service worker of /my/: an attempt that was put on the device opens without a line. Nothing else is kept.
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";

const ATTEMPT = /^\/my\/attempts\/([0-9a-f-]{36})$/;

self.skipWaiting();
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(self.clients.claim()));
cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  const found = event.request.mode === "navigate" && ATTEMPT.exec(url.pathname);
  if (found) event.respondWith(page(event.request, found[1]));
  else if (url.pathname.startsWith("/files/")) event.respondWith(picture(event.request));
});

/** The page from the service where there is a line; what the service marks as one to keep replaces the one kept. */
async function page(request, attempt) {
  const name = "attempt:" + attempt;
  const limit = (await caches.has(name)) ? soon() : new Promise(() => {});
  const answer = await Promise.race([fetch(request).catch(() => null), limit]);
  if (answer && answer.headers.get("X-Pelita-Kept") === "1") await (await caches.open(name)).put(request.url, answer.clone());
  return answer || (await caches.match(request.url, { ignoreVary: true, ignoreSearch: true })) || Response.error();
}

async function picture(request) {
  return (await caches.match(request.url, { ignoreVary: true })) || fetch(request);
}

function soon() {
  return new Promise((done) => setTimeout(() => done(null), 4000));
}
