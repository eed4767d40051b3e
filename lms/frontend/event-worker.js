// The service worker of /event/: its files and the page itself are there without a line. No roll passes through it.
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import { registerRoute } from "workbox-routing";
import { NetworkFirst } from "workbox-strategies";

const keepsWhatIsMarked = { cacheWillUpdate: async ({ response }) => (isPage(response) ? response : null) };

self.skipWaiting();
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
// A page that was opened while this worker was made asks to be taken in.
self.addEventListener("message", (event) => event.waitUntil(self.clients.claim()));
cleanupOutdatedCaches();
precacheAndRoute(self.__WB_MANIFEST);
registerRoute(
  ({ request, url }) => request.mode === "navigate" && /^\/event\/[0-9a-f-]{36}$/.test(url.pathname),
  new NetworkFirst({ cacheName: "event-pages", networkTimeoutSeconds: 4, plugins: [keepsWhatIsMarked] }),
);

function isPage(response) {
  return response && response.status === 200 && !response.redirected;
}
