// From a figure to the governments behind it, and down to the answer, its file and its cell.

(function trace() {
  const dialog = document.getElementById("dialog");
  const title = document.getElementById("dialog-title");
  const body = document.getElementById("dialog-body");
  const back = document.getElementById("back");
  const PAGE = 100;
  const LONG = 300;
  const past = [];
  let opened;

  // Opened with the first figure: until then the answers are a text that nobody reads.
  function data() {
    opened = opened || unpack();
    return opened;
  }

  async function unpack() {
    const letters = atob(document.getElementById("packed").textContent);
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const found = await new Response(stream).json();
    found.areaKeys = read("area-keys");
    found.areaNames = read("area-names");
    found.byKey = new Map(found.figures.map((figure) => [figure.key, figure]));
    for (const figure of found.figures) {
      figure.start = [];
      figure.count.reduce((sum, count, n) => ((figure.start[n] = sum), sum + count), 0);
    }
    return found;
  }

  const of = (found, columns, key, n) => found.texts[columns[key][n]];

  function table(heads, lines) {
    const cells = heads.map(([text, look]) => element("th", { scope: "col", class: look }, text));
    return element("table", { class: "list" },
      element("thead", {}, element("tr", {}, ...cells)), element("tbody", {}, ...lines));
  }

  // Long texts are shut; all of it is there when they are opened.
  function value(text) {
    if (text.length <= LONG) return element("bdi", {}, text);
    return element("details", { class: "long" },
      element("summary", {}, element("bdi", {}, text.slice(0, LONG) + "…"), " ", said.whole_text),
      element("bdi", {}, text));
  }

  function answer(found, n) {
    const { answers } = found;
    const told = of(found, answers, "value", n);
    return { record: of(found, answers, "record", n), section: of(found, answers, "section", n),
      question: of(found, answers, "question", n), cell: of(found, answers, "cell", n),
      state: of(found, answers, "state", n), told };
  }

  function placeButton(found, place) {
    const name = of(found, found.places, "name", place);
    const button = element("button", { type: "button", class: "open" }, name);
    button.addEventListener("click", () => go(() => showPlace(found, place)));
    return button;
  }

  function part(found, figure, n) {
    const place = figure.place[n];
    const first = found.places.first[place];
    const answers = figure.answers.slice(figure.start[n], figure.start[n] + figure.count[n]);
    const rests = answers.map((one) => {
      const { question, told, state, cell } = answer(found, first + one);
      return element("li", {}, question + ": ", told ? value(told) : element("em", {}, state), " ",
        element("span", { class: "where" }, cell));
    });
    return element("tr", {},
      element("th", { scope: "row" }, placeButton(found, place)),
      element("td", {}, element("bdi", {}, found.texts[figure.record[n]])),
      element("td", { class: "n" }, found.texts[figure.shown[n]]),
      element("td", {}, element("ul", { class: "rests" }, ...rests)),
      element("td", { class: "where" }, of(found, found.places, "file", place)));
  }

  // Which entries count towards what was opened: an area, everything, or one own workbook.
  function wanted(found, figure, where) {
    const own = where.startsWith("=") ? where.slice(1) : null;
    const area = found.areaKeys.indexOf(where);
    return figure.place.map((place, n) => n).filter((n) => {
      const place = figure.place[n];
      if (own !== null) return of(found, found.places, "code", place) === own;
      return where ? found.places.area[place] === area : found.places.area[place] >= 0;
    });
  }

  function paged(host, all, draw, heads) {
    let end = 0;
    const lines = element("tbody");
    const more = element("button", { type: "button", class: "quiet" });
    const made = table(heads, []);
    made.tBodies[0].replaceWith(lines);
    const next = () => {
      lines.append(...all.slice(end, end + PAGE).map(draw));
      end = Math.min(end + PAGE, all.length);
      more.hidden = end === all.length;
      more.textContent = fill(said.show_more, { number: all.length - end });
    };
    more.addEventListener("click", next);
    next();
    host.replaceChildren(all.length ? made : element("p", { class: "covered" }, said.nothing_adds), more);
  }

  function showFigure(found, { key, where, text, covered }) {
    const figure = found.byKey.get(key);
    const area = found.areaKeys.indexOf(where);
    const indices = wanted(found, figure, where);
    title.textContent = figure.label;
    const about = area >= 0 ? fill(said.in_area, { area: found.areaNames[area] }) : said.in_all;
    const box = element("input", { type: "checkbox", id: "adding", checked: true });
    const host = element("div", { class: "scroll" });
    const heads = [[said.government], [said.record], [said.figure, "n"], [said.rests_on], [said.file]];
    const draw = () => {
      const listed = box.checked ? indices.filter((n) => n < figure.adding) : indices;
      paged(host, listed, (n) => part(found, figure, n), heads);
    };
    box.addEventListener("change", draw);
    body.replaceChildren(
      element("p", { class: "big" }, text, " ", element("span", { class: "unit" }, figure.unit)),
      element("p", { class: "covered" }, where.startsWith("=") ? "" : about + " ",
        covered ? fill(said.behind, { covered }) : ""),
      element("div", { class: "dialog-tools" },
        element("label", {}, box, " ", said.adding_only)), host);
    draw();
  }

  function figuresOf(found, place) {
    const lines = [];
    for (const figure of found.figures) {
      figure.place.forEach((one, n) => {
        if (one !== place || n >= figure.adding) return;
        const where = found.places.area[place] < 0
          ? "=" + of(found, found.places, "code", place) : "";
        const shown = found.texts[figure.shown[n]];
        const button = element("button", { type: "button", class: "open" }, figure.label);
        button.addEventListener("click", () =>
          go(() => showFigure(found, { key: figure.key, where, text: where ? shown : "", covered: "" })));
        lines.push(element("tr", {}, element("th", { scope: "row" }, button),
          element("td", {}, element("bdi", {}, found.texts[figure.record[n]])),
          element("td", { class: "n" }, shown + (figure.unit ? " " + figure.unit : ""))));
      });
    }
    return lines;
  }

  function answersOf(found, place) {
    const first = found.places.first[place];
    if (first < 0) return [];
    const later = found.places.first.filter((one) => one > first);
    const end = later.length ? Math.min(...later) : found.answers.cell.length;
    return Array.from({ length: end - first }, (_, n) => answer(found, first + n));
  }

  function showPlace(found, place) {
    const told = (key) => of(found, found.places, key, place);
    title.textContent = told("name");
    const facts = [[said.code, told("code")], [said.state, told("state")],
      [said.received, told("received")], [said.file, told("file")]].filter(([, text]) => text);
    const pairs = facts.map(([name, text]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, text)));
    body.replaceChildren(element("p", { class: "covered" }, told("about")),
      element("dl", { class: "notes" }, ...pairs));
    const answers = answersOf(found, place);
    if (!answers.length) {
      body.append(element("p", {}, said.no_answers));
      return;
    }
    const figures = figuresOf(found, place);
    body.append(element("h3", {}, said.figures_of), figures.length
      ? table([[said.figure], [said.record], [said.value, "n"]], figures)
      : element("p", { class: "covered" }, said.nothing_adds));
    body.append(element("h3", {}, said.answers_of), ...answerTable(answers));
  }

  function answerTable(answers) {
    const box = element("input", { type: "checkbox", id: "blank-too" });
    const host = element("div", { class: "scroll" });
    const heads = [[said.section], [said.record], [said.question], [said.value], [said.cell]];
    const line = (one) => element("tr", {}, element("td", {}, one.section),
      element("td", {}, element("bdi", {}, one.record)), element("td", {}, one.question),
      element("td", {}, one.told ? value(one.told) : element("em", {}, one.state)),
      element("td", { class: "where" }, one.cell));
    const draw = () =>
      paged(host, answers.filter((one) => box.checked || one.told), line, heads);
    box.addEventListener("change", draw);
    draw();
    return [element("div", { class: "dialog-tools" }, element("label", {}, box, " ", said.blank_too)), host];
  }

  // Every view is drawn afresh when one comes back to it.
  function go(draw) {
    past.push(draw);
    render();
  }

  function render() {
    back.hidden = past.length < 2;
    past[past.length - 1]();
    dialog.scrollTop = 0;
    title.focus();
  }

  async function open(draw) {
    past.length = 0;
    title.textContent = said.opening;
    body.replaceChildren();
    if (!dialog.open) dialog.showModal();
    try {
      const found = await data();
      go(() => draw(found));
    } catch (error) {
      if (typeof DecompressionStream !== "undefined") throw error;
      title.textContent = said.too_old;
    }
  }

  back.addEventListener("click", () => {
    past.pop();
    render();
  });
  document.getElementById("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.addEventListener("click", (event) => {
    const from = event.target.closest("[data-figure], [data-place]");
    if (!from || !document.getElementById("packed")) return;
    if (from.dataset.place !== undefined) {
      open((found) => showPlace(found, Number(from.dataset.place)));
      return;
    }
    const covered = from.closest("[data-covered]")?.dataset.covered || "";
    const { figure: key, where } = from.dataset;
    open((found) => showFigure(found, { key, where, text: from.textContent, covered }));
  });
})();
