/* Adds to a page that reads without it: own pay, own area, a switch on own terms, CSV, print, places of passports. */
(() => {
const $ = id => document.getElementById(id), root = document.documentElement, D = JSON.parse($("data").textContent);
root.classList.add("js");
const L = "abcdefgh", N = D.names || [];
const marks = new Map([...document.querySelectorAll(".bar .mk, .score .mk, .plotkey .mk")].map(m => [m.classList[1], m]));
/* Elements by hand, for text from the data is never markup. */
const el = (tag, cls, ...kids) => { const e = document.createElement(tag); if (cls) e.className = cls; e.append(...kids); return e; };
const who = i => { const m = marks.get(L[i]); return el("span", "r" + L[i], ...(m ? [m.cloneNode(true)] : []), N[i]); };
const bold = t => el("b", "", t);
const usd = (v, cents) => "$" + (cents ? v.toFixed(2) : (to => Math.round(v / to) * to)(Math.abs(v) < 1000 ? 10 : 100).toLocaleString("en-US"));
const typed = id => parseFloat($(id).value.replace(/[^0-9.]/g, ""));
const meter = (i, share) => { const bar = el("i"); bar.style.width = Math.max(0, Math.min(100, share)) + "%"; return el("span", "meter " + L[i], bar); };
const svg = (tag, at, text) => { const e = document.createElementNS("http://www.w3.org/2000/svg", tag); for (const k in at) e.setAttribute(k, at[k]); if (text) e.textContent = text; return e; };

/* Where would I stand? Between published percentiles pay is read off on a log scale. */
const P = [10, 25, 50, 75, 90];
function place(v, q) {
  if (v < q[0]) return [5, "in the lowest-paid tenth"];
  if (v >= q[4]) return [95, "in the best-paid tenth"];
  for (let i = 0; i < 4; i++) if (v < q[i + 1]) {
    const p = Math.round(P[i] + Math.log(v / q[i]) / Math.log(q[i + 1] / q[i]) * (P[i + 1] - P[i]));
    return [p, `more than about ${p} of 100`];
  }
}
function me() {
  const v = typed("mepay"), per = $("meper").value, q = D.pay[per], out = $("meout");
  const box = D.chart && $("ch-" + D.chart), plot = box && box.querySelector(".plot");
  if (plot && box.dataset.scale) {
    plot.querySelector(".you")?.remove();
    const [x0, x1, low, high] = box.dataset.scale.split(" ").map(Number), x = x0 + (v - low) / (high - low) * (x1 - x0), h = plot.viewBox.baseVal.height - 28;
    if (v >= low && v <= high && per === $("meper").options[0].value) {
      const g = svg("g", {class: "you"});
      g.append(svg("line", {x1: x, x2: x, y1: 28, y2: h}), svg("text", {x: Math.min(446, Math.max(14, x)), y: 40}, "you"));
      plot.querySelector("path").after(g);
    }
  }
  out.replaceChildren();
  if (!(v > 0)) return;
  N.forEach((_, i) => {
    if (!q[i] || q[i].some(x => x === null || !(x > 0))) return;
    const [p, words] = place(v, q[i]);
    out.append(el("p", "", "As ", who(i), " that pay is ", bold(words), meter(i, p)));
  });
  out.append(el("p", "", "The middle worker earns " + q.filter(r => r && r[2]).map(r => usd(r[2], per === "hourly")).join(" and ") + "."));
}
if ($("mepay") && D.pay) {
  $("mepay").addEventListener("input", () => { root.classList.add("mine"); me(); });
  $("meper").addEventListener("change", me);
  me();
}

/* Your area. */
const st = $("arst"), ar = $("arar");
if (st && D.places) {
  const states = D.places.filter(r => r[0] === "s");
  st.append(...states.map(r => new Option(r[2], r[1])));
  const show = () => {
    const r = ar.value === "" ? states.find(r => r[1] === st.value) : D.places[+ar.value], out = $("arout");
    out.replaceChildren();
    if (!r) return;
    const [, , name, values, verdict, adjusted, own] = r, known = values.map((v, i) => [v, i]).filter(([v]) => v !== null);
    const head = el("p", "", bold(name + "."), " ");
    out.append(head);
    if (known.length < values.length) head.append(known.length ? "No average is published here for some of the roles. " : "No average is published here. Try the whole state.");
    const words = D.verdicts[verdict] || "";
    if (values.length === 2 && known.length === 2) {
      const top = values[0] > values[1] ? 0 : 1;
      if (words.startsWith("clear")) head.append(who(top), ` averages ${usd(Math.abs(values[0] - values[1]), D.hourly)} more: ${words}.`);
      else if (words) head.append(`The gap: ${words}.`);
    }
    const most = Math.max(...known.map(([v]) => v));
    known.forEach(([v, i]) => out.append(el("p", "", who(i), " ", bold(usd(v, D.hourly)), ...(known.length > 1 ? [meter(i, v / most * 100)] : []))));
    if (adjusted.length && adjusted.every(v => v !== null)) out.append(el("p", "", `At the nation’s prices it buys ${adjusted.map(v => usd(v, D.hourly)).join(" and ")}.`));
    if (own) out.append(el("p", "", `${own}.`));
  };
  st.addEventListener("change", () => {
    ar.length = 1; ar.disabled = !st.value;
    D.places.forEach((r, i) => { if (r[0] !== "s" && (r[1] === st.value || r[2].split(", ").pop().split("-").includes(st.value))) ar.append(new Option(r[2], i)); });
    ar.value = ""; show();
  });
  ar.addEventListener("change", show);
  if (D.start) { st.value = D.start; st.dispatchEvent(new Event("change")); }
  if (D.here) { ar.value = D.places.findIndex(r => r[2] === D.here); show(); }
}

/* A switch: cost of training and pay given up, against what the new role pays more, later gains worth a little less. */
if ($("swmove") && D.switch) {
  const S = D.switch;
  const months = (cost, gain) => {
    if (cost <= 0) return 0;
    for (let t = 0, sum = 0; t < 480; t++) { sum += gain / 12 * (1 + S.rate / 12) ** -t; if (sum >= cost) return t + 1; }
    return Infinity;
  };
  const show = () => {
    const [from, to] = $("swmove").value.split(" ").map(Number), out = $("swout");
    const cost = (typed("swcost") || 0) + (typed("swmonths") || 0) / 12 * S.pay[from][1];
    out.replaceChildren(el("p", "", "It costs ", bold(usd(cost)), `: training, and ${usd(cost - (typed("swcost") || 0))} of pay given up at the middle of `, who(from), "."));
    [[0, "at the lower quarter"], [1, "in the middle"]].forEach(([k, words]) => {
      const gain = S.pay[to][k] - S.pay[from][1], m = gain > 0 ? months(cost, gain) : Infinity;
      const when = gain <= 0 ? "it pays no more: nothing pays it back" : m === 0 ? "nothing is to be paid back" : m === Infinity ? "not paid back within 40 years" : m < 24 ? `paid back in ${m} months` : `paid back in ${(m / 12).toFixed(1)} years`;
      out.append(el("p", "", `If you stay ${words} of `, who(to), `, ${gain > 0 ? usd(gain) + " more a year: " : ""}`, bold(when), "."));
    });
  };
  const start = () => { const [, to] = $("swmove").value.split(" ").map(Number), y = S.years[to]; if (y) $("swmonths").value = Math.round(y * 12); else $("swmonths").value = 0; };
  $("swmove").addEventListener("change", () => { start(); show(); });
  for (const id of ["swcost", "swmonths"]) $(id).addEventListener("input", show);
  start();
  $("swout").replaceChildren();
}

/* All occupations: the name of the mark pointed at, and one or two found by name, on every chart of points. */
if (D.plane) {
  const A = D.plane, inputs = [$("at1"), $("at2")], number = new Map(A.names.map((n, i) => [n.toLowerCase(), i]));
  const pct = v => (v > 0 ? "+" : v < 0 ? "\u2212" : "") + Math.abs(v) + "%";
  const charts = [...document.querySelectorAll("[data-plane]")].map(box => {
    const [x, y] = A.charts[box.id.slice(3)], [l, r, t, b] = box.dataset.plane.split(" ").map(Number);
    return {plot: box.querySelector(".plot"), pan: box.querySelector(".pan"), at: i => x[i] === null ? null : [l + x[i] / 1e4 * (r - l), b - y[i] / 1e4 * (b - t)]};
  });
  const draw = (chart, i, kind) => {
    chart.plot.querySelector(".hit." + kind)?.remove();
    const at = i === undefined ? null : chart.at(i);
    if (!at) return;
    const g = svg("g", {class: "hit " + kind + (kind === "i" ? "" : " t" + kind)}), left = at[0] > chart.plot.viewBox.baseVal.width / 2;
    g.append(kind === "b" ? svg("path", {d: "M0-9L9 0 0 9-9 0z", transform: `translate(${at})`}) : svg("circle", {cx: at[0], cy: at[1], r: kind === "i" ? 4 : 8}));
    g.append(svg("text", {x: at[0] + (left ? -13 : 13), y: at[1] + 5 + (kind === "b" ? 10 : kind === "a" ? -6 : 0), "text-anchor": left ? "end" : "start"}, A.names[i]));
    chart.plot.append(g);
    if (kind !== "i") chart.pan.scrollLeft = at[0] * chart.plot.clientWidth / chart.plot.viewBox.baseVal.width - chart.pan.clientWidth / 2;
  };
  const told = (i, k) => {
    const p = el("p", "", el("span", "r" + L[k], bold(A.names[i])), ": ");
    p.append([A.pay[i] === null ? "paid by the hour only" : `averages $${A.pay[i].toLocaleString("en-US")} a year`, A.change[i] === null ? "no projection" : `jobs projected to change by ${pct(A.change[i])}`,
      A.jobs[i] === null ? "no count of jobs" : `${A.jobs[i].toLocaleString("en-US")} jobs`, ...(A.near[i] === null ? [] : [`most alike: ${A.names[A.near[i]]}`])].join("; ") + ".");
    return p;
  };
  /* The verdict of one gap, as stats.compare_means judges it. */
  const verdict = (i, j) => {
    const gap = Math.abs(Math.log(A.pay[j] / A.pay[i])), half = A.z * Math.hypot(A.error[i] + A.half, A.error[j] + A.half) / 100;
    return A.verdicts[gap <= half ? 0 : gap + half <= A.limit ? 1 : gap - half <= A.limit ? 2 : 3];
  };
  const show = () => {
    const found = inputs.map(e => number.get(e.value.trim().toLowerCase())), out = $("atout");
    charts.forEach(chart => found.forEach((i, k) => draw(chart, i, L[k])));
    out.replaceChildren(...found.map((i, k) => i !== undefined ? told(i, k) : inputs[k].value.trim() ? el("p", "", `No occupation is called \u201c${inputs[k].value.trim()}\u201d: choose one from the list.`) : "").filter(Boolean));
    const [i, j] = found;
    if (i !== undefined && j !== undefined && i !== j && A.pay[i] !== null && A.pay[j] !== null)
      out.append(el("p", "", `Average pay is ${usd(Math.abs(A.pay[i] - A.pay[j]))} a year apart: `, bold(A.error[i] === null || A.error[j] === null ? "not tested" : verdict(i, j)), "."));
  };
  $("atall").append(...A.names.map(n => new Option(n)));
  inputs.forEach(e => e.addEventListener("input", show));
  for (const chart of charts) {
    const over = e => {
      const box = chart.plot.getBoundingClientRect(), by = chart.plot.viewBox.baseVal.width / box.width;
      const x = (e.clientX - box.left) * by, y = (e.clientY - box.top) * by;
      let best, near = 14;
      A.names.forEach((_, i) => { const at = chart.at(i), d = at ? Math.hypot(at[0] - x, at[1] - y) : near; if (d < near) [best, near] = [i, d]; });
      draw(chart, best, "i");
    };
    for (const name of ["pointermove", "pointerdown"]) chart.plot.addEventListener(name, over);
    chart.plot.addEventListener("pointerleave", () => draw(chart, undefined, "i"));
  }
}

/* CSV: a cell that a spreadsheet would run gets an apostrophe; a plain number stays one. */
const cell = text => {
  let t = text.replace(/\s+/g, " ").trim();
  if (/^[−-]\$?\d[\d,.]*%?$/.test(t)) t = t.replace("−", "-");
  else if (/^[=+\-@\t\r]/.test(text) || /^[=+\-@]/.test(t)) t = "'" + t;
  return /[",\n]/.test(t) ? `"${t.replace(/"/g, '""')}"` : t;
};
const shown = e => { const c = e.cloneNode(true); c.querySelectorAll("svg,.po,.csv").forEach(x => x.remove()); return c.textContent; };
const rows = table => [...table.rows].map(r => [...r.cells].map(c => cell(shown(c))).join(","));
function save(lines, name) {
  const a = el("a"); a.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], {type: "text/csv"}));
  a.download = name + ".csv"; a.click(); setTimeout(() => URL.revokeObjectURL(a.href), 1000);
}
const slug = s => s.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "table";
const tables = [...document.querySelectorAll("table.data, table.score")], title = t => t.dataset.csv || t.caption?.textContent || t.getAttribute("aria-label") || "Table";
for (const t of tables) if (t.caption && t.matches(".data")) {
  const words = t.caption.textContent, b = el("button", "csv", "CSV"); b.type = "button"; b.setAttribute("aria-label", "Download as CSV: " + words);
  b.addEventListener("click", () => save(rows(t), slug(t.dataset.csv || words))); t.dataset.csv ||= words; t.caption.append(b);
}
if ($("csv")) { if (!tables.length) $("csv").remove(); else $("csv").addEventListener("click", () => save(tables.flatMap(t => [cell(title(t)), ...rows(t), ""]), slug(document.title) + "-tables")); }

/* Passports open beside their number on a wide screen; without script they open in the middle. */
let last = null;
document.addEventListener("click", e => { const b = e.target.closest?.(".n"); if (b) last = b; }, true);
document.addEventListener("toggle", e => {
  const p = e.target;
  if (!p.matches?.(".pp") || e.newState !== "open" || innerWidth < 720 || !last) return;
  const b = last.getBoundingClientRect();
  p.style.margin = 0;
  p.style.left = Math.max(12, Math.min(b.left, innerWidth - p.offsetWidth - 12)) + "px";
  p.style.top = (b.bottom + 8 + p.offsetHeight < innerHeight ? b.bottom + 8 : Math.max(12, b.top - 8 - p.offsetHeight)) + "px";
}, true);
/* A link into a closed part opens it. */
const open = () => { let e = location.hash.length > 1 && $(decodeURIComponent(location.hash.slice(1))); for (; e; e = e.parentElement) if (e.matches("details")) e.open = true; };
addEventListener("hashchange", open); open();
addEventListener("beforeprint", () => { $("made").textContent = "Printed on " + new Date().toLocaleDateString("en-US", {day: "numeric", month: "long", year: "numeric"}); });
$("print2")?.addEventListener("click", () => print());
$("printall")?.addEventListener("click", () => {
  const shut = [...document.querySelectorAll("details:not([open])")];
  root.classList.add("all"); shut.forEach(d => { d.open = true; });
  addEventListener("afterprint", () => { root.classList.remove("all"); shut.forEach(d => { d.open = false; }); }, {once: true});
  print();
});
})();
