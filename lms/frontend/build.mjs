// Makes static/build from this folder and the installed packages: bundles, fonts, an icon sprite, and manifest.json.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const target = join(root, "static", "build");
const skipped = new Set(["tokens.css", "base.css", "controls.css", "parts.css"]);
const entries = readdirSync(here).filter((name) => /\.(css|js)$/.test(name) && !skipped.has(name));

mkdirSync(target, { recursive: true });
readdirSync(target).forEach((name) => rmSync(join(target, name), { recursive: true }));
const result = await esbuild.build({
  entryPoints: entries.map((name) => join(here, name)),
  outdir: target,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true,
  minify: true,
  format: "iife",
  target: "chrome80",
  loader: { ".woff2": "file" },
  nodePaths: [join(root, "node_modules")],
  metafile: true,
  legalComments: "none",
  logLevel: "warning",
});

const manifest = {};
for (const [output, { entryPoint }] of Object.entries(result.metafile.outputs)) {
  if (!entryPoint) continue;
  const name = output.split("/").pop();
  manifest[entryPoint.split("/").pop().replace(/\.js$/, name.endsWith(".css") ? ".css" : ".js")] = name;
}
manifest["icons.svg"] = keep("icons", "svg", sprite());
manifest["pelita.svg"] = keep("pelita", "svg", readFileSync(join(here, "pelita.svg")));
writeFileSync(join(target, "manifest.json"), JSON.stringify(manifest, null, 1));

function sprite() {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean).sort();
  const symbols = names.map((name) => {
    const file = join(root, "node_modules", "lucide-static", "icons", `${name}.svg`);
    if (!existsSync(file)) throw new Error(`icons.txt names ${name}, which lucide-static does not have`);
    const inner = readFileSync(file, "utf8").replace(/<!--.*?-->/gs, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner.replace(/\s+/g, " ").trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

function keep(stem, kind, data) {
  const name = `${stem}-${createHash("sha256").update(data).digest("hex").slice(0, 8)}.${kind}`;
  writeFileSync(join(target, name), data);
  return name;
}
