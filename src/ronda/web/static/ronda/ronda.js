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

  /* Deciding candidates: the next card is already here and shows at the key; the answer is sent behind it. */
  const queue = document.getElementById("antrean");
  if (!queue) return;
  const status = document.getElementById("antrean-kabar");
  const cards = () => [...queue.querySelectorAll("article.card[data-site]")];
  const current = () => cards().find((card) => !card.hidden);
  let sending = Promise.resolve();

  const say = (words, bad) => {
    status.textContent = words;
    status.classList.toggle("error", Boolean(bad));
    status.hidden = !words;
  };

  /* The heading and the address follow the card that is shown. */
  const ask = (card) => {
    const heading = document.getElementById("antrean-soal");
    if (heading && card.dataset.question) heading.textContent = card.dataset.question;
    if (card.dataset.url) history.replaceState(null, "", card.dataset.url);
  };

  const fill = (html) => {
    const shown = current();
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const counter = holder.content.querySelector("#antrean-hitung");
    if (counter) document.getElementById("antrean-hitung").replaceWith(counter);
    holder.content.querySelectorAll("article.card[data-site]").forEach((card) => {
      if (!queue.querySelector(`article.card[data-site="${CSS.escape(card.dataset.site)}"]`)) {
        card.hidden = Boolean(current());
        queue.append(card);
      }
    });
    if (shown !== current() && current()) ask(current());
    const end = holder.content.querySelector("#antrean-habis");
    if (end && !current()) queue.append(end);
  };

  const send = async (form, body, card) => {
    try {
      const here = cards().map((one) => one.dataset.site).join(",");
      body.set("ada", here);
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST", body, headers: { "X-Ronda-Card": "1" }, credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(await answer.text());
      fill(await answer.text());
      if (card) card.remove();
      if (!current()) location.assign(queue.dataset.home);
    } catch (error) {
      const now = current();
      if (now && now !== card) now.hidden = true;
      if (card) { card.hidden = false; queue.prepend(card); ask(card); }
      const plain = error.message && error.message.length < 300 && !error.message.includes("<");
      say(plain ? error.message : queue.dataset.failed, true);
    }
  };

  const answer = (form, submitter) => {
    const card = form.closest("article.card");
    const body = new FormData(form);
    if (submitter && submitter.name) body.set(submitter.name, submitter.value);
    say("");
    card.hidden = true;
    const next = cards().find((one) => one !== card && one.hidden && !one.dataset.sent);
    card.dataset.sent = "1";
    if (next) {
      next.hidden = false;
      next.querySelector("h2").focus();
      ask(next);
    }
    sending = sending.then(() => send(form, body, card)).then(() => { delete card.dataset.sent; });
  };

  queue.addEventListener("submit", (event) => {
    if (!event.target.matches("form.answer")) return;
    event.preventDefault();
    answer(event.target, event.submitter);
  });

  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const card = current();
    const key = event.key.toLowerCase();
    if (key === "u") {
      const undo = document.getElementById("urungkan");
      if (undo) { event.preventDefault(); sending.then(() => undo.requestSubmit()); }
      return;
    }
    const button = card && card.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!button) return;
    event.preventDefault();
    if (button.tagName === "SUMMARY") {
      button.parentElement.open = true;
      button.parentElement.querySelector("select").focus();
    } else {
      button.form.requestSubmit(button);
    }
  });
})();
