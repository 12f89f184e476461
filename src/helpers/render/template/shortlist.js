/* Adds to a shortlist that reads without it: against which role each is held, deal-breakers, and weights. */
(() => {
const $ = id => document.getElementById(id), S = JSON.parse($("data").textContent).shortlist, N = S.names, all = [...N.keys()];
const el = (tag, ...kids) => { const e = document.createElement(tag); e.append(...kids); return e; };
const typed = id => parseFloat($(id).value.replace(/−/g, "-").replace(/[^0-9.-]/g, ""));
const big = t => t[0].toUpperCase() + t.slice(1), listed = t => t.length > 1 ? t.slice(0, -1).join(", ") + " and " + t[t.length - 1] : t.join("");

/* Each role against the one that is chosen. */
let chosen = false;
const hold = () => {
  for (const e of document.querySelectorAll(".slag")) e.textContent = S.against[e.dataset.row][+$("slref").value][+e.dataset.i];
  $("slnow").textContent = N[+$("slref").value];
};
$("slref")?.addEventListener("change", () => { chosen = true; hold(); });

/* Deal-breakers: measure, limit, whether it is the least that is asked for, and the limit in words. */
function limits() {
  const hour = $("slper").selectedIndex === 1, pay = typed("slpay"), growth = typed("slgrowth"), jobs = typed("sljobs"), found = [];
  const picked = id => [$(id).selectedIndex, $(id).length - 1, $(id).selectedOptions[0].text];
  if (pay > 0) found.push([hour ? "hourly_median_usd" : "annual_median_usd", pay, true, "$" + (hour ? pay.toFixed(2) : pay.toLocaleString("en-US"))]);
  const [zone, lastZone, zoneWords] = picked("slzone"), [school, lastSchool, words] = picked("slschool");
  if (zone < lastZone) found.push(["job_zone", zone + 1, false, "zone " + zoneWords]);
  if (school < lastSchool) found.push(["entry_education", school, false, words]);
  if (Number.isFinite(growth) && growth > -100) found.push(["employment_change_pct", growth, true, (growth + "%").replace("-", "−")]);
  if (jobs > 0) found.push(["employment", jobs, true, jobs.toLocaleString("en-US")]);
  return found;
}
function broken(v, b, limit, least) {
  if (v !== null) return least ? v < limit : v > limit;
  if (b !== null && (least ? b >= limit : b > limit)) return !least;
  return null;
}
function strike() {
  const out = new Map(), open = [];
  for (const [name, limit, least, words] of limits()) all.forEach(i => {
    const [v, b, text, why] = S.deals[name].figures[i], told = broken(v, b, limit, least), label = S.deals[name].label;
    if (told) out.set(i, [...(out.get(i) || []), `${label} ${text}, ${least ? "under" : "above"} ${words}`]);
    else if (told === null) open.push(`${N[i]} cannot be checked for ${label} (${text === "no figure" ? why : text}) and stays in.`);
  });
  const said = [...[...out].map(([i, why]) => `${big(N[i])} is out: ${why.join("; ")}.`), ...open];
  const none = limits().length ? "No role is ruled out." : "No deal-breaker is set, so every role stays in.";
  $("slout").replaceChildren(...(said.length ? said : [none]).map(t => el("li", t)));
  document.querySelectorAll(".slst").forEach((e, i) => {
    e.textContent = out.has(i) ? "out: " + out.get(i).join("; ") : "";
    e.parentElement.classList.toggle("out", out.has(i));
  });
  for (const e of document.querySelectorAll(".ask [data-of]")) e.hidden = out.has(+e.dataset.of);
  const kept = all.filter(i => !out.has(i));
  if (!chosen && kept.length && $("slref")) { $("slref").value = kept[0]; hold(); }
  return kept;
}

/* Weights: a figure counts as its place between the worst and the best of the roles that are left. */
function rank() {
  const kept = strike(), given = S.more.map((_, k) => +$("slw" + k).value), whole = given.reduce((a, b) => a + b, 0);
  given.forEach((w, k) => { document.querySelector(`output[for=slw${k}]`).value = whole ? Math.round(100 * w / whole) + "%" : "0%"; });
  const set = S.sets[kept.reduce((a, i) => a + 2 ** i, 0)], out = $("slfirst"), say = t => out.replaceChildren(el("p", t));
  if (!kept.length) return say("No role is left: loosen a limit.");
  if (kept.length === 1) return say(`Only ${N[kept[0]]} is left: there is nothing to weigh.`);
  if (!set) return say("Too few figures are published to weigh the roles.");
  const [criteria, first] = set, roles = kept.filter((_, k) => first[k] !== null), score = new Map(roles.map(i => [i, 0]));
  if (!criteria.some(k => given[k])) return say("Give at least one of these a weight.");
  for (const k of criteria) {
    const of = i => S.more[k] ? S.values[k][i] : -S.values[k][i], own = roles.map(of), low = Math.min(...own), wide = Math.max(...own) - low;
    roles.forEach(i => score.set(i, score.get(i) + (wide ? given[k] * (of(i) - low) / wide : 0)));
  }
  const order = [...roles].sort((a, b) => score.get(b) - score.get(a) || a - b), body = el("tbody");
  let place = 0;
  order.forEach((i, k) => {
    if (!k || score.get(i) < score.get(order[k - 1]) - 1e-9) place = k + 1;
    const head = el("th", N[i]);
    head.scope = "row";
    body.append(el("tr", head, el("td", String(place))));
  });
  let table = out.querySelector("table");
  if (!table) { table = TABLE.cloneNode(true); out.replaceChildren(table); }
  table.tBodies[0].replaceWith(body);
  out.querySelectorAll("p").forEach(p => p.remove());
  const firm = roles.map(i => [first[kept.indexOf(i)], i]).sort((a, b) => b[0] - a[0]), ever = firm.filter(([n]) => n).map(([n, i]) => `${N[i]} in ${n}`);
  const named = ever.length < 4 ? ever : ever.slice(0, 3), rest = named.length < ever.length ? "; others no more often" : ever.length < firm.length ? "; no other" : "";
  out.append(el("p", `Of 100 random weightings first is ${listed(named)}${rest}.`));
  const left = kept.filter(i => !roles.includes(i)).map(i => N[i]), dropped = S.more.map((_, k) => k).filter(k => !criteria.includes(k));
  if (left.length) out.append(el("p", `Not weighed, for want of a figure: ${listed(left)}.`));
  if (dropped.length) out.append(el("p", `Not counted, for want of figures: ${listed(dropped.map(k => document.querySelector(`label[for=slw${k}]`).textContent.toLowerCase()))}.`));
}
const TABLE = el("table");
TABLE.className = "data tight";
TABLE.append(el("thead", el("tr", el("th", "Role"), el("th", "Place"))), el("tbody"));
if ($("slpay")) for (const e of document.querySelectorAll(".choose input, .choose select")) e.addEventListener("input", rank);
})();
