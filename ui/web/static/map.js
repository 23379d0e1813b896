// Draws the prerequisite graph on a canvas and lets people move about in it, find concepts and see their way (docs/map.md).
const COLUMN = 215, AXIS = 30, FOOT = 60; // in pixels at scale 1: a column, the ruler above, the room for the legend below
const NEAR = 0.6, READABLE = 0.85, CLOSEST = 2.2; // scales: names of areas step aside; every name fits; nearer gains nothing
const HOVER_MS = 70; // a pointer that only passes by changes nothing
const LATE_MS = 30; // between two frames of one movement: above this the machine is slow
const $ = (selector) => element.querySelector(selector);
const clamp = (least, value, most) => Math.max(least, Math.min(value, most));
const canvas = $("canvas"), pen = canvas.getContext("2d", { alpha: false });
const view = { x: 0, y: 0, k: 1, w: 0, h: 0, dpr: 0 }; // where the sheet is: screen = drawing × k + (x, y)

let spots = [], edges = [], areas = [], byId = {}, row = 28; // the drawing; a row's height suits the window
let me = { aim: [], way: [] }, hovered = null, chosen = null, colours = "area", hiding = false;
let ink = {}, labels = null, frame = 0;

// Getting the picture, and what belongs to this learner

let opening = false, wish = {};

// `wanted` are the values of the address: `at` is a concept to show, `goal` one to show the way to
async function open(wanted) {
  wish = wanted || Object.fromEntries(new URLSearchParams(location.search));
  if (wanted) document.title = "Map · Tutor";
  const elsewhere = wanted && document.activeElement !== document.body && !element.contains(document.activeElement);
  if (elsewhere) $("#map-title").focus({ preventScroll: true }); // as on the other screens; a page that just opens leaves it alone
  if (!view.w || opening) return;
  opening = true;
  try {
    const [drawn, mine] = await Promise.all([spots.length ? null : server.map_picture(""), server.map_whereabouts(wish.goal || "")]);
    if (drawn) unpack(drawn);
    take(mine.trouble && wish.goal ? await server.map_whereabouts("") : mine);
    arrive(Boolean(drawn));
    note(mine.trouble);
  } catch {
    note("The map could not be drawn: the tutor does not answer. Reload the page to try again.");
  }
  opening = false;
}

function note(sentence = "") {
  $(".map-note").textContent = sentence;
  $(".map-note").hidden = !sentence;
}

function unpack({ columns, height, ...drawn }) {
  const width = (columns - 1) * COLUMN;
  row = clamp(27, ((width + 170) * (view.h - AXIS - FOOT)) / (view.w - 40) / (height + 2), 36);
  spots = drawn.spots.map((spot) => ({
    ...spot, x: spot.column * COLUMN, y: spot.row * row, size: 4 + 1.6 * Math.sqrt(spot.opens), needs: [], next: [],
    short: spot.title.replace(/\s*\([^)]*\)/g, ""), names: [spot.title, ...spot.names].map(plain),
  }));
  edges = drawn.edges.map(([from, to]) => ({ from: spots[from], to: spots[to] }));
  edges.forEach(({ from, to }) => (to.needs.push(from), from.next.push(to)));
  byId = Object.fromEntries(spots.map((spot) => [spot.id, spot]));
  areas = drawn.areas.map((area, index) => ({ ...area, path: new Path2D(area.outline), members: spots.filter((spot) => spot.area === index) }));
  Object.assign(view, { width, height: height * row, last: columns - 1 });
  $("#map-goal").append(...[...spots].sort((a, b) => a.title.localeCompare(b.title)).map((spot) => new Option(spot.title, spot.id)));
  theme();
}

function take(mine) {
  me = { aim: [], known: [], ready: [], learning: {}, told: "", ...mine, way: (mine.way || []).map((id) => byId[id]) };
  const known = new Set(me.known), ready = new Set(me.ready);
  for (const spot of spots) Object.assign(spot, { known: known.has(spot.id), ready: ready.has(spot.id), share: me.learning[spot.id] });
  emphasise();
}

