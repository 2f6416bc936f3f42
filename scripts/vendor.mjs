// SPDX-FileCopyrightText: 2026 The Stellwerk authors
// SPDX-License-Identifier: EUPL-1.2
//
// Copies the listed browser parts with their licence texts into the tree and writes their
// checksums. Run by hand after a change in package.json: npm ci && npm run vendor
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import rtlcss from "rtlcss";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const served = join(root, "src/stellwerk/web/shell/static/vendor");
const testing = join(root, "tests/vendor");

const weights = [400, 500, 600];
const copies = [
  ["htmx.org/dist/htmx.min.js", "htmx/htmx.min.js"],
  ["htmx.org/LICENSE", "htmx/LICENSE"],
  ["accessible-autocomplete/dist/accessible-autocomplete.min.js", "combobox/accessible-autocomplete.min.js"],
  ["accessible-autocomplete/LICENSE.txt", "combobox/LICENSE"],
  ["@kern-ux/native/LICENSE.md", "kern/LICENSE.md"],
  ["@fontsource/fira-sans/LICENSE", "fonts/LICENSE-fira-sans"],
  ["@fontsource/noto-sans-arabic/LICENSE", "fonts/LICENSE-noto-sans-arabic"],
  ["lucide-static/LICENSE", "lucide/LICENSE"],
  ...weights.flatMap((weight) =>
    ["latin", "latin-ext", "cyrillic"].map((script) => [
      `@fontsource/fira-sans/files/fira-sans-${script}-${weight}-normal.woff2`,
      `fonts/fira-sans-${script}-${weight}.woff2`,
    ]),
  ),
  ...[400, 600].map((weight) => [
    `@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-${weight}-normal.woff2`,
    `fonts/noto-sans-arabic-${weight}.woff2`,
  ]),
];
const testCopies = [
  ["axe-core/axe.min.js", "axe/axe.min.js"],
  ["axe-core/LICENSE", "axe/LICENSE"],
];

// our word for it -> the drawing's name
const icons = {
  home: "house", cases: "briefcase", folder: "folder-open", chart: "chart-column", upload: "upload",
  download: "download", people: "users", person: "user", list: "list-checks", log: "scroll-text",
  plus: "plus", search: "search", filter: "sliders-horizontal", check: "check", info: "info",
  warning: "triangle-alert", danger: "octagon-alert", circle: "circle", close: "x",
  chevron: "chevron-right", left: "arrow-left", right: "arrow-right", up: "arrow-up",
  down: "arrow-down", sort: "arrow-up-down", calendar: "calendar", clock: "clock", phone: "phone",
  mail: "mail", visit: "door-open", building: "building-2", pin: "map-pin", edit: "pencil",
  trash: "trash-2", eye: "eye", lock: "lock", unlock: "lock-open", key: "key-round", flag: "flag",
  goal: "target", steps: "milestone", note: "notebook-pen", history: "history", link: "link",
  external: "external-link", print: "printer", snow: "snowflake", document: "file-text",
  menu: "menu", logout: "log-out", settings: "settings", theme: "sun-moon", language: "languages",
  star: "star", users: "handshake", split: "split", refresh: "refresh-cw", help: "circle-question-mark",
};

function write(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function copy(list, target) {
  for (const [from, to] of list) {
    mkdirSync(dirname(join(target, to)), { recursive: true });
    copyFileSync(join(modules, from), join(target, to));
  }
}

// The map itself is not vendored, and collecting the files would stumble over the reference.
function withoutSourceMap(path) {
  writeFileSync(path, readFileSync(path, "utf8").replace(/\/\/# sourceMappingURL=\S+\s*$/, ""));
}

// KERN goes into a cascade layer, so that our own rules win without fighting its selectors.
function kern() {
  const source = readFileSync(join(modules, "@kern-ux/native/dist/kern.min.css"), "utf8")
    .replace(/^\uFEFF/, "")
    .replace(/@charset "[^"]*";/i, "");
  const layered = (css) => `@charset "UTF-8";@layer kern{${css}}\n`;
  write(join(served, "kern/kern.css"), layered(source));
  write(join(served, "kern/kern.rtl.css"), layered(rtlcss.process(source)));
}

function sprite() {
  const symbols = Object.entries(icons).map(([name, drawing]) => {
    const svg = readFileSync(join(modules, "lucide-static/icons", `${drawing}.svg`), "utf8");
    const body = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>[\s\S]*$/, "");
    return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${body.replace(/\s*\n\s*/g, "")}</symbol>`;
  });
  symbols.push('<symbol id="dot" viewBox="0 0 24 24"><circle cx="12" cy="12" r="5" fill="currentColor"/></symbol>');
  write(join(served, "lucide/icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

function files(folder) {
  return readdirSync(folder)
    .flatMap((name) => (statSync(join(folder, name)).isDirectory() ? files(join(folder, name)) : [join(folder, name)]))
    .sort();
}

for (const folder of [served, testing]) rmSync(folder, { recursive: true, force: true });
copy(copies, served);
withoutSourceMap(join(served, "combobox/accessible-autocomplete.min.js"));
copy(testCopies, testing);
kern();
sprite();
const sums = [...files(served), ...files(testing)].map(
  (path) => `${createHash("sha256").update(readFileSync(path)).digest("hex")}  ${relative(root, path)}`,
);
writeFileSync(join(root, "scripts/vendor.sha256"), sums.join("\n") + "\n");
console.log(`${sums.length} files`);
