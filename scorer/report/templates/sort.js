"use strict";
// Sorting and filtering of the tables; without it every row is there, in the order as written.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const heads = Array.from(table.tHead.rows[0].cells);
  const say = document.createElement("p");
  say.className = "dim";
  say.setAttribute("role", "status");
  heads.forEach((head, column) => {
    // A column of drawings: its number stands in a column of its own.
    if (head.classList.contains("still")) return;
    const button = document.createElement("button");
    const isNumber = head.classList.contains("num");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.append(button);
    button.addEventListener("click", () => {
      const falls = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", falls ? "descending" : "ascending");
      const key = (row) => row.cells[column].textContent.trim();
      const value = (row) => {
        const found = parseFloat(key(row));
        return Number.isNaN(found) ? -Infinity : found;
      };
      const by = isNumber
        ? (one, other) => value(one) - value(other) || 0
        : (one, other) => key(one).localeCompare(key(other));
      rows.sort((one, other) => (falls ? by(other, one) : by(one, other)));
      body.append(...rows);
    });
  });
  const tools = document.createElement("div");
  const label = document.createElement("label");
  const input = document.createElement("input");
  tools.className = "tools";
  input.type = "search";
  label.append("Filter ", input);
  tools.append(label, say);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      shown += row.hidden ? 0 : 1;
    }
    say.textContent = wanted ? shown + " of " + rows.length + " rows" : "";
  });
  table.parentElement.before(tools);
}