function arrive(first) {
  const spot = byId[wish.at] || byId[wish.goal], narrow = view.w < 600, mine = $("#map-goal [value=mine]");
  mine.hidden = !me.aim.length;
  mine.textContent = `my goal: ${me.aim.map((id) => byId[id].short).join(", ")}`;
  $("#map-goal").value = byId[wish.goal] ? wish.goal : me.way.length ? "mine" : "";
  if (byId[wish.goal] && me.way.length && !byId[wish.at] && !narrow) moveTo(span(me.way), true);
  else if (spot || (first && narrow)) {
    const ready = spots.filter((one) => one.ready).sort((a, b) => b.opens - a.opens);
    const start = around(spot || me.way[0] || ready[0] || spots[0], narrow ? 0.75 : READABLE);
    moveTo({ ...start, x: Math.min(start.x, 40) }, true);
  } else if (first) moveTo(me.way.length ? span(me.way) : whole(), true);
  if (byId[wish.at]) choose(spot);
  $(".map").setAttribute("aria-busy", "false");
}

// What stands out: a concept with what it needs and opens, or else the way to the goal

function before(spot, found = new Set()) {
  for (const other of spot.needs) if (!found.has(other)) before(other, found.add(other));
  return found;
}

function emphasise() {
  const centre = hovered || chosen, way = new Set(me.way), far = centre ? before(centre) : new Set(), roles = new Map();
  const play = (role, some) => some.forEach((spot) => roles.set(spot, role)); // the later role counts
  if (centre) [["far", [...far]], ["before", centre.needs], ["after", centre.next], ["self", [centre]]].forEach((pair) => play(...pair));
  else [["base", me.way.flatMap(({ needs }) => needs.filter(({ known }) => known))], ["way", me.way]].forEach((pair) => play(...pair));
  for (const spot of spots) {
    spot.role = roles.get(spot) || "";
    spot.step = spot.role === "way" ? me.way.indexOf(spot) + 1 : 0;
    spot.hidden = hiding && spot.known && spot !== centre;
  }
  for (const edge of edges) {
    const { from, to } = edge;
    if (centre) edge.role = to === centre ? "before" : from === centre ? "after" : far.has(to) ? "far" : "";
    else edge.role = way.has(to) && (way.has(from) || from.known) ? "way" : "";
  }
  view.dimmed = roles.size > 0;
  if ($(".map-told").textContent !== me.told) $(".map-told").textContent = me.told;
  card(centre);
  redraw(true);
}

// Drawing

function redraw(anew = false) {
  if (anew) labels = null;
  frame ||= requestAnimationFrame(draw);
}

// Colours come from map.css, in light and dark; areas go once round the colour wheel, from top to bottom
function theme() {
  const style = getComputedStyle($(".map"));
  for (const name of ["paper", "text", "quiet", "line", "known", "ready", "way", "before", "after", "light", "deep", "chroma", "band"]) {
    ink[name] = style.getPropertyValue(`--map-${name}`).trim();
  }
  ink.font = style.fontFamily;
  areas.forEach((area, index) => {
    const tint = (light) => `oklch(${light} ${ink.chroma} ${(20 + (360 * index) / areas.length) % 360})`;
    Object.assign(area, { colour: tint(ink.light), text: tint(ink.deep) });
  });
  legend();
  redraw(true);
}

function resolve(dpr) {
  if (view.dpr === dpr) return;
  view.dpr = dpr;
  [canvas.width, canvas.height] = [view.w * dpr, view.h * dpr];
  redraw();
}

// A slow machine draws fewer points while things move, and all of them when they rest
function moving(anew = false) {
  if (view.moving) clearTimeout(view.moving);
  else view.drawn = Infinity;
  view.moving = setTimeout(() => ((view.moving = 0), resolve(devicePixelRatio || 1)), 200);
  redraw(anew);
}

