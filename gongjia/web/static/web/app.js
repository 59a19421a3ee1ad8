// What makes the pages kinder where scripts run. Every page works without this file. ES2020, no framework.
"use strict";

(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const csrf = () => document.body.dataset.csrf;

  // ---- htmx: the token of this page; an error page replaces the page, not a corner of it
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = csrf();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    if (status === 422) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    } else if (status >= 400) {
      event.detail.shouldSwap = true;
      event.detail.target = document.body;
      event.detail.swapOverride = "innerHTML";
    }
  });
  document.addEventListener("htmx:sendError", () => offline(true));
  document.addEventListener("htmx:load", (event) => ready(event.detail.elt));

  // ---- the look changes under the reader's eyes, and nothing else does; the server is told for the pages to come
  const html = document.documentElement;
  let told = Promise.resolve(); // one after the other, so that the last choice is the one that is kept
  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest("form[data-look] button");
    if (!button) return;
    event.preventDefault();
    html.dataset[button.name] = button.value;
    const { skin, size, theme } = html.dataset;
    all("form[data-look] [name=size]").forEach((choice) => {
      if (choice.value === size) choice.setAttribute("aria-current", "true");
      else choice.removeAttribute("aria-current");
    });
    if (!button.offsetParent) all("button", button.form).find((other) => other.offsetParent && other.name === button.name).focus();
    const choice = {
      method: "POST",
      body: new URLSearchParams({ skin, size, theme }),
      headers: { "X-CSRFToken": csrf() },
      redirect: "manual",
      keepalive: true,
    };
    told = told.then(() => fetch(button.form.action, choice)).catch(() => {});
  });

  // ---- a form is sent once, however often it is pressed
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.method !== "post") return;
    if (form.hasAttribute("data-keep")) keep(form, navigator.onLine ? "sending" : "refused");
    if (!navigator.onLine) {
      event.preventDefault(); // the browser's own error page would cost what stands in the form
      offline(true);
      return;
    }
    if ("forget" in form.dataset) forget(form.dataset.forget);
    if ("empties" in form.dataset) {
      if (all("main form").some(hasUnkept) && !window.confirm(form.dataset.empties)) {
        event.preventDefault();
        return;
      }
      all("form[data-keep]").forEach((kept) => keep(kept, "refused"));
    }
    form.dataset.sent = "1";
    // After the browser has read the pressed button's name, so that its value still travels.
    setTimeout(() => all("button:not([type=button])", form).forEach((button) => button.setAttribute("aria-busy", "true")));
  });
  const release = (form) => {
    delete form.dataset.sent;
    all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy"));
  };
  window.addEventListener("pageshow", () => all("form").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest && event.target.closest("form");
    if (form) release(form);
  });

  // ---- no network: say so; what was typed is kept in this tab until an answer has come
  const offline = (is) => {
    const banner = document.getElementById("offline");
    if (banner) banner.hidden = !is;
    if (is) all("form").forEach(release);
  };
  window.addEventListener("offline", () => offline(true));
  window.addEventListener("online", () => offline(false));

  const secret = (field) => ["password", "file", "hidden"].includes(field.type) || field.autocomplete === "one-time-code";
  // One page's text is another's where an officer writes for somebody: what data-keep says tells them apart.
  const place = (form) => `kept:${location.pathname}:${form.dataset.keep}:${all("form[data-keep]").indexOf(form)}`;
  const typed = (form) =>
    Array.from(form.elements).filter((field) => field.name && field.tagName !== "BUTTON" && !secret(field));
  const read = (key) => JSON.parse(sessionStorage.getItem(key));
  const keep = (form, state) => {
    const values = typed(form).map((field) => [field.name, field.value, field.checked === true]);
    try {
      sessionStorage.setItem(place(form), JSON.stringify({ state, values }));
    } catch (error) {
      // A full or forbidden store: then the browser's own memory of the form must do.
    }
  };
  const hasUnkept = (form) =>
    form.method === "post" &&
    Array.from(form.elements).some(
      (field) => field.value && (field.type === "file" || (!("keep" in form.dataset) && field.matches("textarea, input[type=text]")))
    );
  const forget = (keeper) =>
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith("kept:") && key.includes(`:${keeper}:`))
      .forEach((key) => sessionStorage.removeItem(key));
  // This page may be the answer to a form: then its text is forgotten, unless the answer was a refusal.
  const settle = () => {
    const [entry] = performance.getEntriesByType("navigation");
    if (!document.referrer || (entry && entry.type === "back_forward")) return;
    const from = `kept:${new URL(document.referrer).pathname}:`;
    Object.keys(sessionStorage)
      .filter((key) => key.startsWith(from) && read(key).state === "sending")
      .forEach((key) => {
        if ("refused" in document.body.dataset) sessionStorage.setItem(key, JSON.stringify({ ...read(key), state: "refused" }));
        else sessionStorage.removeItem(key);
      });
  };
  const same = (field, name, value) => name === field.name && (!isTick(field) || value === field.value);
  const fill = (form, values) => {
    let changed = false;
    typed(form).forEach((field) => {
      const found = values.find(([name, value]) => same(field, name, value));
      if (!found) return;
      if (isTick(field)) {
        changed = changed || field.checked !== found[2];
        field.checked = found[2];
      } else if (!field.value && found[1]) {
        changed = true;
        field.value = found[1];
      }
    });
    return changed;
  };
  const offer = (form) => {
    const kept = read(place(form));
    sessionStorage.removeItem(place(form));
    // Only an untouched form is filled: one that came back with errors already holds what was typed.
    if (!kept || form.querySelector("[aria-invalid]")) return;
    const banner = document.getElementById("kept");
    if (fill(form, kept.values) && banner) banner.hidden = false;
  };
  const isTick = (field) => field.type === "checkbox" || field.type === "radio";

  // ---- a draft is saved after a pause in typing
  const autosave = (form) => {
    const note = form.querySelector("[data-autosave-note]");
    let timer = 0;
    const say = (words) => note && (note.textContent = words);
    const save = async () => {
      const data = new FormData(form);
      all("input[type=file]", form).forEach((field) => field.name && data.delete(field.name));
      try {
        const answer = await fetch(form.dataset.autosaveUrl, {
          method: "POST",
          body: data,
          headers: { "X-CSRFToken": csrf(), "X-Autosave": "1" },
          credentials: "same-origin",
        });
        const saved = answer.ok && !answer.redirected; // who was signed out meanwhile is sent to sign in
        if (!saved) keep(form, "refused");
        else if (!form.dataset.sent) sessionStorage.removeItem(place(form)); // what failed before is out of date
        say(note && (saved ? note.dataset.saved : answer.redirected ? note.dataset.signedOut : note.dataset.failed));
      } catch (error) {
        keep(form, "refused");
        say(note && note.dataset.failed);
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(save, 1200);
    });
    form.addEventListener("submit", () => clearTimeout(timer));
  };

  // ---- tables: j and k walk the rows, Enter opens
  const rows = () => all("table[data-keys] tbody tr").filter((row) => row.querySelector("a[href]"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key !== "j" && event.key !== "k") return;
    const list = rows();
    if (!list.length) return;
    const here = list.findIndex((row) => row.classList.contains("is-here"));
    const next = here < 0 ? 0 : Math.min(Math.max(here + (event.key === "j" ? 1 : -1), 0), list.length - 1);
    list.forEach((row) => row.classList.remove("is-here"));
    list[next].classList.add("is-here");
    list[next].querySelector("a[href]").focus(); // Enter then follows the link by itself
    event.preventDefault();
  });

  // ---- reading aloud: part by part, the part that is read is marked, one key stops it
  const readable = "h1,h2,h3,p,li,dt,dd,th,td,legend,label,summary,figcaption";
  const speech = window.speechSynthesis;
  const parts = (root) => {
    const seen = all(readable, root).filter((part) => part.offsetParent && part.innerText.trim());
    return seen.filter((part) => !seen.some((other) => other !== part && part.contains(other)));
  };
  const reader = (button) => {
    const label = button.querySelector("span");
    const start = label.textContent;
    let queue = [];
    const stop = () => {
      queue = [];
      speech.cancel();
      all(".is-read").forEach((part) => part.classList.remove("is-read"));
      label.textContent = start;
      button.setAttribute("aria-pressed", "false");
    };
    const next = () => {
      all(".is-read").forEach((part) => part.classList.remove("is-read"));
      const part = queue.shift();
      if (!part) return stop();
      const words = new SpeechSynthesisUtterance(part.innerText);
      words.lang = { "zh-hans": "zh-CN", ko: "ko-KR", en: "en-GB" }[document.documentElement.lang] || "zh-CN";
      words.onend = () => button.getAttribute("aria-pressed") === "true" && next();
      part.classList.add("is-read");
      part.scrollIntoView({ block: "nearest" });
      speech.speak(words);
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-pressed") === "true") return stop();
      queue = parts(document.querySelector(button.dataset.read));
      button.setAttribute("aria-pressed", "true");
      label.textContent = button.dataset.stop;
      next();
    });
    document.addEventListener("keydown", (event) => event.key === "Escape" && stop());
    window.addEventListener("pagehide", stop);
  };

  const copier = (button) => {
    const label = button.querySelector("span");
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      label.textContent = button.dataset.done;
    });
  };

  // ---- what a page, or a part that htmx brought, needs once
  const met = new Map(); // work -> the parts it was done on
  const once = (selector, root, work) => {
    const done = met.get(work) || new WeakSet();
    met.set(work, done);
    const found = root.matches && root.matches(selector) ? [root, ...all(selector, root)] : all(selector, root);
    found.filter((part) => !done.has(part)).forEach((part) => {
      done.add(part);
      work(part);
    });
  };
  const focus = (part) => part.focus();
  const printer = (button) => {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  };
  // A calendar beside a line for a day: what is picked stands in the line, what is typed is not touched.
  const picker = (part) => {
    const line = document.getElementById(part.dataset.picks);
    part.hidden = false;
    part.addEventListener("change", () => {
      if (!part.value) return;
      line.value = part.value;
      line.dispatchEvent(new Event("input", { bubbles: true }));
    });
  };
  const ready = (root) => {
    once("[data-autosave]", root, autosave);
    once("form[data-keep]", root, offer);
    if (navigator.clipboard) once("[data-copy]", root, copier);
    if (speech && window.SpeechSynthesisUtterance) once("[data-read]", root, reader);
    once("[data-print]", root, printer);
    once("[data-picks]", root, picker);
    once("[data-focus]", root, focus);
    once("[data-look][hidden]", root, (part) => (part.hidden = false));
  };
  // The menu of a desk starts folded where it would push the work down.
  if (window.matchMedia("(max-width: 959px)").matches) all(".nav-fold").forEach((fold) => fold.removeAttribute("open"));
  settle();
  ready(document);
  if (!navigator.onLine) offline(true);
  if ("serviceWorker" in navigator && window.isSecureContext) navigator.serviceWorker.register("/sw.js").catch(() => {});
})();
