(() => {
  "use strict";
  const box = document.getElementById("find");
  if (!document.querySelector(".reports")) return;
  const kind = document.getElementById("kind");
  for (const field of document.querySelectorAll(".find")) field.parentElement.hidden = false;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...document.querySelectorAll(".reports li")].map((row) => [plain(row.textContent), row]);
  const count = document.getElementById("count");
  const find = () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    const wanted = kind ? kind.value : "";
    let shown = 0;
    for (const [text, row] of rows) {
      row.hidden = !words.every((word) => text.includes(word)) || (wanted !== "" && row.dataset.kind !== wanted);
      shown += !row.hidden;
    }
    const all = rows.length === 1 ? "1 report." : `${rows.length} reports.`;
    count.textContent = words.length || wanted ? `${shown} of ${all}` : all;
  };
  for (const field of document.querySelectorAll(".find")) field.addEventListener("input", find);
  find(); // a browser may keep what was typed when the page is loaded again
})();