function draw(now = performance.now()) {
  frame = 0;
  if (!view.w) return;
  if (view.moving && now - view.drawn > LATE_MS) resolve(1);
  view.drawn = now;
  const { x, y, k, dpr } = view, scaled = (sx, sy) => pen.setTransform(dpr * sx, 0, 0, dpr * sy, dpr * x, dpr * y);
  pen.setTransform(dpr, 0, 0, dpr, 0, 0);
  pen.globalAlpha = 1;
  pen.fillStyle = ink.paper;
  pen.fillRect(0, 0, view.w, view.h);
  if (!spots.length) return;
  const seen = { left: -x / k, top: -y / k, right: (view.w - x) / k, bottom: (view.h - y) / k };
  scaled(COLUMN * k, row * k);
  drawAreas();
  scaled(k, k);
  drawEdges(seen);
  drawSpots(seen);
  pen.setTransform(dpr, 0, 0, dpr, 0, 0);
  drawNames();
  drawRuler();
}

function drawAreas() {
  pen.globalAlpha = Number(ink.band) * (colours === "area" ? 1 : 0.7);
  for (const { path, colour } of areas) {
    pen.fillStyle = colours === "area" ? colour : ink.quiet;
    pen.fill(path);
  }
}

function curve({ from, to }) {
  const bend = Math.min((to.x - from.x) / 2, COLUMN);
  pen.moveTo(from.x, from.y);
  pen.bezierCurveTo(from.x + bend, from.y, to.x - bend, to.y, to.x, to.y);
}

function drawEdges(seen) {
  const shown = edges.filter(({ from, to }) => !from.hidden && !to.hidden && to.x > seen.left && from.x < seen.right
    && Math.max(from.y, to.y) > seen.top && Math.min(from.y, to.y) < seen.bottom);
  const stroke = (some, colour, alpha, width = 1) => {
    [pen.globalAlpha, pen.strokeStyle, pen.lineWidth] = [alpha, colour, width / view.k];
    pen.beginPath();
    some.forEach(curve);
    pen.stroke();
  };
  const long = ({ from, to }) => to.column - from.column > 2, faint = view.dimmed ? 0.4 : 1;
  stroke(shown.filter(long), ink.line, 0.35 * faint); // the longer, the fainter: they cross what is between
  areas.forEach(({ colour }, index) => {
    const short = shown.filter((edge) => edge.from.area === index && !long(edge));
    stroke(short, colours === "area" ? colour : ink.line, 0.5 * faint);
  });
  for (const [role, colour, alpha, width] of [["far", "before", 0.45], ["way", "way", 0.8, 2], ["before", "before", 1, 2], ["after", "after", 1, 2]]) {
    stroke(shown.filter((edge) => edge.role === role), ink[colour], alpha, width);
  }
}

const least = () => (colours === "area" ? 0.5 : 0.62) * (view.k < 0.2 ? 0.6 : 1); // signs need more room than dots
const radius = (spot) => (spot.size * clamp(least(), view.k, 1.3)) / view.k;

function drawSpots(seen) {
  for (const spot of spots) {
    if (spot.hidden || spot.x < seen.left - 20 || spot.x > seen.right + 20 || spot.y < seen.top - 20 || spot.y > seen.bottom + 20) continue;
    pen.globalAlpha = view.dimmed && !spot.role ? 0.35 : 1;
    if (colours === "area") circle(spot, radius(spot), areas[spot.area].colour);
    else sign(spot, radius(spot));
    const around = spot === chosen || spot.role === "self" ? ink.text : ["before", "after", "way"].includes(spot.role) && ink[spot.role];
    if (around) circle(spot, radius(spot) + 2.4 / view.k, null, around, 2);
  }
}

function circle({ x, y }, size, full, line, width) {
  pen.beginPath();
  pen.arc(x, y, size, 0, 2 * Math.PI);
  if (full) ((pen.fillStyle = full), pen.fill());
  if (line) ([pen.strokeStyle, pen.lineWidth] = [line, width / view.k], pen.stroke());
}

