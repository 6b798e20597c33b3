// The desk's own script: light and dark, the queue by keyboard, lines of a form, the editor of governed SQL. Without it every page still works.
(() => {
  const wished = () => {
    const asked = new URLSearchParams(location.search).get("__theme") || localStorage.getItem("wenshu-theme");
    return asked ? asked === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  document.documentElement.classList.add("scripted");
  document.cookie = `wenshu_language=${location.pathname.startsWith("/zh") ? "zh" : "en"}; path=/; max-age=31536000; samesite=lax`;

  const inField = (target) => target.closest("input, select, textarea, [contenteditable]");

  // j and k go through the queue; Enter opens, as it does for every link.
  const byKey = (event) => {
    if (inField(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { j: 1, k: -1 }[event.key];
    const links = [...document.querySelectorAll(".queue-list a")];
    if (!step || !links.length) return;
    event.preventDefault();
    const at = links.indexOf(document.activeElement);
    const open = links.findIndex((link) => link.hasAttribute("aria-current"));
    const next = at < 0 ? (open < 0 ? 0 : open + step) : at + step;
    links[Math.max(0, Math.min(links.length - 1, next))].focus();
  };

  // A further line of a form is its spare one, which waits empty as the last.
  const more = (button) => {
    const spare = button.closest("fieldset").querySelector(".spare");
    const fresh = spare.cloneNode(true);
    fresh.classList.remove("spare");
    spare.before(fresh);
    fresh.querySelector("input, select, textarea").focus();
  };

  const editor = (box) => {
    const field = box.querySelector("textarea");
    const under = box.querySelector(".under");
    const live = document.getElementById(box.dataset.live);
    const list = box.querySelector(".suggested");
    let chosen = 0;
    let waiting = 0;
    let asked = 0;
    let offered = 0;

    const scroll = () => {
      under.scrollTop = field.scrollTop;
      under.scrollLeft = field.scrollLeft;
    };
    const underline = (marks) => {
      under.replaceChildren();
      let at = 0;
      for (const { start, end } of marks) {
        under.append(field.value.slice(at, start));
        const mark = document.createElement("mark");
        mark.textContent = field.value.slice(start, end) || " ";
        under.append(mark);
        at = end;
      }
      under.append(field.value.slice(at) + "\n");
      scroll();
    };
    const check = async () => {
      const turn = ++asked;
      const body = new URLSearchParams({ sql: field.value });
      try {
        const told = await fetch(`${box.dataset.to}/check`, { method: "POST", body });
        if (!told.ok || turn !== asked) return;
        const found = await told.json();
        live.textContent = found.said;
        live.classList.toggle("bad", !found.fine);
        field.setAttribute("aria-invalid", String(!found.fine));
        underline(found.marks);
      } catch {
        live.textContent = "";
      }
    };
    const close = () => {
      list.hidden = true;
      field.removeAttribute("aria-activedescendant");
      field.setAttribute("aria-expanded", "false");
    };
    const choose = (place) => {
      const items = [...list.children];
      chosen = (place + items.length) % items.length;
      items.forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
      items[chosen].scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", items[chosen].id);
    };
    const take = () => {
      const { text, start } = list.children[chosen].dataset;
      offered += 1;
      field.setRangeText(text, Number(start), field.selectionStart, "end");
      close();
      changed();
    };
    // Names are asked for where two letters stand, or a text has begun.
    const suggest = async () => {
      const turn = ++offered;
      const at = field.selectionStart;
      if (!/([\w\u4e00-\u9fff]{2}|'[^']*)$/.test(field.value.slice(0, at))) return close();
      const told = await fetch(`${box.dataset.to}/complete`, { method: "POST", body: new URLSearchParams({ sql: field.value, at }) }).catch(() => null);
      if (!told || !told.ok || turn !== offered || field.selectionStart !== at) return;
      const found = (await told.json()).filter((each) => each.text !== field.value.slice(each.start, at));
      if (turn !== offered) return;
      if (!found.length) return close();
      list.replaceChildren(
        ...found.slice(0, 12).map((each, index) => {
          const item = document.createElement("li");
          item.id = `suggested-${index}`;
          item.setAttribute("role", "option");
          Object.assign(item.dataset, { text: each.text, start: each.start });
          item.append(each.text, Object.assign(document.createElement("small"), { textContent: each.label === each.text ? "" : each.label }));
          return item;
        }),
      );
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
      const lines = field.value.slice(0, at).split("\n").length;
      list.style.top = `${Math.min(lines * 20.8 + 14 - field.scrollTop, field.clientHeight)}px`;
      list.style.left = "12px";
      choose(0);
    };
    const changed = () => {
      underline([]);
      clearTimeout(waiting);
      waiting = setTimeout(check, 350);
    };
    field.addEventListener("scroll", scroll);
    field.addEventListener("input", () => {
      changed();
      suggest();
    });
    field.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      const act = { ArrowDown: () => choose(chosen + 1), ArrowUp: () => choose(chosen - 1), Enter: take, Tab: take, Escape: close }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
    field.addEventListener("blur", () => setTimeout(close, 150));
    list.addEventListener("mousedown", (event) => {
      const item = event.target.closest("li");
      if (!item) return;
      event.preventDefault();
      choose([...list.children].indexOf(item));
      take();
    });
    underline([]);
    if (field.value.trim()) check();
  };

  document.addEventListener("DOMContentLoaded", () => {
    document.body.classList.toggle("dark", wished());
    document.addEventListener("keydown", byKey);
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (!button) return;
      if (button.dataset.do === "theme") {
        const dark = document.body.classList.toggle("dark");
        localStorage.setItem("wenshu-theme", dark ? "dark" : "light");
      } else if (button.dataset.do === "more") more(button);
    });
    document.querySelectorAll("[data-sends]").forEach((form) => form.addEventListener("change", () => form.requestSubmit()));
    document.querySelectorAll(".editor").forEach(editor);
    const open = document.querySelector(".queue-list a[aria-current]");
    if (open) open.scrollIntoView({ block: "nearest" });
  });
})();
