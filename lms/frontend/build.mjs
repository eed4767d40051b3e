// Makes static/build (or the folder that is named) from this folder and the installed packages: bundles, fonts, icons, the map, and manifest.json.
// Every .css and .js file directly in this folder is an entry; what they share stands in styles/ and behaviours/.
// A server may run meanwhile: names carry the hash of what they hold, no file is written over, and what the build
// before made stays for a month, since a server that was started with it goes on asking for it.
import { createHash } from "node:crypto";
import {
  existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const packages = join(root, "node_modules");
const target = process.argv[2] ?? join(root, "static", "build");
const entries = readdirSync(here).filter((name) => /\.(css|js)$/.test(name));

const KEPT_DAYS = 30;

mkdirSync(target, { recursive: true });
holdNewest();
const manifest = {
  ...(await bundle()),
  "icons.svg": keep("icons", "svg", icons()),
  "indonesia.svg": keep("indonesia", "svg", provinces()),
  "event-192.png": keep("event-192", "png", readFileSync(join(here, "event", "icon-192.png"))),
  "event-512.png": keep("event-512", "png", readFileSync(join(here, "event", "icon-512.png"))),
  "pelita.svg": keep("pelita", "svg", readFileSync(join(here, "pelita.svg"))),
};
const made = new Set([...Object.values(manifest), ...fonts()]);
[...made].filter((name) => /\.(css|js|svg)$/.test(name)).forEach(compress);
writeManifest();
removeOld();

/** Bundles the entries; answers {"app.css": "app-HASH.css", …} and, for preloading, the fonts by family file. */
async function bundle() {
  const { metafile, outputFiles } = await esbuild.build({
    entryPoints: entries.map((name) => join(here, name)),
    outdir: target,
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "iife",
    target: "chrome80",
    loader: { ".woff2": "file" },
    nodePaths: [packages],
    metafile: true,
    write: false,
    legalComments: "none",
    logLevel: "warning",
  });
  outputFiles.forEach(({ path, contents }) => put(basename(path), contents));
  const found = {};
  for (const [output, { entryPoint, inputs }] of Object.entries(metafile.outputs)) {
    const source = entryPoint || Object.keys(inputs)[0];
    found[source.split("/").pop()] = output.split("/").pop();
  }
  return found;
}

function fonts() {
  return Object.entries(manifest).filter(([name]) => name.endsWith(".woff2")).map(([, file]) => file);
}

/** One sprite of the icons that icons.txt lists and those that templates and Python name. */
function icons() {
  const listed = readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
  const symbols = [...new Set([...listed, ...named()])].sort().map(symbol);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

function named() {
  const patterns = { "templates": /\b(?:icon\(|symbol=)"([a-z0-9-]+)"/g, "lms": /\bicon="([a-z0-9-]+)"/g };
  return Object.entries(patterns).flatMap(([folder, pattern]) =>
    readdirSync(join(root, folder), { recursive: true })
      .filter((name) => /\.(html|py)$/.test(name))
      .flatMap((name) => [...readFileSync(join(root, folder, name), "utf8").matchAll(pattern)].map((match) => match[1])),
  );
}

function symbol(name) {
  const file = join(packages, "lucide-static", "icons", `${name}.svg`);
  if (!existsSync(file)) {
    console.error(`lms/frontend: lucide-static has no icon "${name}"; it is left out`);
    return "";
  }
  const inner = readFileSync(file, "utf8").replace(/<!--.*?-->/gs, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, " ").trim()}</symbol>`;
}

/** The provinces as one <path id="id-jb"> each, so that a page draws them with <use>; "all" is the ground. */
function provinces() {
  const source = readFileSync(join(packages, "@svg-maps", "indonesia", "indonesia.svg"), "utf8");
  const paths = [...source.matchAll(/<path\s+id="([^"]+)"\s+name="[^"]+"\s+d="([^"]+)"/g)];
  const drawn = paths.map(([, id, d]) => `<path id="${id}" d="${d.replace(/-?\d+\.\d{2,}/g, rounded)}"/>`);
  return `<svg xmlns="http://www.w3.org/2000/svg"><g id="all">${drawn.join("")}</g></svg>`;
}

function rounded(text) {
  return String(Number(Number(text).toFixed(1)));
}

function keep(stem, kind, data) {
  const name = `${stem}-${createHash("sha256").update(data).digest("hex").slice(0, 8)}.${kind}`;
  put(name, data);
  return name;
}

/** Writes a file that is not there yet, whole: a server may be asked for it at any moment. */
function put(name, data) {
  const path = join(target, name);
  if (existsSync(path)) return;
  writeFileSync(`${path}.new`, data);
  renameSync(`${path}.new`, path);
}

/** WhiteNoise serves FILE.br or FILE.gz in place of FILE where the browser takes it. */
function compress(name) {
  const data = readFileSync(join(target, name));
  put(`${name}.gz`, gzipSync(data, { level: 9 }));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  put(`${name}.br`, brotliCompressSync(data, quality));
}

function writeManifest() {
  const path = join(target, "manifest.json");
  writeFileSync(`${path}.new`, JSON.stringify(manifest, null, 1));
  renameSync(`${path}.new`, path);
}

/** Notes of what the build before made that it was used until now. */
function holdNewest() {
  const path = join(target, "manifest.json");
  if (!existsSync(path)) return;
  const used = new Set(Object.values(JSON.parse(readFileSync(path, "utf8"))));
  const now = new Date();
  readdirSync(target).filter((name) => used.has(plain(name))).forEach((name) => utimesSync(join(target, name), now, now));
}

/** Takes away what no build of the last days has made. */
function removeOld() {
  const oldest = Date.now() - KEPT_DAYS * 24 * 3600 * 1000;
  readdirSync(target)
    .filter((name) => name !== "manifest.json" && !made.has(plain(name)))
    .filter((name) => name.endsWith(".new") || statSync(join(target, name)).mtimeMs < oldest)
    .forEach((name) => rmSync(join(target, name), { recursive: true }));
}

function plain(name) {
  return name.replace(/\.(br|gz)$/, "");
}
