// Runs before the page is drawn, so that what a script will fold never flashes open. A file and not an inline script:
// the content security policy allows no inline script.
document.body.className += " js-enabled" + ("noModule" in HTMLScriptElement.prototype ? " govuk-frontend-supported" : "");
