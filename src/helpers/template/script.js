(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("has-script");
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (tag, attributes = {}, text = "") => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };

  // Contents: open beside the text where there is room, closed again after a jump where there is none.
  const contents = document.getElementById("contents");
  if (contents) {
    const wide = matchMedia("(min-width: 80rem)");
    const follow = () => { contents.open = wide.matches; };
    follow();
    wide.addEventListener("change", follow);
    contents.addEventListener("click", (event) => { if (!wide.matches && event.target.closest("a")) contents.open = false; });
    contents.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !wide.matches) { contents.open = false; contents.querySelector("summary").focus(); }
    });
    const links = new Map(all("a", contents).map((link) => [link.hash.slice(1), link]));
    const seen = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting) {
        for (const link of links.values()) link.removeAttribute("aria-current");
        links.get(entry.target.id)?.setAttribute("aria-current", "true");
      }
    }, { rootMargin: "-15% 0px -75% 0px" });
    for (const section of all("main section[id]")) seen.observe(section);
  }

  // Passports: a figure with a source cell becomes a button that opens where it comes from.
  const holder = document.getElementById("passports");
  const records = holder ? JSON.parse(holder.textContent) : {};
  const dialog = make("dialog", { id: "passport", "aria-labelledby": "passport-heading" });
  const close = make("button", { type: "button" }, "Close");
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);

  const labelOf = (cell) => {
    const first = cell.parentElement.querySelector("th");
    const head = headings(cell.closest("table"))[cell.cellIndex];
    return (first && first !== cell ? `${said(first)}: ` : "") + head.name;
  };
  const said = (element) => {
    const copy = element.cloneNode(true);
    for (const hidden of all("[aria-hidden], small", copy)) hidden.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  };
  // Column headings in order, each with the heading over its group in its name.
  const headings = (table) => {
    const [upper, lower] = table.tHead.rows;
    const below = lower ? [...lower.cells] : [];
    return [...upper.cells].flatMap((cell) => cell.scope === "colgroup"
      ? below.splice(0, cell.colSpan).map((part) => ({ cell: part, name: `${said(cell)}, ${said(part)}` }))
      : [{ cell, name: said(cell) }]);
  };
  // A cell's own text goes into an element: the figure or the reason, which can then be opened. Long tables name their
  // source cells once a column and row.
  for (const table of all("table.figures")) {
    for (const cell of all("tbody > tr > *", table)) {
      const text = cell.firstChild;
      if (text && text.nodeType === 3 && text.data.trim()) {
        const figure = make("span", { class: cell.classList.contains("why") ? "why" : "v" }, text.data.trim());
        text.replaceWith(figure, cell.childNodes.length > 1 ? " " : "");
      }
    }
    headings(table).forEach((head, i) => {
      const pattern = head.cell.dataset.cells;
      if (pattern) for (const row of table.tBodies[0].rows) row.cells[i].dataset.cell = pattern.replace("*", row.dataset.key);
    });
  }
  // Tables that turn into blocks on a narrow screen keep their roles, and each cell of a card its column's name.
  const role = (elements, name) => { for (const element of elements) element.setAttribute("role", name); };
  for (const table of all("table.pair, table.cards")) {
    role([table], "table");
    role(all("thead, tbody", table), "rowgroup");
    role(all("tr", table), "row");
    role(all("thead th", table), "columnheader");
    role(all("tbody th", table), "rowheader");
    role(all("td", table), "cell");
    if (!table.classList.contains("cards")) continue;
    const names = headings(table).map((head) => head.name);
    for (const row of table.tBodies[0].rows) for (const cell of row.cells) cell.dataset.label = names[cell.cellIndex];
  }
  // The relative standard error in percent, as it stands in the cell.
  const errorOf = (cell) => cell.dataset.error
    ?? all("small", cell).map((small) => /^RSE ([\d.]+)%$/.exec(small.textContent)?.[1]).find(Boolean) ?? "";
  const open = (cell) => {
    const [name, ...rest] = cell.dataset.cell.split("/");
    const column = rest.pop();
    const key = rest.join("/").split("|");
    const record = records[name];
    const facts = make("dl", { class: "facts" });
    const add = (label, value) => {
      if (!value) return;
      const row = make("div");
      const text = make("dd");
      text.append(value);
      row.append(make("dt", {}, label), text);
      facts.append(row);
    };
    for (const source of record.sources) {
      add("Publisher", source.publisher);
      add("Release", `${source.title}, ${source.release}`);
      if (source.period !== source.release) add("Figures of", source.period);
      add("Address", make("a", { href: source.url, rel: "noreferrer" }, source.url));
      add("Licence", source.licence);
    }
    add("Measure", record.columns[column]);
    record.key.forEach((part, i) => add(part.replaceAll("_", " "), key[i]));
    if (errorOf(cell)) add("Error", `relative standard error ${errorOf(cell)}% of the figure`);
    add("Note", cell.querySelector(".why")?.textContent);
    add("Table", record.file);
    add("Cell", make("code", {}, cell.dataset.cell));
    if (record.sha256) add("Checksum", make("code", {}, `sha256 ${record.sha256}`));
    const figure = cell.querySelector(".v") || cell.querySelector(".why");
    const top = make("header");
    top.append(make("h2", { id: "passport-heading" }, labelOf(cell)), close);
    dialog.replaceChildren(top, make("p", { class: "figure" }, figure ? figure.textContent : said(cell)), facts);
    dialog.showModal();
  };
  for (const table of all("table")) {
    const buttons = [];
    for (const cell of all("[data-cell]", table)) {
      if (!records[cell.dataset.cell.split("/")[0]]) continue;
      const figure = cell.querySelector(".v, .why");
      if (!figure) continue;
      const button = make("button", { type: "button", class: "open", "aria-haspopup": "dialog", tabindex: "-1" });
      figure.replaceWith(button);
      button.append(figure);
      button.addEventListener("click", () => open(cell));
      buttons.push(button);
    }
    if (!buttons.length) continue;
    // One tab stop a table; the arrow keys move between its figures.
    buttons[0].tabIndex = 0;
    table.addEventListener("keydown", (event) => {
      const here = event.target.closest(".open");
      if (!here) return;
      const cell = here.closest("td, th");
      let next = null;
      if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
        const row = all(".open", cell.parentElement);
        next = row[row.indexOf(here) + (event.key === "ArrowRight" ? 1 : -1)];
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        let row = cell.parentElement;
        do row = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
        while (row && !row.cells[cell.cellIndex]?.querySelector(".open"));
        next = row?.cells[cell.cellIndex].querySelector(".open");
      } else return;
      event.preventDefault();
      next?.focus();
    });
    table.addEventListener("focusin", (event) => {
      const here = event.target.closest(".open");
      if (here) for (const button of buttons) button.tabIndex = button === here ? 0 : -1;
    });
    table.caption?.append(make("span", { class: "sr" }, ". Press Enter on a figure for its source; arrow keys move between figures."));
  }

  // Sorting: by the full value where there is one, else by the text; what has no figure stays last.
  const worth = (cell) => {
    if (cell.dataset.value !== undefined) return Number(cell.dataset.value);
    const figure = cell.querySelector(".v");
    if (!figure) return cell.querySelector(".why") ? null : said(cell);
    const text = figure.textContent.trim();
    const digits = text.replace("−", "-").replace(/[$,%+]/g, "");
    return digits !== "" && !Number.isNaN(Number(digits)) ? Number(digits) : text;
  };
  for (const table of all("table.sortable")) {
    const heads = headings(table).map((head) => head.cell);
    for (const [column, head] of heads.entries()) {
      const button = make("button", { type: "button", class: "sort" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const falling = head.getAttribute("aria-sort") === "descending" ? false
          : head.getAttribute("aria-sort") === "ascending" ? true : head.classList.contains("num");
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", falling ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows].map((row) => [worth(row.cells[column]), row]);
        rows.sort(([a], [b]) => {
          if (a === null || b === null) return (a === null) - (b === null);
          const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");
          return falling ? -order : order;
        });
        table.tBodies[0].append(...rows.map(([, row]) => row));
      });
    }
  }

  // Download: what the table shows, with full values and source cells, as CSV out of the page itself.
  const quoted = (value) => {
    let text = String(value);
    if (typeof value !== "number" && /^[=+\-@\t\r]/.test(text)) text = "'" + text;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const csv = (table) => {
    const heads = headings(table);
    const rows = [...table.tBodies[0].rows];
    const proven = heads.map((_, i) => rows.some((row) => row.cells[i].dataset.cell));
    const wrong = heads.map((_, i) => rows.some((row) => errorOf(row.cells[i])));
    const lines = [heads.flatMap((head, i) => [head.name, ...(wrong[i] ? [`${head.name}, relative standard error %`] : []),
      ...(proven[i] ? [`${head.name}, source cell`] : [])])];
    for (const row of rows) lines.push([...row.cells].flatMap((cell, i) => {
      const value = worth(cell) ?? cell.textContent.trim();
      return [value, ...(wrong[i] ? [errorOf(cell)] : []), ...(proven[i] ? [cell.dataset.cell ?? ""] : [])];
    }));
    return lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
  };
  for (const table of all("table.figures")) {
    const tools = make("div", { class: "tools" });
    const caption = table.caption.querySelector("span").textContent;
    const button = make("button", { type: "button", "aria-label": `Download as CSV: ${caption}` }, "Download CSV");
    button.addEventListener("click", () => {
      const address = URL.createObjectURL(new Blob(["\ufeff", csv(table)], { type: "text/csv" }));
      make("a", { href: address, download: `${table.dataset.name || "table"}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    });
    tools.append(button);
    table.closest(".scroll").after(tools);
  }

  // Print: everything that can be opened is open on paper, and as it was before afterwards.
  let shut = [];
  addEventListener("beforeprint", () => {
    shut = all("details:not([open])");
    for (const one of shut) one.open = true;
  });
  addEventListener("afterprint", () => { for (const one of shut) one.open = false; });
})();