// Signs, not only colours: known is full with a tick, ready is a thick ring, learning is a slice, the rest is a thin ring
function sign(spot, size) {
  const { x, y, known, ready, share } = spot;
  circle(spot, size, known ? ink.known : ink.paper, known ? ink.known : ready ? ink.ready : ink.quiet, ready ? 2.6 : 1.2);
  pen.beginPath();
  if (known) {
    [pen.strokeStyle, pen.lineWidth] = [ink.paper, size * 0.28];
    pen.moveTo(x - size * 0.45, y);
    pen.lineTo(x - size * 0.1, y + size * 0.36);
    pen.lineTo(x + size * 0.48, y - size * 0.36);
    pen.stroke();
  } else if (share !== undefined) {
    pen.fillStyle = ink.known;
    pen.moveTo(x, y);
    pen.arc(x, y, size * 0.75, -Math.PI / 2, Math.PI * (2 * Math.max(share, 0.12) - 0.5));
    pen.fill();
  }
}

// Names: the most wanted first; one that would touch another before it is left out. Done anew for a scale, not for a move.
function placeNames() {
  const { k } = view, size = clamp(12, 12.5 * k, 17), air = clamp(0, (0.8 - k) * 14, 6), names = [], free = freeRoom();
  const add = (text, weight, size, colour, y, lefts, spot) => {
    const font = pen.font = `${weight} ${size}px ${ink.font}`, width = pen.measureText(text).width, half = air + 1 + size / 2;
    const x = lefts(width).find((left) => free([left - air - 2, y - half, left + width + air + 2, y + half]));
    return x !== undefined && names.push({ text, x, y, font, colour, width, size, spot });
  };
  const rank = { self: 4, before: 3, after: 3, way: 2, base: 1, far: 1, "": 0 };
  const wantedBy = k < 0.3 ? 6 : k < 0.45 ? 4 : k < NEAR ? 2 : 0;
  const wanted = spots.filter((spot) => !spot.hidden && (spot.opens >= wantedBy || rank[spot.role] > 1));
  wanted.sort((a, b) => rank[b.role] - rank[a.role] || b.opens - a.opens);
  const plainly = wanted.findIndex((spot) => rank[spot.role] < 2 && (k > NEAR || spot.opens < 10));
  wanted.forEach((spot, place) => {
    if (place === plainly) placeAreaNames(add, k); // what stands out comes before the areas, the rest after them
    const weight = spot.opens > 7 || spot.role === "self" ? 600 : 400, gap = radius(spot) * k + 5, x = spot.x * k;
    pen.font = `${weight} ${size}px ${ink.font}`;
    const text = spot.step ? `${spot.step}. ${spot.short}` : spot.role || k < NEAR ? spot.short : shortened(spot.short, (COLUMN - 30) * k);
    add(text, weight, size, ink.text, spot.y * k, (width) => (x - gap - width > -40 * k ? [x + gap, x - gap - width] : [x + gap]), spot);
  });
  return names;
}

// Says whether a box is free, and takes it; boxes are kept by lines of 20 pixels so that few need to be compared
function freeRoom() {
  const lines = new Map();
  return (box) => {
    const [left, top, right, bottom] = box, touched = [];
    for (let line = Math.floor(top / 20); line <= bottom / 20; line++) {
      const here = lines.get(line) || lines.set(line, []).get(line);
      if (here.some((one) => one[0] < right && one[2] > left && one[1] < bottom && one[3] > top)) return false;
      touched.push(here);
    }
    return touched.forEach((here) => here.push(box)) || true;
  };
}

