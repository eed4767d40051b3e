// The name as it will be printed follows what is typed.
const shown = document.querySelector("[data-name-preview]");
const typed = document.querySelector("input[name=name]");
if (shown && typed) typed.addEventListener("input", () => (shown.textContent = typed.value.replace(/\s+/g, " ").trim()));
