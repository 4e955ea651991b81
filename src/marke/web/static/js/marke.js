// Marke's own script. Everything works without it; it makes things quicker. No framework, no inline handlers.
(() => {
  "use strict";
  const root = document.documentElement;
  const on = (type, selector, handle) =>
    document.addEventListener(type, (event) => {
      const element = event.target.closest?.(selector);
      if (element) handle(element, event);
    });
  const say = (text) => { document.getElementById("live").textContent = text; };

  // Forgery protection for htmx: the token travels in a header.
  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = document.querySelector('meta[name="csrf-token"]')?.content ?? "";
  });

  // After a swap, focus goes to what the page says first: an error, a message or the heading.
  const focusFirst = (within) => {
    const target = within.querySelector("[data-focus], [autofocus]") ?? within.querySelector("h1[tabindex]");
    target?.focus({ preventScroll: false });
  };
  document.addEventListener("htmx:afterSettle", ({ detail: { elt } }) => {
    if (elt.closest("#palette")) return selectOption(0);
    focusFirst(elt);
    const caption = elt.querySelector("caption");
    if (caption) say(`${caption.textContent}: ${elt.querySelectorAll("tbody tr").length}`);
  });
  // A fragment that fails to load becomes the whole page, which says what is wrong.
  for (const failure of ["htmx:responseError", "htmx:sendError"])
    document.addEventListener(failure, ({ detail: { requestConfig } }) => {
      if (requestConfig?.verb === "get" && !palette?.open) location.assign(requestConfig.path);
    });

  // What somebody is typing in is never replaced under their hands.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (event.detail.target === document.activeElement) event.detail.shouldSwap = false;
  });

  // Theme: the device decides until somebody does.
  const dark = () => getComputedStyle(root).colorScheme === "dark"
    || (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  on("click", "[data-theme-switch]", (button) => {
    root.dataset.theme = dark() ? "light" : "dark";
    document.cookie = `marke_theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
    say(button.dataset[root.dataset.theme]);
  });

  // Command palette.
  const palette = document.getElementById("palette");
  const field = palette?.querySelector("input");
  const options = () => [...palette.querySelectorAll('[role="option"][href]')];
  const selectOption = (index) => {
    const all = options();
    const chosen = all[(index + all.length) % all.length];
    all.forEach((option) => option.setAttribute("aria-selected", String(option === chosen)));
    if (!chosen) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  };
  const openPalette = () => {
    if (!palette || palette.open) return;
    palette.showModal();
    field.select();
    window.htmx?.trigger(field, "input");
  };
  on("click", "[data-palette]", (link, event) => {
    if (!palette || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    openPalette();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const command = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (palette && (command || (event.key === "/" && !typing))) {
      event.preventDefault();
      openPalette();
    }
  });
  field?.addEventListener("keydown", (event) => {
    const current = options().findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); selectOption(current + step); }
    if (event.key === "Enter" && options()[current]) { event.preventDefault(); options()[current].click(); }
  });

  // Dialogs and menus.
  on("click", "[data-open]", (button) => document.getElementById(button.dataset.open)?.showModal());
  on("click", "dialog", (dialog, event) => { if (event.target === dialog) dialog.close(); });
  const openMenus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  on("click", "[data-print]", () => window.print());

  // A form is sent once: a second press waits for the first. The button keeps its name and value.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
    forget(form);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
    }
  });

  // What was typed stays: in forms marked data-draft until they are sent, in every form across a change of language.
  const postForms = () => [...document.querySelectorAll('main form[method="post"]')];
  const storageKey = (form) => `typed:${location.pathname}:${form.dataset.draft ?? postForms().indexOf(form)}`;
  const forget = (form) => sessionStorage.removeItem(storageKey(form));
  const secret = ({ name, type }) =>
    !name || ["password", "file", "hidden", "submit"].includes(type) || /national|iban/i.test(name);
  const typed = (form) => [...form.elements].filter((input) => "value" in input && !secret(input));
  const keep = (form) => {
    const values = typed(form).map((input) => [input.value, input.checked ?? false]);
    sessionStorage.setItem(storageKey(form), JSON.stringify(values));
  };
  const restore = (form) => {
    const kept = JSON.parse(sessionStorage.getItem(storageKey(form)) ?? "[]");
    const inputs = typed(form);
    if (kept.length !== inputs.length || form.querySelector(".error")) return;
    inputs.forEach((input, index) => {
      if (input.matches("[type=checkbox], [type=radio]")) input.checked = kept[index][1];
      else if (kept[index][0]) input.value = kept[index][0];
    });
  };
  for (const form of postForms()) {
    restore(form);
    if (form.dataset.draft === undefined) forget(form);
    else form.addEventListener("input", () => keep(form));
  }
  on("submit", "form[data-keep]", () => postForms().forEach(keep));

  // Narrowing a list of choices in place.
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  on("input", "[data-narrow]", (box) => {
    const wanted = folded(box.value);
    for (const choice of document.getElementById(box.dataset.narrow).children)
      choice.hidden = !folded(choice.textContent).includes(wanted);
  });

  // Days: the device's calendar beside the typed field, also in what htmx brings in.
  const addPicker = (input) => {
    const pair = Object.assign(document.createElement("span"), { className: "with-picker" });
    const picker = document.createElement("input");
    Object.assign(picker, { type: "date", tabIndex: -1, className: "day-picker", ariaHidden: "true" });
    picker.addEventListener("change", () => {
      const [year, month, day] = picker.value.split("-");
      input.value = `${Number(day)}/${month}/${year}`;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
    input.replaceWith(pair);
    pair.append(input, picker);
  };
  const addPickers = (within) => within.querySelectorAll("input[data-day]:not(.with-picker > *)").forEach(addPicker);
  document.addEventListener("htmx:load", ({ detail: { elt } }) => addPickers(elt));
  addPickers(document);

  // Tables: pick with a count, a range with Shift, arrows between rows.
  const euros = new Intl.NumberFormat(root.lang, { style: "currency", currency: "EUR" });
  on("change", ".pick input", (box) => {
    const boxes = [...(box.form?.querySelectorAll("tbody .pick input") ?? [])];
    if (box.closest("thead")) boxes.forEach((other) => { other.checked = box.checked; });
    const picked = boxes.filter((other) => other.checked);
    const sum = picked.reduce((cents, { dataset }) => cents + Number(dataset.cents ?? 0), 0);
    const write = (name, text) => box.form?.querySelectorAll(`[data-${name}]`).forEach((at) => { at.textContent = text; });
    write("count", picked.length);
    write("total", sum ? euros.format(sum / 100) : "");
  });
  let lastPicked = null;
  on("click", "tbody .pick input", (box, event) => {
    const all = [...box.closest("tbody").querySelectorAll(".pick input")];
    if (event.shiftKey && lastPicked) {
      const [from, to] = [all.indexOf(lastPicked), all.indexOf(box)].sort((a, b) => a - b);
      for (const between of all.slice(from, to + 1)) between.checked = box.checked;
    }
    lastPicked = box;
  });
  on("keydown", "tbody tr", (row, event) => {
    const next = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key];
    const target = next?.querySelector("a, input");
    if (!target || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    event.preventDefault();
    target.focus();
  });

  document.querySelector("[data-focus]")?.focus();
})();