// Far away a name stands where its area holds most; near by, along its upper edge, again and again as on a street map
function placeAreaNames(add, k) {
  for (const { name, text, stretches, members } of [...areas].sort((a, b) => b.members.length - a.members.length)) {
    const far = k < NEAR, size = far ? clamp(11, 9.5 + Math.sqrt(members.length), 15) : 12;
    const held = (stretch) => members.filter((spot) => spot.column === stretch.column).length;
    const put = ({ column, top, bottom }) => {
      const x = column * COLUMN * k, y = far ? ((top + bottom) / 2) * row * k : top * row * k - 7, end = (view.width + 150) * k;
      return add(name, 650, size, text, y, (width) => (!far ? [x - 8 * k] : x + width < end ? [x + 14 * k] : [x - 12 - width]));
    };
    if (far) [...stretches].sort((a, b) => held(b) - held(a)).slice(0, 4).some(put);
    else stretches.filter(({ column }, place) => column % 3 === 0 || stretches[place - 1]?.column !== column - 1).forEach(put);
  }
}

function shortened(text, room) {
  const width = pen.measureText(text).width;
  return width <= room ? text : `${text.slice(0, Math.max(6, Math.floor((text.length * room) / width) - 1)).trimEnd()}…`;
}

function drawNames() {
  labels ||= placeNames();
  [pen.textBaseline, pen.textAlign, pen.lineJoin, pen.strokeStyle, pen.lineWidth] = ["middle", "left", "round", ink.paper, 3];
  for (const { text, x, y, font, colour, width, spot } of labels) {
    const left = x + view.x, middle = y + view.y;
    if (left > view.w || left + width < 0 || middle < AXIS - 8 || middle > view.h + 10) continue;
    pen.globalAlpha = !view.dimmed || spot?.role ? 1 : spot ? 0.4 : 0.6;
    [pen.font, pen.fillStyle] = [font, colour];
    pen.strokeText(text, left, middle);
    pen.fillText(text, left, middle);
  }
}

// The ruler: how many steps it takes from the very beginning
function drawRuler() {
  const wide = COLUMN * view.k, { last } = view;
  const rest = (alpha, colour, top, height) => ([pen.globalAlpha, pen.fillStyle] = [alpha, colour], pen.fillRect(0, top, view.w, height));
  rest(0.94, ink.paper, 0, AXIS);
  rest(1, ink.line, AXIS - 1, 1);
  [pen.fillStyle, pen.font] = [ink.quiet, `400 12px ${ink.font}`];
  for (let column = 0; column <= last; column++) {
    const start = column === 0, end = column === last, x = column * wide + view.x;
    const room = column * wide > 60 && (last - column) * wide > 130; // beside the words at both ends
    if (!start && !end && (!room || (wide < 34 && column % 5))) continue;
    pen.textAlign = start ? "left" : end ? "right" : "center";
    pen.fillText(start ? "Beginner" : end ? `${last} steps · advanced` : column === 1 && wide > 100 ? "1 step" : column, x + (start ? -10 : end ? 20 : 0), AXIS / 2);
  }
}

// Moving about

function moveTo(next, atOnce = matchMedia("(prefers-reduced-motion: reduce)").matches) {
  const start = performance.now(), from = { ...view };
  cancelAnimationFrame(view.gliding);
  const step = (now) => {
    const share = atOnce ? 1 : clamp(0, (now - start) / 220, 1), eased = share * (2 - share);
    for (const name of ["x", "y", "k"]) view[name] = from[name] + (next[name] - from[name]) * eased;
    if (from.k !== next.k) labels = null;
    draw();
    if (share < 1) view.gliding = requestAnimationFrame(step);
  };
  step(start);
}

function framed(left, top, right, bottom) {
  const room = { w: view.w - 40, h: view.h - AXIS - FOOT };
  const k = clamp(0.05, Math.min(room.w / (right - left), room.h / (bottom - top)), 1.1);
  return { k, x: view.w / 2 - ((left + right) / 2) * k, y: AXIS + room.h / 2 + 10 - ((top + bottom) / 2) * k };
}

const whole = () => framed(-40, -row, view.width + 130, view.height + row);
const around = (spot, k = Math.max(view.k, READABLE)) => ({ k, x: view.w / 2 - (spot.x + 60) * k, y: view.h / 2 - spot.y * k });

