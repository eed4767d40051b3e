// Where this device is: told only when its owner presses the button that says so.
const mayAsk = window.isSecureContext && "geolocation" in navigator;
const into = document.querySelector("[data-position-into]");
const choice = document.querySelector("[data-position-choice]");

if (mayAsk && into) {
  into.hidden = false;
  into.addEventListener("click", () => {
    const field = document.getElementById(into.dataset.positionInto);
    ask(5, (text) => (text ? (field.value = text) : (into.textContent = into.dataset.failed)));
  });
}

if (mayAsk && choice) {
  choice.hidden = false;
  const button = choice.querySelector("[data-position-send]");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    button.disabled = true;
    // Two decimals are about a kilometre; without an answer the person is here all the same.
    ask(2, (text) => {
      choice.querySelector("[name=position]").value = text;
      button.form.submit();
    });
  });
}

function ask(decimals, told) {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => told([coords.latitude, coords.longitude].map((degrees) => degrees.toFixed(decimals)).join(", ")),
    () => told(""),
    { timeout: 8000, maximumAge: 60000 }
  );
}
