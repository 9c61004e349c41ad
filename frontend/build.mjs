// Makes ../web/static from the sources here. `--check` compares instead of writing. Nothing licensed for GOV.UK alone
// may come through: no font, crown or crest.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "web", "static");
const check = process.argv.includes("--check");
const icons = ["icon-tag-remove-cross.svg", "icon-tag-remove-cross-white.svg", "icon-close-cross-black.svg", "icon-document.svg", "icon-toggle-plus-minus.svg"];

const css = sass.compile(join(here, "styles", "library.scss"), {
  style: "compressed", quietDeps: true, loadPaths: [here, join(here, "node_modules")],
  importers: [{ findFileUrl: (url) => (url.startsWith("node_modules/") ? new URL(url, pathToFileURL(here + "/")) : null) }],
}).css;

const bundle = async (entry, options) => {
  const result = await esbuild.build({
    entryPoints: [join(here, "scripts", entry)], bundle: true, minify: true, target: "es2020",
    legalComments: "none", write: false, ...options });
  return result.outputFiles[0].text;
};

const outputs = {
  "library.css": css + "\n",
  "library.js": await bundle("library.mjs", { format: "esm" }),
  "early.js": await bundle("early.js", { format: "iife" }),
};
for (const icon of icons) {
  outputs[`images/${icon}`] = readFileSync(join(here, "node_modules/@ministryofjustice/frontend/moj/assets/images", icon), "utf8");
}
for (const own of readdirSync(join(here, "own"))) outputs[own] = readFileSync(join(here, "own", own), "utf8");

const forbidden = /woff|GDS Transport|crown|crest/i;
let stale = 0;
for (const [name, text] of Object.entries(outputs)) {
  const found = forbidden.exec(text);
  if (found) throw new Error(`${name} names ${found[0]}, which is licensed for GOV.UK alone`);
  const path = join(target, name);
  if (check) {
    if (!existsSync(path) || readFileSync(path, "utf8") !== text) { console.error(`stale: ${name}`); stale = 1; }
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`${name}  ${text.length}`);
  }
}
process.exit(stale);