function span(some) {
  const xs = some.map(({ x }) => x), ys = some.map(({ y }) => y);
  return framed(Math.min(...xs) - 60, Math.min(...ys) - 60, Math.max(...xs) + 240, Math.max(...ys) + 60);
}

function zoom(factor, x = view.w / 2, y = view.h / 2) {
  const k = clamp(Math.min(whole().k, 0.3) * 0.8, view.k * factor, CLOSEST), real = k / view.k;
  return { k, x: x - (x - view.x) * real, y: y - (y - view.y) * real };
}

// Choosing and opening

const onScreen = (spot) => ({ x: spot.x * view.k + view.x, y: spot.y * view.k + view.y });

function choose(spot, centre = false) {
  [chosen, hovered] = [spot, null];
  clearTimeout(view.waiting);
  emphasise();
  if (!spot) return;
  const { x, y } = onScreen(spot), covered = view.w < 900 ? $(".map-card").offsetHeight + 50 : 0; // on a phone the card lies over the sheet
  if (centre || x < 60 || x > view.w - 120 || y < AXIS + 30 || y > view.h - 60 - covered) {
    const next = around(spot, centre ? undefined : view.k);
    moveTo({ ...next, y: next.y - covered / 2 });
  }
  $("#map-said").textContent = [spot.title, about(spot), `Needs ${list(spot.needs)}`, `Opens ${list(spot.next)}`].join(". ");
}

function openPage(spot) {
  const link = Object.assign(document.createElement("a"), { href: address(spot), hidden: true });
  element.append(link);
  link.click(); // page.js takes it from here
  link.remove();
}

const address = (spot) => `?concept=${encodeURIComponent(spot.id)}`;

function list(some) {
  const most = view.w < 600 ? 4 : 7, more = some.length > most ? ` and ${some.length - most} more` : "";
  return some.slice(0, most).map((spot) => spot.short).join(", ") + more || "nothing";
}


function about(spot) {
  const first = [...before(spot)].filter((other) => !other.known).length;
  const place = spot.known ? "✓ You know this" : spot.ready ? "Ready to learn" : first === 1 ? "One concept comes first" : `${first} concepts come first`;
  return `${areas[spot.area].name}, ${spot.level}, ${spot.minutes} min · ${place}`;
}

function card(spot) {
  $(".map-card").hidden = !spot;
  if (!spot) return;
  const { x, y } = onScreen(spot);
  $(".map-corner").classList.toggle("map-aside", view.w > 900 && x < 480 && y > view.h - 320); // never over what it tells of
  $(".map-card h2").textContent = spot.title;
  $(".map-card .hint").textContent = about(spot);
  $("[data-needs]").textContent = list(spot.needs);
  $("[data-opens]").textContent = list(spot.next);
  $(".map-card a").setAttribute("href", address(spot));
  $(".map-card button").onclick = () => aimAt(spot.id);
}

function legend() {
  $(".map").dataset.colours = colours;
  $(".map-legend summary").textContent = `${areas.length} areas`;
  $(".map-legend ul").replaceChildren(...areas.map(({ name, colour, members }) => {
    const item = document.createElement("li");
    item.innerHTML = '<button type="button"><i class="map-sign"></i><span></span></button>';
    item.querySelector("span").textContent = name;
    item.querySelector("i").style.background = colour;
    item.firstChild.onclick = () => moveTo(span(members));
    return item;
  }));
}

async function aimAt(goal) {
  $("#map-goal").value = goal;
  [chosen, hovered] = [null, null];
  const mine = goal ? await server.map_whereabouts(goal === "mine" ? "" : goal) : { ...me, told: "", way: [] };
  note(mine.trouble);
  take(mine);
  if (me.way.length) moveTo(span(me.way));
}

// Finding

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}+#]+/gu, " ").trim();
let found = [], marked = 0;

