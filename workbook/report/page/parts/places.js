// The list of places: search, three filters, and columns that sort.

(function places() {
  const table = document.getElementById("register");
  if (!table) return;
  const body = table.tBodies[0];
  const form = document.getElementById("filters");
  const search = document.getElementById("search");
  const chosen = { 2: "by-area", 1: "by-level", 4: "by-state" };
  const selects = Object.entries(chosen).map(([column, id]) => [column, document.getElementById(id)]);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const text = (row, column) => row.cells[column].textContent;
  const state = (row) => row.cells[4].firstElementChild.textContent;
  const rows = [...body.rows].map((row) => ({
    row,
    name: plain(text(row, 0)),
    values: { 1: text(row, 1), 2: text(row, 2), 4: state(row) },
  }));

  function show() {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, name, values } of rows) {
      const fits =
        words.every((word) => name.includes(word)) &&
        selects.every(([column, select]) => !select.value || values[column] === select.value);
      if (row.hidden === fits) row.hidden = !fits;
      count += fits;
    }
    const told = fill(said.places_shown, { count, all: rows.length });
    document.getElementById("shown").textContent = told;
  }

  const order = new Intl.Collator(root.lang, { numeric: true });
  const amount = (row, column) => {
    const digits = text(row, column).replace(/[^\d]/g, "");
    return digits ? Number(digits) : -1;
  };

  function sort(column, head, isNumber) {
    const upwards = head.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", upwards ? "ascending" : "descending");
    const keyed = rows.map(({ row }) => [isNumber ? amount(row, column) : text(row, column), row]);
    keyed.sort(isNumber ? (a, b) => a[0] - b[0] : (a, b) => order.compare(a[0], b[0]));
    if (!upwards) keyed.reverse();
    body.append(...keyed.map(([, row]) => row));
  }

  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = element("button", { type: "button", class: "sort" }, ...head.childNodes);
    head.replaceChildren(button);
    button.addEventListener("click", () => sort(column, head, "number" in head.dataset));
  });
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
  show();
})();
