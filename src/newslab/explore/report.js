(async () => {
  const $ = (id) => document.getElementById(id);
  const PAGE = 100;  // rows that are shown at first, and more at each press
  let left = null;  // the row that was followed: its table's address, its link, how many rows were shown

  const make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== null && value !== false) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  };
  const unpack = async (id) => {
    const signs = $(id).textContent;  // each pair of signs is 13 bits
    const value = new Uint8Array(127);
    [..."<&\\"].forEach((sign) => { value[sign.charCodeAt(0)] = 255; });
    for (let code = 33, n = 0; code < 127; code++) if (value[code] !== 255) value[code] = n++;
    const bytes = new Uint8Array((signs.length >> 1) * 13 >> 3);
    for (let i = 0, at = 0, bits = 0, held = 0; i + 1 < signs.length; i += 2) {
      bits = (bits & 255) << 13 | value[signs.charCodeAt(i)] * 91 + value[signs.charCodeAt(i + 1)];
      for (held += 13; held > 7; held -= 8) bytes[at++] = bits >> held - 8;
    }
    const whole = bytes.subarray(0, Number($(id).dataset.bytes));
    return new Response(new Blob([whole]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
  };
  const escape = (words) => words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const cut = (chars, start, end) => (typeof chars === "string" ? chars.slice(start, end) : chars.slice(start, end).join(""));
  const line = (words) => (/[^\S ]|\s\s/.test(words) ? words.split(/\s+/).filter(Boolean).join(" ") : words);
  const address = (...parts) => "#article/" + parts.map(encodeURIComponent).join("/");

  let index;
  try {
    index = await unpack("index");
  } catch (error) {
    $("main").append(make("p", { role: "alert" }, "This browser cannot open the tables and the articles of this page: "
      + "it is too old, or the file is not whole. (" + error + ")"));
    return;
  }
  const texts = index.texts.map((words) => (/[\ud800-\udfff]/.test(words) ? Array.from(words) : words));  // whole characters
  const column = (cells) => {  // see report_tables.py
    if (cells.all) return cells.at.map((at) => (at === null ? null : cells.all[at]));
    if (!cells.places) return cells;
    const [articles, starts, ends, rows] = cells.places;
    return articles.map((at, i) => {
      const id = index.articles[at];
      return [line(cut(texts[at], starts[i], ends[i])), address(id, rows[i].startsWith(":") ? id + rows[i] : rows[i])];
    });
  };
  index.tables.forEach((table) => {
    const columns = table.cells.map(column);
    table.rows = columns[0].map((_, row) => columns.map((cells) => cells[row]));
  });
  const tables = Object.fromEntries(index.tables.map((table) => [table.name, table]));
  const order = new Map(index.articles.map((id, number) => [id, number]));
  const blocks = new Map();
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const text = (cell) => (Array.isArray(cell) ? cell[0] : cell);
  const number = (value) => (Number.isInteger(value) ? value.toLocaleString("en") : value.toFixed(2));
  const fold = (cell) => String(text(cell) ?? "").toLowerCase();

  // ---- a table: filters, sorting and the place it is at are all in the address, so that it can be kept and sent

  const choices = (table, column) => {
    const found = new Set(table.rows.map((row) => text(row[column])).filter((value) => value !== null));
    return found.size > 1 && found.size <= 40 ? [...found].sort(collator.compare) : null;
  };

  const chosen = (table, query) => {
    const tests = [];
    const any = (query.get("find") || "").toLowerCase();
    if (any) tests.push((row) => row.some((cell, i) => table.columns[i][2] !== "exact" && fold(cell).includes(any)));
    table.columns.forEach(([key, , kind], i) => {
      const value = query.get(key);
      if (!value) return;
      const low = value.toLowerCase();
      if (kind === "number") tests.push((row) => text(row[i]) !== null && text(row[i]) >= Number(value));
      else if (kind === "choice" || kind === "exact") tests.push((row) => fold(row[i]) === low);
      else tests.push((row) => fold(row[i]).includes(low));
    });
    const rows = table.rows.filter((row) => tests.every((test) => test(row)));
    const sort = query.get("sort") || "";
    const down = sort.startsWith("-");
    const at = table.columns.findIndex(([key]) => key === sort.replace("-", ""));
    if (at >= 0) rows.sort((a, b) => {
      const [x, y] = [text(a[at]), text(b[at])];
      if (x === null || y === null) return (x === null) - (y === null);
      const way = typeof x === "number" ? x - y : collator.compare(x, y);
      return down ? -way : way;
    });
    return rows;
  };

  const showTable = (table, query) => {
    const status = make("p", { role: "status", class: "status" });
    const body = make("tbody", {});
    const more = make("button", { type: "button", class: "more", onclick: () => fill(body.rows.length) }, "");
    const heads = [];
    const visible = table.columns.map(([key, label, kind], i) => ({ key, label, kind, i })).filter(({ kind }) => kind !== "exact");
    let rows = [];

    const follow = (event) => { left = { from: location.hash, to: event.target.hash, rows: body.rows.length }; };
    const walk = (event) => {  // arrows go from row to row
      const way = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
      const row = way && event.target.closest("tr")[way];
      const link = row && row.querySelector("a");
      if (link) event.preventDefault(), link.focus();
    };
    body.addEventListener("keydown", walk);
    const fill = (from) => {
      rows.slice(from, from + PAGE).forEach((row) => body.append(make("tr", {}, ...visible.map(({ key, label, kind, i }) => {
        const value = text(row[i]);
        const shown = value === null ? "" : kind === "number" ? number(value) : value;
        const link = Array.isArray(row[i]) && row[i][1].startsWith("#");
        return make("td", { "data-label": label, class: `${kind} ${key}${value === null ? " none" : ""}` },
          link ? make("a", { href: row[i][1], onclick: follow }, shown) : shown);
      }))));
      const left = rows.length - body.rows.length;
      more.hidden = !left;
      more.textContent = `Show ${Math.min(left, PAGE)} more of ${left.toLocaleString("en")}`;
      if (from && body.rows[from]) (body.rows[from].querySelector("a") || more).focus();
    };
    const update = (key, value) => {
      if (key) value ? query.set(key, value) : query.delete(key);
      const address = query.toString();
      history.replaceState(null, "", `#${table.name}${address && "?" + address}`);
      rows = chosen(table, query);
      const all = table.rows.length.toLocaleString("en");
      status.textContent = rows.length === table.rows.length ? `All ${all} rows` : `${rows.length.toLocaleString("en")} of ${all} rows`;
      heads.forEach(([head, name]) => {
        const sort = query.get("sort");
        head.setAttribute("aria-sort", sort === name ? "ascending" : sort === "-" + name ? "descending" : "none");
      });
      body.replaceChildren();
      fill(0);
    };
    const input = (key, label, kind, values) => {
      const set = (event) => update(key, event.target.value);
      const value = query.get(key) || "";
      if (!values) {
        const step = kind === "number" ? { type: "number", step: "any" } : { type: "search" };
        return make("label", {}, label, make("input", { ...step, name: key, value, oninput: set, autocomplete: "off" }));
      }
      const options = values.map((v) => make("option", { value: v, selected: v.toLowerCase() === value.toLowerCase() && "" }, v));
      return make("label", {}, label, make("select", { name: key, onchange: set }, make("option", { value: "" }, "all"), ...options));
    };

    const fields = table.columns.map(([key, label, kind], i) => {
      const values = kind === "choice" ? choices(table, i) : null;
      if ((kind === "exact" || (kind === "choice" && !values)) && !query.get(key)) return "";
      return input(key, kind === "number" ? label + " at least" : label, kind, values);
    });
    const sorts = visible.flatMap(({ key, label }) => [[key, label + " ↑"], ["-" + key, label + " ↓"]]);
    const sorter = make("label", { class: "sorter" }, "sort by", make("select", { onchange: (e) => update("sort", e.target.value) },
      make("option", { value: "" }, "as found"), ...sorts.map(([key, label]) =>
        make("option", { value: key, selected: query.get("sort") === key && "" }, label))));
    const reset = make("button", { type: "button", onclick: () => { location.hash = "#" + table.name; } }, "Clear");
    const wide = matchMedia("(min-width: 60rem)").matches || query.size > 0;
    const filters = make("details", { class: "filters", open: wide && "" }, make("summary", {}, "Filter"),
      make("form", { onsubmit: (e) => e.preventDefault() }, input("find", "anywhere", "text", null), ...fields, sorter, reset));
    const header = make("tr", {}, ...visible.map(({ key, label, kind }) => {
      const turn = () => update("sort", query.get("sort") === key ? "-" + key : query.get("sort") === "-" + key ? "" : key);
      const head = make("th", { scope: "col", class: kind }, make("button", { type: "button", onclick: turn }, label));
      heads.push([head, key]);
      return head;
    }));
    const heading = make("h2", { tabindex: "-1" }, table.title);
    $("rows").replaceChildren(heading, filters, status,
      make("div", { class: "scroll" }, make("table", { class: "rows " + table.name }, make("thead", {}, header), body)), more);
    update();
    if (!left || left.from !== location.hash) return heading;
    while (body.rows.length < Math.min(left.rows, rows.length)) fill(body.rows.length);
    return [...body.querySelectorAll("a")].find((a) => a.hash === left.to) || heading;
  };

  // ---- an article, opened at a row

  const markup = (block, at, id, chars) => {  // puts together again what pack.py took apart
    const left = Object.fromEntries(Object.entries(block).map(([name, { all, at: lists }]) => [name, { all, next: lists[at].values() }]));
    const take = (name) => {
      const value = left[name].next.next().value;
      return typeof value === "number" && value >= 0 && left[name].all ? left[name].all[value] : value;
    };
    const value = (name) => take(name).replace(/[\x01\x02]/g, (hole) => (hole === "\x01" ? escape(id) : take("#" + name)));
    const parts = [];
    let place = 0;
    for (let token; (token = take("")) !== undefined;) {
      if (typeof token === "string") parts.push(token.replace(/ ([a-z-]+)=""/g, (_, name) => ` ${name}="${value(name)}"`));
      else if (token === -4) parts.push(escape(value("said")));
      else {
        const start = token === -1 ? place + take("-skip") : place - take("-back");
        const end = start + take("-length");
        if (token === -1) place = end;
        parts.push(escape(cut(chars, start, end)) + (token === -3 ? " …" : ""));
      }
    }
    return parts.join("");
  };

  const showArticle = async (id, row) => {
    const number = order.get(id);
    const home = $("article");
    if (number === undefined) {
      const heading = make("h2", { tabindex: "-1" }, "There is no such article in this report.");
      home.replaceChildren(heading);
      return heading;
    }
    if (home.dataset.shown !== id) {
      const block = Math.floor(number / index.block);
      if (!blocks.has(block)) blocks.set(block, await unpack("articles-" + block));
      const steps = [[number - 1, "← previous article"], [number + 1, "next article →"]].filter(([n]) => n in index.articles);
      const nav = make("nav", { "aria-label": "Articles", class: "steps" },
        ...steps.map(([n, label]) => make("a", { href: address(index.articles[n]) }, label)),
        make("a", { href: "#articles", "data-back": "" }, "back to the table (Esc)"),
        ...["quotes", "claims"].filter((name) => tables[name]).map((name) =>
          make("a", { href: `#${name}?article=${encodeURIComponent(id)}` }, `its ${name} as a table`)));
      const holder = make("div", {});
      holder.innerHTML = markup(blocks.get(block), number % index.block, id, texts[number]);  // its own, all text escaped
      holder.querySelectorAll('a[href^="#"]').forEach((a) => { a.href = address(id, a.getAttribute("href").slice(1)); });
      holder.querySelectorAll("a[data-claim]").forEach((a) => { a.href = address(a.dataset.article, a.dataset.claim); });
      home.replaceChildren(nav, holder);
      home.dataset.shown = id;
    }
    home.querySelector("[data-back]").href = left ? left.from : "#articles";
    home.querySelectorAll(".found").forEach((e) => e.classList.remove("found"));
    const target = row && $(row);
    const heading = home.querySelector("h2");
    heading.tabIndex = -1;
    if (!target || !home.contains(target)) return heading;
    const key = target.dataset.k;
    const marks = key ? home.querySelectorAll(`.body span[data-k="${key}"]:is(.q, .c)`) : [];
    [target, ...marks].forEach((e) => e.classList.add("found"));
    for (let e = target.closest("details"); e; e = e.parentElement.closest("details")) e.open = true;
    const goal = row.endsWith("@text") ? target : marks[0] || target;
    goal.tabIndex = -1;
    return goal;
  };

  // ---- the address says what is shown

  const route = async () => {
    const [path, ...rest] = location.hash.slice(1).split("?");
    let parts;
    try { parts = path.split("/").map(decodeURIComponent); } catch { parts = [""]; }
    const [what, id, row] = parts;
    if (what === "main") return;
    const shown = what === "article" ? "article" : tables[what] ? "rows" : "overview";
    let focus = $("main");
    if (shown === "article") focus = await showArticle(id || "", row);
    if (shown === "rows") focus = showTable(tables[what], new URLSearchParams(rest.join("?")));
    ["overview", "rows", "article"].forEach((part) => { $(part).hidden = part !== shown; });
    document.querySelectorAll("header nav a").forEach((a) => {
      const current = a.hash === "#" + (shown === "rows" ? what : shown);
      current ? a.setAttribute("aria-current", "page") : a.removeAttribute("aria-current");
    });
    if (!location.hash) return;
    focus.focus({ preventScroll: true });
    focus.tagName !== "H2" && shown !== "overview" ? focus.scrollIntoView({ block: "center" }) : scrollTo(0, 0);
  };
  addEventListener("hashchange", route);
  addEventListener("keydown", (event) => {  // Escape leads from an article back to its row
    if (event.key !== "Escape" || $("article").hidden || event.target.tagName === "SELECT") return;
    location.hash = left ? left.from : "#articles";
  });
  await route();
  document.body.dataset.ready = "";
})();
