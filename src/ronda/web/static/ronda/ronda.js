/* Keys and small help for the screens. Everything works without it, only slower. */
"use strict";

(() => {
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  /* "/" and Ctrl+K go to the search box. */
  document.addEventListener("keydown", (event) => {
    const box = document.getElementById("cari");
    const slash = event.key === "/" && !typing(event.target);
    const control = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
    if (box && (slash || control)) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  /* An open menu closes on Escape and on a click beside it. */
  const menus = "details.menu[open], details.pick[open]";
  document.addEventListener("click", (event) => {
    document.querySelectorAll(menus).forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(menus).forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* htmx sends the token that Django asks for. */
  document.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });

  /* Signed out meanwhile: the sign-in is a page of its own, never a part of another. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!new URL(event.detail.xhr.responseURL || location.href).pathname.startsWith("/masuk/")) return;
    event.detail.shouldSwap = false;
    location.reload();
  });
})();
