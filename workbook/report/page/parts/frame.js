// What the other parts share: words, elements made from text only, and the switch of colours.

const root = document.documentElement;
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const said = read("said");

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

// Texts of others only ever arrive as text: nothing here turns letters into elements.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== ""));
  return made;
}

function remembered() {
  try {
    return localStorage.getItem("colours");
  } catch {
    return null;
  }
}

function remember(choice) {
  try {
    localStorage.setItem("colours", choice);
  } catch {
    // A browser that keeps nothing for files asks again the next time.
  }
}

(function switchOfColours() {
  const button = document.getElementById("colours");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const shown = () => root.dataset.colours || (dark.matches ? "dark" : "light");
  const label = () => (button.textContent = shown() === "dark" ? said.light : said.dark);
  const kept = remembered();
  if (kept === "dark" || kept === "light") root.dataset.colours = kept;
  button.hidden = false;
  label();
  dark.addEventListener("change", label);
  button.addEventListener("click", () => {
    root.dataset.colours = shown() === "dark" ? "light" : "dark";
    remember(root.dataset.colours);
    label();
  });
})();
