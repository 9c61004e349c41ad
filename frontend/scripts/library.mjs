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

// The server repeats no host that it was asked by; the browser knows where it is.
for (const place of document.querySelectorAll("[data-address]")) {
  place.textContent = new URL(place.dataset.address, window.location.href).href;
}

for (const source of document.querySelectorAll("[data-copy]")) {
  const words = source.dataset.copy === "address" ? window.location.href : source.innerText;
  const button = document.createElement("button");
  button.type = "button";
  button.className = source.dataset.copyClass || "govuk-button govuk-button--secondary";
  const label = source.dataset.copyLabel || "Copy";
  button.textContent = label;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.className = "govuk-visually-hidden";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(words);
      button.textContent = "Copied";
      status.textContent = "Copied";
    } catch {
      button.textContent = "Select the text to copy it";
    }
    setTimeout(() => { button.textContent = label; status.textContent = ""; }, 4000);
  });
  source.after(button, status);
}
