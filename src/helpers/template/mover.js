// The switching ledger: answers for chosen terms, looked up in the grid that the page holds. Nothing is computed but the place.
(() => {
  "use strict";
  const said = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
  for (const mover of document.querySelectorAll("[data-mover]")) {
    const grid = JSON.parse(mover.dataset.mover);
    const lists = [...mover.querySelectorAll("select")];
    const output = mover.querySelector("output");
    const answer = () => {
      const place = lists.slice(0, 4).reduce((sum, list) => sum * list.options.length + list.selectedIndex, 0);
      const age = grid.ages[lists[4].selectedIndex];
      const month = grid.even[place];
      const hundreds = grid.balance[place];
      const time = [[Math.floor(month / 12), "year"], [month % 12, "month"]]
        .filter(([count]) => count).map(([count, word]) => said(count, word)).join(" ");
      const paid = month > 0 && month <= 12 * (grid.retire - age)
        ? `Paid back after ${time}, at the age of ${age + Math.floor((month - 1) / 12)}.`
        : `Not paid back before the age of ${grid.retire}.`;
      const money = `${hundreds < 0 ? "−" : "+"}$${Math.abs(100 * hundreds).toLocaleString("en-US")}`;
      output.textContent = `${paid} Balance after ${said(grid.within, "year")}: ${money} in today's money.`;
    };
    mover.addEventListener("change", answer);
    mover.hidden = false;
    answer();
  }
})();
