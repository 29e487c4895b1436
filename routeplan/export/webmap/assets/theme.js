/* Light or dark: as the reader's system has it, until the button is pressed. */
window.routeplan.addTheme = function (app) {
  "use strict";

  const KEPT = "routeplan-theme";
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const button = document.getElementById("rp-theme");

  // Browsers may forbid pages opened from a file to keep anything.
  function readChoice() {
    try {
      return window.localStorage.getItem(KEPT);
    } catch (error) {
      return null;
    }
  }

  function keepChoice(name) {
    try {
      window.localStorage.setItem(KEPT, name);
    } catch (error) {
      console.debug(error.message);
    }
  }

  function show(isDark) {
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    app.emit("theme", { dark: isDark });
  }

  function choose(isDark) {
    button.setAttribute("aria-pressed", String(isDark));
    show(isDark);
  }

  const isPressed = () => button.getAttribute("aria-pressed") === "true";

  button.addEventListener("click", function () {
    keepChoice(isPressed() ? "light" : "dark");
    choose(!isPressed());
  });
  system.addEventListener("change", () => readChoice() || choose(system.matches));
  // Paper is light whatever the screen is.
  app.on("paper", (isPaper) => show(!isPaper && isPressed()));
  choose(readChoice() ? readChoice() === "dark" : system.matches);
};
