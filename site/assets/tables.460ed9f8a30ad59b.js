// Comfort for tables: choose columns, find rows, sort, see what differs. Nothing is missing without it. The choice is kept
// in the address (?show=a,b&find=text&sort=name&differing=1), so that it can be passed on.
"use strict";

for (const table of document.querySelectorAll("table[data-choose], table[data-find]")) {
  const { choose, find, differing, note, sort } = table.dataset;
  const query = new URLSearchParams(location.search);
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const bodies = [...table.tBodies], rows = [...table.rows].slice(1);
  const data = bodies.flatMap(body => [...body.rows]).filter(row => !row.classList.contains("part"));
  const name = head => head.dataset.name || head.firstElementChild?.firstChild?.textContent || head.textContent;
  const ids = heads.map((head, at) => head.dataset.id
    || [...(data[0]?.cells[at + 1]?.classList ?? [])].join().replace("column-", "") || name(head));
  const choice = { show: new Set((query.get("show") || "").split(",").filter(id => ids.includes(id))),
    find: query.get("find") || "", sort: query.get("sort") || "", differing: query.get("differing") === "1" };

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const controls = make("div", { className: "comfort" });
  const status = make("p", { className: "note" });
  status.setAttribute("role", "status");

  if (find) {
    const field = make("input", { type: "search", value: choice.find, autocomplete: "off" });
    field.addEventListener("input", () => { choice.find = field.value; update(); });
    controls.append(make("label", {}, find + " ", field));
  }
  if (choose) {
    const boxes = heads.map((head, at) => {
      const box = make("input", { type: "checkbox", checked: choice.show.has(ids[at]) });
      box.addEventListener("change", () => {
        choice.show[box.checked ? "add" : "delete"](ids[at]);
        update();
      });
      return make("label", {}, box, " " + name(head).trim());
    });
    controls.append(make("details", { open: Boolean(differing) }, make("summary", {}, choose),
      make("p", { className: "note" }, note), make("div", { className: "choices" }, ...boxes)));
  }
  if (differing) {
    const box = make("input", { type: "checkbox", checked: choice.differing });
    box.addEventListener("change", () => { choice.differing = box.checked; update(); });
    controls.append(make("label", {}, box, " " + differing));
  }
  if (sort) {
    heads.forEach((head, at) => {
      const button = make("button", { type: "button", title: sort, className: "sorter" }, ...head.childNodes);
      button.addEventListener("click", () => { choice.sort = choice.sort === ids[at] ? "" : ids[at]; update(); });
      head.append(button);
    });
  }

  // The best first: by colour, then by letter, A+ before A before A-.
  const states = ["good", "plain", "bad", "refused", "unknown", "absent", "unnamed", "not-applicable"];
  const rank = cell => {
    const mark = cell?.querySelector(".grade"), text = cell?.textContent.trim() || "\uffff";
    const state = mark ? states.findIndex(one => mark.classList.contains(one)) : 0;
    return String.fromCharCode(48 + state) + text.replace(/^([A-Z])(?![+-])/, "$1,");
  };
  const order = new Map(data.map((row, at) => [row, at]));

  // Where few columns are left, each answer leads to its evidence.
  const link = (cell, row, head) => {
    const target = head.querySelector("a.why");
    if (!row.dataset.anchor || !target || !cell.textContent || cell.firstElementChild) return;
    const text = cell.textContent;
    cell.replaceChildren(make("a", { href: target.href.split("#")[0] + "#" + row.dataset.anchor }, text));
  };

  const update = () => {
    const isShown = ids.map(id => !choice.show.size || choice.show.has(id));
    const wanted = choice.find.trim().toLowerCase();
    heads.forEach((head, at) => { head.hidden = !isShown[at]; });
    table.classList.toggle("chosen", choice.show.size > 0);
    for (const row of rows) [...row.cells].slice(1).forEach((cell, at) => { cell.hidden = isShown[at] === false; });
    for (const row of data) {
      const shown = [...row.cells].slice(1).filter((cell, at) => isShown[at]);
      if (differing) {
        const isDifferent = shown.length > 1 && new Set(shown.map(cell => cell.textContent)).size > 1;
        row.classList.toggle("differs", isDifferent && choice.show.size > 0);
        row.hidden = choice.differing && !isDifferent;
        if (choice.show.size) heads.forEach((head, at) => { if (isShown[at]) link(row.cells[at + 1], row, head); });
      } else {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
      }
    }
    if (sort) {
      const at = ids.indexOf(choice.sort);
      heads.forEach((head, place) => {
        if (place === at) head.setAttribute("aria-sort", "ascending");
        else head.removeAttribute("aria-sort");
      });
      const key = row => (at < 0 ? "" : rank(row.cells[at + 1]));
      const sorted = [...data].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : order.get(a) - order.get(b)));
      sorted.forEach(row => row.parentNode.append(row));
    }
    const seen = data.filter(row => !row.hidden).length;
    status.textContent = seen === data.length ? "" : `${seen} / ${data.length}`;
    const parts = [choice.show.size && "show=" + ids.filter(id => choice.show.has(id)).map(encodeURIComponent).join(","),
      wanted && "find=" + encodeURIComponent(choice.find.trim()),
      choice.sort && "sort=" + encodeURIComponent(choice.sort), choice.differing && "differing=1"].filter(Boolean);
    const search = parts.length ? "?" + parts.join("&") : "";
    try { history.replaceState(null, "", location.pathname + search + location.hash); } catch { /* opened from a disk */ }
    // The same rows in another order are another page.
    for (const other of table.tHead.querySelectorAll("th > a:not(.why)")) if (!differing) other.search = search;
  };
  controls.append(status);
  table.closest(".scroller").before(controls);
  update();
}
