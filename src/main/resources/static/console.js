// The console works without this file; with it there are a dark page, copy buttons and a folding menu.
(function () {
  "use strict";
  const root = document.documentElement;
  root.classList.add("with-script");

  const darkness = window.matchMedia("(prefers-color-scheme: dark)");
  function theme() {
    return localStorage.getItem("theme") || (darkness.matches ? "dark" : "light");
  }
  function paint() {
    root.setAttribute("data-bs-theme", theme());
  }
  paint();
  darkness.addEventListener("change", paint);

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button");
    if (!button) {
      return;
    }
    if (button.dataset.theme !== undefined) {
      localStorage.setItem("theme", theme() === "dark" ? "light" : "dark");
      paint();
    } else if (button.dataset.menu !== undefined) {
      const open = document.getElementById(button.getAttribute("aria-controls")).classList.toggle("open");
      button.setAttribute("aria-expanded", String(open));
    } else if (button.dataset.copy !== undefined) {
      const text = document.getElementById(button.dataset.copy).textContent.trim();
      navigator.clipboard.writeText(text).then(function () {
        button.textContent = "Copied";
      });
    }
  });

  document.addEventListener("change", function (event) {
    const name = event.target.dataset.checkAll;
    if (name !== undefined) {
      document.querySelectorAll('input[type="checkbox"][name="' + name + '"]').forEach(function (box) {
        box.checked = event.target.checked;
      });
    }
  });

  document.addEventListener("submit", function (event) {
    const asked = (event.submitter && event.submitter.dataset.confirm) || event.target.dataset.confirm;
    if (asked && !window.confirm(asked)) {
      event.preventDefault();
    }
  });
})();
