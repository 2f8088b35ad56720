/* Deciding candidates by keys, the next card at once; finding an agency by a few letters. */
"use strict";

(() => {
  const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  /* An agency by a few letters of any of its names. Without a script the browser's own list helps. */
  const agencies = [...document.querySelectorAll("#opd-daftar option")].map((option) => ({
    name: option.value,
    words: ` ${option.value} ${option.dataset.words} `.toLowerCase().replace(/[(),./-]+/g, " "),
  }));
  const MOST = 8;

  const found = (letters) => {
    const parts = letters.toLowerCase().replace(/[(),./-]+/g, " ").split(/\s+/).filter(Boolean);
    return agencies.filter((one) => parts.every((part) => one.words.includes(` ${part}`))).slice(0, MOST);
  };

  const combo = (input) => {
    if (input.dataset.combo) return;
    input.dataset.combo = "1";
    input.removeAttribute("list");
    const list = document.createElement("ul");
    list.id = `${input.id}-pilihan`;
    list.setAttribute("role", "listbox");
    list.hidden = true;
    input.after(list);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("aria-expanded", "false");
    let at = -1;

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (place) => {
      const options = [...list.children];
      at = options.length ? (place + options.length) % options.length : -1;
      options.forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
      if (at >= 0) input.setAttribute("aria-activedescendant", options[at].id);
    };
    const show = () => {
      const fitting = input.value.trim() ? found(input.value) : agencies.slice(0, MOST);
      list.replaceChildren(...fitting.map((one, n) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${n}`;
        option.setAttribute("role", "option");
        option.textContent = one.name;
        option.addEventListener("pointerdown", (event) => {
          event.preventDefault();
          input.value = one.name;
          close();
        });
        return option;
      }));
      list.hidden = !fitting.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      const none = !fitting.length && input.value.trim();
      input.setCustomValidity(none && document.getElementById("antrean") ? document.getElementById("antrean").dataset.none : "");
      mark(0);
    };
    input.addEventListener("focus", () => input.select());
    input.addEventListener("input", show);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) show();
        else mark(at + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && !list.hidden && at >= 0) {
        /* The first Enter takes the name, the second sends. */
        event.preventDefault();
        input.value = list.children[at].textContent;
        close();
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
      }
    });
  };
  const combos = (root) => root.querySelectorAll(".combo input").forEach(combo);
  combos(document);

  /* "?" shows the keys; a letter presses what it stands for; Escape closes what is open. */
  const open = (summary) => {
    summary.parentElement.open = true;
    const first = summary.parentElement.querySelector("input:not([type=hidden]), select");
    if (first) first.focus();
    summary.parentElement.scrollIntoView({ block: "nearest" });
  };
  const press = (button) => {
    if (button.tagName === "SUMMARY") open(button);
    else if (button.tagName === "A") sending.then(() => button.click());
    else button.form.requestSubmit(button);
  };
  document.addEventListener("click", (event) => {
    const summary = event.target.closest("summary[data-key]");
    if (!summary || summary.parentElement.open) return;
    event.preventDefault();
    open(summary);
  });

  const queue = document.getElementById("antrean");
  const together = document.getElementById("serupa");
  const cards = () => (queue ? [...queue.querySelectorAll("article.card[data-site]")] : []);
  const current = () => cards().find((card) => !card.hidden);
  let sending = Promise.resolve();

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const opened = document.querySelector("details.open-up[open], details.keys[open]");
      if (opened) {
        opened.open = false;
        opened.querySelector("summary").focus();
      }
      return;
    }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "?") {
      const keys = document.getElementById("tombol");
      if (keys) { event.preventDefault(); keys.open = !keys.open; }
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "u") {
      const undo = document.getElementById("urungkan");
      if (undo) { event.preventDefault(); sending.then(() => undo.requestSubmit()); }
      return;
    }
    const place = current() || together;
    const button = place && /^[a-z]$/.test(key) && place.querySelector(`[data-key="${key}"]`);
    if (!button) return;
    event.preventDefault();
    press(button);
  });

  if (together) {
    const count = () => {
      document.getElementById("serupa-jumlah").textContent = together.querySelectorAll("input[name=situs]:checked").length;
    };
    together.addEventListener("change", count);
    count();
  }
  if (!queue) return;

  /* The next card is already here and shows at the key; the answer is sent behind it. */
  const status = document.getElementById("antrean-kabar");
  const voice = document.getElementById("antrean-suara");

  const say = (words) => {
    status.textContent = words;
    status.hidden = !words;
  };

  /* The heading and the address follow the card that is shown. */
  const ask = (card) => {
    const heading = document.getElementById("antrean-soal");
    if (heading && card.dataset.question) heading.textContent = card.dataset.question;
    if (card.dataset.url) history.replaceState(null, "", card.dataset.url);
  };

  const show = (card) => {
    card.hidden = false;
    scrollTo(0, 0);
    card.querySelector("h2").focus({ preventScroll: true });
    ask(card);
  };

  const fill = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const tally = holder.content.querySelector("#antrean-hitung");
    if (tally) {
      document.getElementById("antrean-hitung").replaceWith(tally);
      const done = tally.querySelector(".tally span");
      if (done) voice.textContent = done.textContent;
    }
    holder.content.querySelectorAll("article.card[data-site]").forEach((card) => {
      if (queue.querySelector(`article.card[data-site="${CSS.escape(card.dataset.site)}"]`)) return;
      card.hidden = true;
      queue.append(card);
      combos(card);
      if (!current()) show(card);
    });
    const told = holder.content.querySelector("#antrean-pesan");
    if (told) say(told.textContent);
  };

  const send = async (form, body, card) => {
    try {
      const left = cards().filter((one) => !one.dataset.sent);
      body.set("ada", cards().map((one) => one.dataset.site).join(","));
      body.set("sisa", left.length);
      const answer = await fetch(form.getAttribute("action"), {
        method: "POST", body, headers: { "X-Ronda-Card": "1" }, credentials: "same-origin",
        keepalive: true, /* stored although the page is left at once */
      });
      const gone = answer.headers.get("X-Ronda-Gone") === "1";
      if (!answer.ok && !gone) throw new Error(await answer.text());
      if (answer.redirected) { location.reload(); return; } /* signed out meanwhile */
      card.remove();
      fill(await answer.text());
      if (!cards().length) location.assign(queue.dataset.home);
    } catch (error) {
      const now = current();
      if (now && now !== card) now.hidden = true;
      delete card.dataset.sent;
      card.hidden = false;
      queue.prepend(card);
      ask(card);
      const plain = error.message && error.message.length < 400 && !error.message.includes("<");
      say(plain ? error.message : queue.dataset.failed);
    }
  };

  queue.addEventListener("submit", (event) => {
    if (!event.target.matches("form.answer")) return;
    event.preventDefault();
    const card = event.target.closest("article.card");
    const body = new FormData(event.target);
    if (event.submitter && event.submitter.name) body.set(event.submitter.name, event.submitter.value);
    say("");
    card.hidden = true;
    const next = cards().find((one) => one !== card && one.hidden && !one.dataset.sent);
    card.dataset.sent = "1";
    if (next) show(next);
    /* At once, not one after the other: whoever leaves the page now has answered all the same. */
    sending = Promise.all([sending, send(event.target, body, card)]);
  });
})();
