// What does the page do beyond links and forms? Dropping files, copying, keys, ticking up to four.
// Everything works without this file, only less comfortably.
"use strict";

document.documentElement.classList.add("js");

const MOST = 4;
const narrow = window.matchMedia("(max-width: 60rem)");
const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

function say(text) {
  const place = $("#said");
  place.textContent = "";
  window.setTimeout(() => { place.textContent = text; }, 50);
}

// ---- forms -----------------------------------------------------------------------------------

function setUpDrop(zone) {
  const input = $("input[type=file]", zone);
  const name = $("[data-file]", zone);
  const show = () => {
    zone.classList.toggle("full", input.files.length > 0);
    name.textContent = input.files.length > 0 ? input.files[0].name : name.dataset.none;
  };
  input.addEventListener("change", show);
  show();  // the browser may remember a choice
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length === 0) return;
    const one = new DataTransfer();
    one.items.add(event.dataTransfer.files[0]);
    input.files = one.files;
    input.dispatchEvent(new Event("change"));
  });
}

function tooLarge(form) {
  const limit = Number(form.dataset.limit);
  return all("input[type=file]", form).flatMap((input) => Array.from(input.files)).find((file) => file.size > limit);
}

function onSubmit(event) {
  const form = event.target;
  if (form.matches("[data-upload]")) {
    const file = tooLarge(form);
    const place = $("[data-form-error]", form);
    place.hidden = !file;
    if (file) {
      event.preventDefault();
      place.textContent = form.dataset.tooLarge.replace("{file}", file.name);
      return;
    }
  }
  const button = $("button[data-busy]", form);
  if (!button) return;
  if (button.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
  button.setAttribute("aria-busy", "true");
  button.dataset.idle = button.textContent;
  button.textContent = button.dataset.busy;
}

function restoreButtons() {  // the browser may bring a page back from its memory
  for (const button of all("button[aria-busy=true]")) {
    button.removeAttribute("aria-busy");
    button.textContent = button.dataset.idle;
  }
}

// ---- copying ---------------------------------------------------------------------------------

async function copy(button) {
  const said = $("#said").dataset;
  try {
    await navigator.clipboard.writeText(button.dataset.copy.trim());
  } catch {
    say(said.failed);
    return;
  }
  const before = button.textContent;
  button.textContent = said.copied;
  say(said.copied);
  window.setTimeout(() => { button.textContent = before; }, 1500);
}

// ---- needs -----------------------------------------------------------------------------------

function fold() {
  const box = $("[data-needs]");
  if (box) box.open = !narrow.matches;
}

function choose(link) {
  for (const other of all("[data-need][aria-current]")) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  const title = $(".need-title", link).textContent;
  $("[data-needs] > summary b").textContent = title;
  $(".filter input[name=need]").value = new URL(link.href).searchParams.get("need");
  document.title = document.title.replace(/^.*(?= · )/, title);
}

function step(by) {
  const links = all("[data-need]");
  if (links.length === 0) return;
  const now = links.findIndex((link) => link.hasAttribute("aria-current"));
  const next = links[Math.min(Math.max(now + by, 0), links.length - 1)];
  next.scrollIntoView({ block: "nearest" });
  next.click();
}

function moveFocus(by) {
  const links = all("[data-need]");
  const next = links[links.indexOf(document.activeElement) + by];
  if (next) next.focus();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const typing = event.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
  if (typing) return;
  if (event.target.matches("[data-need]") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    moveFocus(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "j" || event.key === "k") {
    step(event.key === "j" ? 1 : -1);
  } else if (event.key === "/" && $("#q")) {
    event.preventDefault();
    const fold = $("#q").closest("details");
    if (fold) fold.open = true; // on a phone the list is folded away
    $("#q").focus();
  }
}

// ---- comparing -------------------------------------------------------------------------------

function countTicks() {
  const form = $("[data-compare]");
  if (!form) return;
  const boxes = all("[data-tick]");
  const ticked = boxes.filter((box) => box.checked).length;
  for (const box of boxes) box.disabled = !box.checked && ticked >= MOST;
  $("[data-ticked]", form).textContent = ticked || "";
  $("button", form).disabled = ticked < 2;
}

// ---- putting it together ---------------------------------------------------------------------

document.addEventListener("submit", onSubmit);
document.addEventListener("keydown", onKey);
document.addEventListener("change", (event) => { if (event.target.matches("[data-tick]")) countTicks(); });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches("[data-need]")) choose(event.target);
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "suppliers") return;
  if (narrow.matches) {
    fold();
    $("#needs").scrollIntoView();
  } else if ($("#suppliers").getBoundingClientRect().top < 0) {
    $("#suppliers").scrollIntoView();
  }
});
document.addEventListener("htmx:afterSettle", countTicks);
// A failed request must not look like a click that did nothing: open the address as a page.
document.addEventListener("htmx:responseError", (event) => {
  const path = event.detail.requestConfig.path;
  if (!path.endsWith("/progress")) window.location.assign(event.detail.pathInfo.finalRequestPath);
  else window.location.reload();
});
narrow.addEventListener("change", fold);
window.addEventListener("pageshow", restoreButtons);
for (const zone of all("[data-drop]")) setUpDrop(zone);
fold();
countTicks();
