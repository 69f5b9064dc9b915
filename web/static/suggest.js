// What is offered under the search box while one types? A list to choose from by keys or by hand.
// Without this file the box is a plain field.
"use strict";

{
  const input = document.querySelector("[data-suggest]");
  const list = input && document.getElementById(input.dataset.suggest);

  const options = () => Array.from(list.querySelectorAll("[role=option]"));
  const chosen = () => list.querySelector("[aria-selected=true]");

  const mark = (option) => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };

  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) mark(null);
  };

  const take = (option) => {
    input.value = option.dataset.text;
    show(false);
    input.form.requestSubmit();
  };

  const step = (by) => {
    const all = options();
    const next = all.indexOf(chosen()) + by;
    // Past either end nothing is chosen: what was typed is, once more.
    mark(next >= all.length || next === -1 ? null : all.at(next < 0 ? -1 : next));
  };

  const onKey = (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && options().length > 0) {
      event.preventDefault();
      show(true);
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !list.hidden && chosen()) {
      event.preventDefault();
      take(chosen());
    }
  };

  if (input) {
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    input.addEventListener("keydown", onKey);
    input.addEventListener("blur", () => show(false));
    input.form.addEventListener("submit", () => {
      input.dispatchEvent(new Event("htmx:abort")); // an answer that comes later must not open the list
      show(false);
    });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the focus in the box
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) take(option);
    });
    list.addEventListener("htmx:afterSwap", () => show(document.activeElement === input && options().length > 0));
    // Typing goes on without suggestions; elsewhere a failed request opens its address as a page.
    for (const name of ["htmx:responseError", "htmx:sendError"]) {
      input.addEventListener(name, (event) => event.stopPropagation());
    }
  }
}
