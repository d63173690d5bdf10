// Charts are drawn when the page stands, the first ones first, one at a time.

window.addEventListener("load", () => {
  const specs = read("specs");
  const waiting = [...document.querySelectorAll("[data-chart]")];
  const idle = window.requestIdleCallback || ((then) => setTimeout(then, 1));
  const options = { ast: true, actions: false, renderer: "svg", defaultStyle: false,
    tooltip: { disableDefaultStyle: true } };

  async function next() {
    const host = waiting.shift();
    if (!host) {
      root.dataset.drawn = "yes";
      performance.mark("drawn");
      return;
    }
    try {
      await window.vegaEmbed(host, specs[host.dataset.chart], options);
      // Marks of which there are none have nothing to be read out.
      host.querySelectorAll('g[role="graphics-symbol"]:empty').forEach((mark) => mark.removeAttribute("role"));
      // On a narrow screen a drawing is wider than its place: keys must be able to move it.
      if (host.scrollWidth > host.clientWidth) host.tabIndex = 0;
    } catch (error) {
      host.textContent = said.chart_failed;
      console.error(error);
    }
    idle(next);
  }
  idle(next);
});
