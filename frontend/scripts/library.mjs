// Everything works without this. It folds long forms on small screens, adds copy buttons, and starts the few GOV.UK
// components that have behaviour.
import { Button, ErrorSummary, ServiceNavigation, SkipLink, createAll } from "govuk-frontend";

for (const component of [Button, ErrorSummary, ServiceNavigation, SkipLink]) createAll(component);

const wide = window.matchMedia("(min-width: 48.0625em)");

for (const panel of document.querySelectorAll("details.app-fold")) {
  const fit = () => { panel.open = wide.matches; };
  fit();
  panel.dataset.ready = "";
  wide.addEventListener("change", fit);
}

// A table that small screens show as blocks is no table any more to some screen readers, unless it says that it is one.
// In the page itself the same roles would be invalid, since there a table speaks for itself.
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
for (const table of document.querySelectorAll("table.app-heat, table.app-follow, table.app-history, table.app-reviews")) {
  for (const part of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, th, td")]) {
    part.setAttribute("role", ROLES[part.tagName] ?? (part.scope === "row" ? "rowheader" : "columnheader"));
  }
}

// The server repeats no host that it was asked by; the browser knows where it is.
for (const place of document.querySelectorAll("[data-address]")) {
  place.textContent = new URL(place.dataset.address, window.location.href).href;
}

// Puts a button after `source` that copies what `words` gives; its label may hold words for screen readers alone.
function copying(source, classes, label, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = classes;
  button.append(...label());
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.className = "govuk-visually-hidden";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(words());
      button.textContent = "Copied";
      status.textContent = "Copied";
    } catch {
      button.textContent = "Select the text to copy it";
    }
    setTimeout(() => { button.replaceChildren(...label()); status.textContent = ""; }, 4000);
  });
  source.after(button, status);
}

for (const source of document.querySelectorAll("[data-copy]")) {
  const classes = source.dataset.copyClass || "govuk-button govuk-button--secondary";
  const words = () => source.dataset.copy === "address" ? window.location.href : source.innerText;
  copying(source, classes, () => [source.dataset.copyLabel || "Copy"], words);
}

// Without this the link leads to the place on the finding's page where the words can be copied by hand.
for (const link of document.querySelectorAll("a[data-copy-words]")) {
  const label = [...link.childNodes];
  copying(link, "app-link-button app-no-print", () => label.map((node) => node.cloneNode(true)), () => link.dataset.copyWords);
  link.hidden = true;
}

// Long lists of filters can be searched: what does not hold the letters typed is hidden, what is ticked stays.
for (const list of document.querySelectorAll("[data-search]")) {
  const items = [...list.querySelectorAll(".govuk-checkboxes__item")];
  if (items.length < 8) continue;
  const field = document.createElement("input");
  field.type = "search";
  field.className = "govuk-input app-facet__search";
  field.setAttribute("aria-label", `Search ${list.dataset.search}`);
  field.placeholder = "Search this list";
  field.addEventListener("input", () => {
    const typed = field.value.trim().toLowerCase();
    for (const item of items) {
      item.hidden = !item.textContent.toLowerCase().includes(typed) && !item.querySelector("input").checked;
    }
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  list.before(field);
}

// Keys of a page where many findings are checked: Alt+N and Alt+P lead from one to the next; Alt with the letter that a
// button or link names in aria-keyshortcuts presses it, in the form that has the keyboard or else outside of all findings.
// The letter is the one that is typed. On a Mac these keys type other letters ("ł"), so there they do nothing.
const checked = [...document.querySelectorAll(".app-check")];
const takesKeys = checked.length > 0 && !/^Mac|^iP/.test(navigator.platform);
for (const hint of takesKeys ? document.querySelectorAll("[data-keys]") : []) hint.hidden = false;

function findingBeside(from, back) {
  const side = back ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const own = from.closest(".app-check");
  const beside = checked.filter((one) => one !== own && from !== document.body && from.compareDocumentPosition(one) & side);
  return back ? beside.at(-1) : beside.at(0) ?? (from === document.body ? checked[0] : undefined);
}

if (takesKeys) document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !/^[a-z]$/i.test(event.key)) return;
  const letter = event.key.toUpperCase();
  const from = document.activeElement ?? document.body;
  if (letter === "N" || letter === "P") {
    event.preventDefault();
    findingBeside(from, letter === "P")?.querySelector("textarea")?.focus();
    return;
  }
  const named = `[aria-keyshortcuts="Alt+${letter}"]`;
  const button = from.closest(".app-check form")?.querySelector(named)
    ?? [...document.querySelectorAll(named)].find((one) => !one.closest(".app-check"));
  if (button) {
    event.preventDefault();
    button.click();
  }
});

// A page that Back brings from the browser's memory still has what was chosen on it last; its address does not.
window.addEventListener("pageshow", (event) => {
  const form = document.getElementById("search-form");
  if (event.persisted && form) form.reset();
});
