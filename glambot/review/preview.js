for (const button of document.querySelectorAll("th button")) button.addEventListener("click", () => {
  const th = button.parentElement, body = document.querySelector("tbody"), column = th.cellIndex;
  const up = th.getAttribute("aria-sort") !== "ascending";
  for (const other of th.parentElement.children) other.removeAttribute("aria-sort");
  th.setAttribute("aria-sort", up ? "ascending" : "descending");
  const value = row => { const text = row.cells[column].textContent.trim(), number = parseFloat(text);
    return /^[0-9]/.test(text) && !/^[0-9]{4}-/.test(text) ? number : text.toLowerCase(); };
  const rows = [...body.rows].sort((a, b) => { const x = value(a), y = value(b);
    const order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y));
    return up ? order : -order; });
  body.append(...rows);
});