function find() {
  const words = plain($("#map-search").value);
  const tests = [(name) => name === words, (name) => name.startsWith(words), (name) => ` ${name}`.includes(` ${words}`), (name) => name.includes(words)];
  const ranked = spots.map((spot) => ({ spot, rank: tests.findIndex((test) => spot.names.some(test)) })).filter(({ rank }) => words && rank >= 0);
  ranked.sort((a, b) => a.rank - b.rank || b.spot.opens - a.spot.opens);
  [found, marked] = [ranked.slice(0, 8).map(({ spot }) => spot), 0];
  offer(Boolean(words));
}

function offer(shown) {
  const box = $("#map-found"), field = $("#map-search");
  box.hidden = !shown;
  field.setAttribute("aria-expanded", String(shown));
  field.setAttribute("aria-activedescendant", shown && found.length ? `map-found-${marked}` : "");
  box.replaceChildren(...found.map((spot, place) => {
    const option = Object.assign(document.createElement("li"), { id: `map-found-${place}`, role: "option", ariaSelected: String(place === marked) });
    option.append(spot.title, Object.assign(document.createElement("small"), { textContent: areas[spot.area].name }));
    option.onpointerdown = (event) => (event.preventDefault(), goTo(spot));
    return option;
  }));
  if (shown && !found.length) box.innerHTML = '<li class="hint" role="option" aria-disabled="true">No concept is called that.</li>';
}

function goTo(spot) {
  offer(false);
  choose(spot, true);
  canvas.focus({ preventScroll: true });
}

const on = (target, kinds, act, options) => kinds.split(" ").forEach((kind) => target.addEventListener(kind, act, options));
on($("#map-search"), "input", find);
on($("#map-search"), "focus", () => found.length && offer(true));
on($("#map-search"), "blur", () => offer(false));
on($("#map-search"), "keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && found.length) marked = (marked + step + found.length) % found.length;
  if (step) (event.preventDefault(), offer(true));
  else if (event.key === "Enter" && found.length) goTo(found[marked]);
  else if (event.key === "Escape") offer(false);
});

// Mouse, fingers and keys

function under(x, y, reach) {
  const away = (spot) => Math.hypot(onScreen(spot).x - x, onScreen(spot).y - y) - radius(spot) * view.k;
  const near = spots.filter((spot) => !spot.hidden && away(spot) < reach).sort((a, b) => away(a) - away(b))[0];
  const left = x - view.x, middle = y - view.y;
  return near || labels?.find((one) => one.spot && left > one.x - 4 && left < one.x + one.width + 4 && Math.abs(middle - one.y) < one.size / 2)?.spot;
}

const fingers = new Map();
let travelled = 0;

on(canvas, "pointerdown", (event) => {
  if (event.button) return;
  canvas.setPointerCapture(event.pointerId);
  cancelAnimationFrame(view.gliding);
  if (!fingers.size) travelled = 0;
  fingers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
});

on(canvas, "pointermove", ({ offsetX: x, offsetY: y, pointerId, pointerType }) => {
  const last = fingers.get(pointerId), other = [...fingers].find(([id]) => id !== pointerId)?.[1];
  if (!last) return pointerType === "mouse" && hover(under(x, y, 6));
  fingers.set(pointerId, { x, y });
  travelled += Math.hypot(x - last.x, y - last.y);
  if (other) {
    const factor = Math.hypot(x - other.x, y - other.y) / Math.max(1, Math.hypot(last.x - other.x, last.y - other.y));
    Object.assign(view, zoom(factor, (x + other.x) / 2, (y + other.y) / 2));
  }
  const share = other ? 0.5 : 1; // of two fingers each moves the middle by half
  view.x += (x - last.x) * share;
  view.y += (y - last.y) * share;
  moving(Boolean(other));
});

on(canvas, "pointerup", ({ offsetX, offsetY, pointerId, pointerType }) => {
  const touch = pointerType !== "mouse";
  if (!fingers.delete(pointerId) || fingers.size || travelled > (touch ? 10 : 4)) return;
  const spot = under(offsetX, offsetY, touch ? 18 : 6);
  if (spot && (!touch || spot === chosen)) openPage(spot);
  else choose(spot || null); // a finger cannot hover: the first tap shows, the second opens
});
on(canvas, "pointercancel", ({ pointerId }) => fingers.delete(pointerId));
on(canvas, "pointerleave", () => hover());

