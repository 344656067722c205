// Items are put in order by dragging, or by their buttons; each item's select keeps its place for the form.
//
//   <ol data-ordering><li>: .ordering-grip to drag by, label with .ordering-text and select, two [data-move]
//   <p data-ordering-status>
//
// Until something is moved the places stay empty: the order in which the items came is nobody's answer.

const rowsOf = (list) => [...list.children];
const selectOf = (row) => row.querySelector("select");
const middleOf = (row) => row.getBoundingClientRect().top + row.offsetHeight / 2;
const orderOf = (list) => rowsOf(list).map((row) => selectOf(row).name).join();

function keepPlaces(list, moved) {
  const rows = rowsOf(list);
  rows.forEach((row, index) => (selectOf(row).value = index + 1));
  const place = `place ${rows.indexOf(moved) + 1} of ${rows.length}`;
  list.parentElement.querySelector("[data-ordering-status]").textContent = `${moved.querySelector(".ordering-text").textContent}: ${place}`;
  selectOf(moved).dispatchEvent(new Event("change", { bubbles: true }));
}

// The neighbor moves, not the row: so that keeps the focus.
function move(row, direction) {
  const { previousElementSibling: above, nextElementSibling: below } = row;
  if (direction === "up" && above) row.after(above);
  if (direction === "down" && below) row.before(below);
}

function drag(list, row, pointer) {
  const before = orderOf(list);
  const follow = ({ clientY }) => {
    while (row.previousElementSibling && clientY < middleOf(row.previousElementSibling)) move(row, "up");
    while (row.nextElementSibling && clientY > middleOf(row.nextElementSibling)) move(row, "down");
  };
  const drop = () => {
    list.removeEventListener("pointermove", follow);
    row.classList.remove("is-dragged");
    if (orderOf(list) !== before) keepPlaces(list, row);
  };
  row.classList.add("is-dragged");
  list.setPointerCapture(pointer);
  list.addEventListener("pointermove", follow);
  list.addEventListener("lostpointercapture", drop, { once: true });
}

// A finger drags by the grip only, and scrolls the page by the rest.
function isGrasp({ target, pointerType, button }) {
  return !button && !target.closest("button") && (pointerType === "mouse" || target.closest(".ordering-grip"));
}

// What was given before is shown in its order.
function sort(list) {
  const places = new Map(rowsOf(list).map((row) => [selectOf(row).value, row]));
  if (!places.has("") && places.size === list.children.length) {
    list.append(...[...places.keys()].sort((one, other) => one - other).map((place) => places.get(place)));
  } else {
    rowsOf(list).forEach((row) => (selectOf(row).value = ""));
  }
}

function makeMovable(list) {
  sort(list);
  list.classList.add("is-movable");
  for (const row of rowsOf(list)) {
    Object.assign(selectOf(row), { required: false, hidden: true });
    row.querySelectorAll("[data-move], .ordering-grip").forEach((part) => (part.hidden = false));
  }
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]");
    if (!button) return;
    const row = button.closest("li");
    move(row, button.dataset.move);
    keepPlaces(list, row);
  });
  list.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("li");
    if (row && isGrasp(event) && !list.querySelector(".is-dragged")) drag(list, row, event.pointerId);
  });
}

const makeAllMovable = () => document.querySelectorAll("[data-ordering]:not(.is-movable)").forEach(makeMovable);

makeAllMovable();
document.addEventListener("htmx:afterSettle", makeAllMovable);
