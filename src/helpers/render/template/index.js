(() => {
  "use strict";
  const box = document.getElementById("find");
  if (!document.querySelector(".reports")) return;
  box.parentElement.hidden = false;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const rows = [...document.querySelectorAll(".reports li")].map((row) => [plain(row.textContent), row]);
  const count = document.getElementById("count");
  box.addEventListener("input", () => {
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [text, row] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    count.textContent = words.length ? `${shown} of ${rows.length} reports.` : `${rows.length} reports.`;
  });
})();