function hover(spot = null) {
  canvas.style.cursor = spot ? "pointer" : "";
  clearTimeout(view.waiting);
  if (spot !== hovered) view.waiting = setTimeout(() => ((hovered = spot), emphasise()), HOVER_MS);
}

on(canvas, "wheel", (event) => {
  event.preventDefault();
  const strength = (event.deltaMode ? 30 : 1) * (event.ctrlKey ? 0.01 : 0.0015); // a pinch on a touchpad comes as small steps
  Object.assign(view, zoom(Math.exp(-event.deltaY * strength), event.offsetX, event.offsetY));
  moving(true);
}, { passive: false });

const ARROWS = { ArrowLeft: [90, 0], ArrowRight: [-90, 0], ArrowUp: [0, 90], ArrowDown: [0, -90] };
const KEYS = {
  "+": () => moveTo(zoom(1.35)), "=": () => moveTo(zoom(1.35)), "-": () => moveTo(zoom(1 / 1.35)), 0: () => moveTo(whole()),
  Enter: () => (chosen ? openPage(chosen) : choose(middle())), Escape: () => choose(null),
};

on(canvas, "keydown", (event) => {
  const arrow = ARROWS[event.key];
  if (event.ctrlKey || event.metaKey || event.altKey || !(arrow || KEYS[event.key])) return;
  event.preventDefault();
  if (!arrow) KEYS[event.key]();
  else if (chosen && !event.shiftKey) choose(neighbour(chosen, event.key) || chosen);
  else moveTo({ k: view.k, x: view.x + arrow[0], y: view.y + arrow[1] }, true);
});

function middle() {
  const away = (spot) => Math.hypot(onScreen(spot).x - view.w / 2, onScreen(spot).y - view.h / 2);
  return spots.filter((spot) => !spot.hidden).reduce((best, spot) => (away(spot) < away(best) ? spot : best));
}

function neighbour(spot, key) {
  const shown = (some) => some.filter((other) => !other.hidden), up = key === "ArrowUp";
  const nearest = (some) => some.sort((a, b) => Math.abs(a.y - spot.y) - Math.abs(b.y - spot.y))[0];
  if (key === "ArrowLeft" || key === "ArrowRight") return nearest(shown(key === "ArrowLeft" ? spot.needs : spot.next));
  return nearest(shown(spots).filter((other) => other.column === spot.column && (up ? other.y < spot.y : other.y > spot.y)));
}

// The bar, the room, and day and night

on(element, "click", ({ target }) => {
  const wanted = target.closest("[data-zoom]")?.dataset.zoom;
  if (wanted) moveTo(wanted === "fit" ? whole() : zoom(Number(wanted)));
  if (target.closest(".map-more")) target.setAttribute("aria-expanded", String($(".map").classList.toggle("map-open")));
});
on($("#map-goal"), "change", ({ target }) => aimAt(target.value));
on($("#map-hide"), "change", ({ target }) => ((hiding = target.checked), emphasise()));
on($(".map-colours"), "change", ({ target }) => ((colours = target.value), theme()));

new ResizeObserver(([{ contentRect: { width, height } }]) => {
  const shown = !view.w && width;
  if (view.w && width) Object.assign(view, { x: view.x + (width - view.w) / 2, y: view.y + (height - view.h) / 2 });
  Object.assign(view, width ? { w: width, h: height, dpr: 0 } : { w: 0 });
  if (width) (resolve(devicePixelRatio || 1), draw());
  if (shown) open();
}).observe($(".map-sheet"));
on(document, "tutor:map", ({ detail }) => open(detail));
on(matchMedia("(prefers-color-scheme: dark)"), "change", () => setTimeout(theme, 50)); // Gradio changes its class first
new MutationObserver(theme).observe(document.body, { attributes: true, attributeFilter: ["class"] });
theme();
