// The console works without this file; with it there are a dark page, copy buttons, a folding menu, and what was typed when the
// session ended.
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
    } else {
      keep(event.target);
    }
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    keep(event.target.closest("form"));
  });

  // What was typed when the session was over comes back after the sign-in, in the same tab and to the same person. Passwords
  // and whatever may hold secrets are not kept.
  const KEPT = "rollcall.typed";

  function person() {
    const link = document.querySelector(".who a");
    return link ? link.textContent : "";
  }

  function keep(form) {
    if (!form || form.method !== "post" || !person() || form.querySelector("[data-unkept]")) {
      return;
    }
    const fields = Array.from(form.elements)
      .filter(function (one) { return one.name && !["password", "hidden", "submit"].includes(one.type); })
      .map(function (one) {
        return { name: one.name, value: one.value, checked: one.checked === true, ticks: /^(checkbox|radio)$/.test(one.type) };
      });
    if (fields.length === 0) {
      return;
    }
    sessionStorage.setItem(KEPT, JSON.stringify({
      person: person(), page: location.pathname + location.search, action: form.getAttribute("action"), fields: fields, over: false }));
  }

  function fill(form, fields) {
    fields.forEach(function (kept) {
      Array.from(form.elements)
        .filter(function (one) { return one.name === kept.name && (!kept.ticks || one.value === kept.value); })
        .forEach(function (one) {
          if (kept.ticks) {
            one.checked = kept.checked;
          } else {
            one.value = kept.value;
          }
        });
    });
  }

  function say(text, href) {
    const note = document.createElement("div");
    note.className = "alert alert-warning py-2";
    note.setAttribute("role", "status");
    note.textContent = text;
    if (href) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = "Open the form";
      note.append(" ", link);
    }
    document.getElementById("main").prepend(note);
  }

  document.addEventListener("DOMContentLoaded", function () {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
    if (!kept) {
      return;
    }
    if (!person()) {
      kept.over = kept.over || new URLSearchParams(location.search).has("over");
      sessionStorage.setItem(KEPT, JSON.stringify(kept));
      return;
    }
    const form = Array.from(document.forms).find(function (one) { return one.getAttribute("action") === kept.action; });
    if (kept.over && kept.person === person() && location.pathname + location.search !== kept.page) {
      say("What you had typed when your session ended is kept.", kept.page);
      return;
    }
    sessionStorage.removeItem(KEPT);
    if (kept.over && kept.person === person() && form) {
      fill(form, kept.fields);
      say("What you had typed when your session ended stands in the form again. It is not saved yet.");
    }
  });
})();
