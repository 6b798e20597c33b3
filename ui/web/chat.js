// The page's own script: one listener for everything that is clicked, the composer, the sidebar, light and dark. It talks to nobody but Gradio.
window.wenshu = (() => {
  const chosenTheme = () => localStorage.getItem("wenshu-theme");
  let tell = () => {};
  let composer = null;
  let ready = false;

  const applyTheme = () => {
    const asked = new URLSearchParams(location.search).get("__theme");
    const theme = asked || chosenTheme();
    if (theme) document.body.classList.toggle("dark", theme === "dark");
  };
  const toggleTheme = () => {
    const dark = !document.body.classList.contains("dark");
    localStorage.setItem("wenshu-theme", dark ? "dark" : "light");
    const url = new URL(location);
    url.searchParams.delete("__theme");
    history.replaceState(null, "", url);
    document.body.classList.toggle("dark", dark);
  };

  const busy = (on) => {
    document.body.classList.toggle("busy", on);
    const chat = document.getElementById("chat");
    if (chat) chat.setAttribute("aria-busy", String(on));
  };
  const closeMenu = () => document.body.classList.remove("menu-open");
  const grow = (field) => {
    field.style.height = "auto";
    if (field.value) field.style.height = Math.min(field.scrollHeight, 168) + "px";
  };

  const ask = (question) => {
    const text = question.trim();
    if (!text || document.body.classList.contains("busy")) return;
    document.body.classList.add("talking");
    busy(true);
    closeMenu();
    tell("ask", { question: text });
    const field = composer && composer.querySelector("textarea");
    if (field) {
      field.value = "";
      grow(field);
    }
    setTimeout(toQuestion, 250);
  };

  // The last question goes to the top, so that one reads on from it.
  const toQuestion = () => {
    const log = document.querySelector("#chat [role=log]");
    const questions = document.querySelectorAll("#chat .user-row");
    const last = questions[questions.length - 1];
    if (log && last) log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top - 12;
  };

  // After an answer or a change of conversation: the address names the conversation, the composer is free again.
  const settled = () => {
    busy(false);
    ready = true;
    const nav = document.querySelector("#talks nav");
    const talk = nav ? nav.dataset.talk : "";
    const url = new URL(location);
    if (talk) url.searchParams.set("c", talk);
    else url.searchParams.delete("c");
    history.replaceState(null, "", url);
    const { classList } = document.body; // a question that was turned away has begun no conversation, but what is said of it stays
    classList.toggle("talking", Boolean(talk) || (classList.contains("talking") && document.querySelector("#chat .user-row") !== null));
    const field = composer && composer.querySelector("textarea");
    setTimeout(toQuestion, 80);
    if (field && matchMedia("(pointer: fine)").matches) field.focus({ preventScroll: true });
  };

  const judge = (button) => {
    const row = button.closest(".card");
    const value = button.dataset.judge;
    const small = button.classList.contains("small");
    row.querySelectorAll(small ? ".why-bad .small" : ".actions [data-judge], .why-bad .small").forEach((other) => {
      other.setAttribute("aria-pressed", String(other === button));
    });
    row.querySelector(".why-bad").hidden = value === "good";
    row.querySelector(".thanks").textContent = button.dataset.thanks;
    tell("judge", { answer: button.dataset.answer, value });
  };

  const copy = (button) => {
    const text = button.closest("section").querySelector("pre").textContent;
    const word = button.textContent;
    navigator.clipboard.writeText(text).then(() => {
      button.textContent = button.dataset.copied;
      setTimeout(() => (button.textContent = word), 1500);
    });
  };

  const actions = {
    fresh: () => {
      closeMenu();
      document.body.classList.remove("talking");
      tell("fresh", {});
    },
    menu: () => document.body.classList.toggle("menu-open"),
    theme: toggleTheme,
    stop: () => tell("stop", {}),
    copy,
    language: (link) => {
      link.href = link.pathname + location.search;
    },
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ask], [data-open], [data-judge], [data-draw], [data-do]");
    if (!button) {
      if (document.body.classList.contains("menu-open") && !event.target.closest("#side")) closeMenu();
      return;
    }
    if (button.dataset.ask !== undefined) ask(button.dataset.ask);
    else if (button.dataset.open !== undefined) {
      closeMenu();
      document.body.classList.add("talking");
      tell("open", { talk: button.dataset.open });
    } else if (button.dataset.judge !== undefined) judge(button);
    else if (button.dataset.draw !== undefined) {
      if (!document.body.classList.contains("busy")) tell("draw", { answer: button.dataset.answer, kind: button.dataset.draw });
    } else actions[button.dataset.do](button);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-conclude]");
    if (!form) return;
    event.preventDefault();
    const { text, owner, due } = Object.fromEntries(new FormData(form));
    if (!text.trim()) return;
    tell("conclude", { answer: form.dataset.conclude, text, owner, due });
    form.querySelector(".thanks").textContent = form.dataset.kept;
    form.reset();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeMenu();
  });
  // A bar of a chart asks what its row in the table asks: Vega keeps what is drawn beside its element, and would follow the link itself.
  document.addEventListener(
    "click",
    (event) => {
      const drawn = event.target.__data__;
      const link = drawn && typeof drawn.href === "string" ? drawn.href : "";
      if (!link.startsWith("#ask=")) return;
      event.preventDefault();
      event.stopPropagation();
      const question = decodeURIComponent(link.slice(5));
      if ([...document.querySelectorAll("[data-ask]")].some((row) => row.dataset.ask === question)) ask(question);
    },
    true,
  );

  const connect = (element, trigger) => {
    tell = trigger;
    composer = element;
    const field = element.querySelector("textarea");
    field.addEventListener("input", () => grow(field));
    // Enter while an input method composes belongs to the input method.
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      ask(field.value);
    });
    element.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      ask(field.value);
    });
    applyTheme();
    new MutationObserver(applyTheme).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.body.classList.toggle("talking", new URLSearchParams(location.search).has("c"));
    applyTheme();
  });
  document.documentElement.lang = window.wenshuLanguage === "zh" ? "zh-CN" : "en";
  document.cookie = `wenshu_language=${window.wenshuLanguage}; path=/; max-age=31536000; samesite=lax`;
  return { connect, settled, isReady: () => ready };
})();
