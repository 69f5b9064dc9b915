// How does the table become a picture? Each table that arrives is drawn into it; a node clicked brings its table.
// What is known is kept in the picture, so walking from node to node unfolds the chain. The table works without it.
"use strict";

(() => {
  const picture = document.querySelector("#chain-picture");
  const body = document.querySelector("#chain-body");
  if (!picture || !body || !window.cytoscape) return;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const STYLE = [
    { selector: "node", style: {
      label: "data(label)", "text-wrap": "wrap", "text-max-width": "110px", "font-size": 12, color: colour("--ink"),
      "text-valign": "bottom", "text-margin-y": 4, width: 22, height: 22, "border-width": 2,
      "background-color": colour("--paper"), "border-color": colour("--good"), shape: "ellipse",
      "text-background-color": colour("--paper"), "text-background-opacity": 0.85, "min-zoomed-font-size": 7 } },
    { selector: "node[kind = '企业']", style: { shape: "round-rectangle", "border-color": colour("--accent") } },
    { selector: "node.rest", style: { shape: "round-rectangle", "border-style": "dashed", "border-color": colour("--soft"),
      width: 110, height: 26, "text-valign": "center", "text-margin-y": 0 } },
    { selector: "node.middle", style: { width: 32, height: 32, "border-width": 5, "font-weight": "bold" } },
    { selector: "node.pointed", style: { "border-width": 7, "border-style": "double" } },
    { selector: "edge", style: { width: 1.5, "line-color": colour("--soft"), "target-arrow-color": colour("--soft"),
      "target-arrow-shape": "triangle", "curve-style": "bezier", label: "data(label)", "font-size": 10,
      color: colour("--soft"), "text-rotation": "autorotate", "text-background-color": colour("--paper"),
      "text-background-opacity": 0.9, "min-zoomed-font-size": 8 } },
    { selector: "edge[relation = '需要']", style: { "line-style": "dashed" } },
    { selector: "edge[relation = '产品小类']", style: { "line-style": "dotted" } },
    { selector: "edge[relation = '上游材料']", style: { width: 3 } },
  ];
  const cy = window.cytoscape({ container: picture, style: STYLE, maxZoom: 2, minZoom: 0.1, wheelSensitivity: 0.3 });
  picture.chainMap = cy;  // for whoever looks at it from outside
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let filters = null;

  const node = (place, position) => ({
    group: "nodes", data: { id: place.key, label: place.name, kind: place.kind, page: place.page }, position });

  function draw(found) {
    const anchor = cy.getElementById(found.middle);
    const start = anchor.nonempty() ? { ...anchor.position() } : { x: 0, y: 0 };
    cy.nodes(".rest").remove();
    cy.batch(() => {
      for (const place of found.places) {
        const known = cy.getElementById(place.key);
        if (known.nonempty()) known.data("page", place.page);
        else cy.add(node(place, { x: start.x + Math.random() * 60 - 30, y: start.y + Math.random() * 60 - 30 }));
      }
      for (const fact of found.facts) {
        const id = `${fact.source}|${fact.relation}|${fact.target}`;
        if (cy.getElementById(id).empty()) {
          cy.add({ group: "edges", data: { id, source: fact.source, target: fact.target,
            relation: fact.relation, label: fact.relation_in_words } });
        }
      }
      for (const rest of found.rest) {
        const id = `rest|${rest.relation}|${rest.leaving}`;
        cy.add({ group: "nodes", classes: "rest", position: { ...start }, data: { id, label: rest.text, kind: "", page: rest.page } });
        const [source, target] = rest.leaving ? [found.middle, id] : [id, found.middle];
        cy.add({ group: "edges", data: { id: `${id}|edge`, source, target, relation: rest.relation, label: rest.relation_in_words } });
      }
      cy.nodes().removeClass("middle");
      cy.getElementById(found.middle).addClass("middle");
    });
    arrange(found);
    picture.dataset.places = cy.nodes("[kind != '']").length;
    picture.dataset.middle = cy.getElementById(found.middle).data("label");
  }

  // Only what is new moves; where everything is new, the middle stands in the middle.
  function arrange(found) {
    const middle = cy.getElementById(found.middle);
    const around = middle.closedNeighborhood().nodes();
    const fresh = cy.nodes().length <= found.places.length + found.rest.length;
    const all = fresh ? cy.elements() : around.union(around.edgesWith(around));
    const layout = fresh && all.nodes().length > around.length
      ? { name: "cose", animate: false, randomize: false, nodeRepulsion: () => 40000, idealEdgeLength: () => 90, fit: false }
      : { name: "concentric", animate: false, fit: false, minNodeSpacing: around.length > RINGS[0] + 1 ? 5 : 45, concentric: rings(middle, around), levelWidth: () => 1,
          boundingBox: box(middle.position(), around.length) };
    all.layout(layout).run();
    show(fresh ? cy.elements() : around, middle);
  }

  // One wide ring of many would have to be made so small that no thumb could tell its nodes apart.
  const RINGS = [12, 30];
  function rings(middle, around) {
    const rank = new Map(around.difference(middle).map((one, at) => [one.id(), at]));
    return (one) => (one.same(middle) ? RINGS.length + 2 : RINGS.length + 1 - RINGS.filter((end) => rank.get(one.id()) >= end).length);
  }

  // All of it, as long as a thumb still hits one node and not its neighbour; else the middle, and the rest by moving the picture.
  const PADDING = 30;
  const SMALLEST = 0.6;  // names are still written
  function show(elements, middle) {
    const { w, h } = elements.boundingBox();
    const fits = Math.min((cy.width() - 2 * PADDING) / w, (cy.height() - 2 * PADDING) / h) >= SMALLEST;
    if (still && fits) cy.fit(elements, PADDING);
    else if (still) cy.zoom(SMALLEST).center(middle);
    else if (fits) cy.animate({ fit: { eles: elements, padding: PADDING }, duration: 250 });
    else cy.animate({ center: { eles: middle }, zoom: SMALLEST, duration: 250 });
  }

  function box(at, count) {
    const side = Math.min(160 + count * 14, 460);
    return { x1: at.x - side, y1: at.y - side, w: 2 * side, h: 2 * side };
  }

  async function follow() {
    const table = body.querySelector("[data-neighbourhood]");
    if (!table) return;
    const address = new URL(table.dataset.neighbourhood, window.location.href);
    const now = ["steps", "relation", "only"].map((name) => address.searchParams.getAll(name).join()).join("|");
    if (filters !== null && filters !== now) cy.elements().remove();
    filters = now;
    try {
      const answer = await fetch(address, { headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      draw(await answer.json());
    } catch {
      document.querySelector("#said").textContent = picture.dataset.failed;
    }
  }

  const open = (page) => window.htmx.ajax("GET", page, { source: body, target: "#chain-body", push: page });

  // A table that grew or shrank above the picture has moved it, of which no event tells: look again where it is before any touch.
  picture.addEventListener("pointerdown", () => cy.resize(), { capture: true });
  cy.on("tap", "node", (event) => open(event.target.data("page")));
  body.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-place], a[data-more]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open(link.getAttribute("href"));
  });
  const point = (event, on) => {
    const link = event.target.closest("a[data-place]");
    if (link) cy.getElementById(link.dataset.place).toggleClass("pointed", on);
  };
  for (const [name, on] of [["focusin", true], ["focusout", false], ["mouseover", true], ["mouseout", false]]) {
    body.addEventListener(name, (event) => point(event, on));
  }
  body.addEventListener("htmx:afterSwap", () => {
    body.querySelector("#chain-title").focus();
    follow();
  });
  document.querySelector("[data-chain-clear]").addEventListener("click", () => { cy.elements().remove(); follow(); });
  follow();
})();
