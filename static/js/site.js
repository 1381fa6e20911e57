// What every page does beyond plain HTML: the focus follows the content, shaking hands press once, a lost net is said.
// htmx, which stands before this in the file: no style and no code of its own making, only our own server, nothing personal kept.
Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  disableInheritance: true,
  scrollBehavior: "instant",
  responseHandling: [{ code: "204", swap: false }, { code: "[2345]..", swap: true }],
});

const APART = 800; // milliseconds in which a second press of the same thing is a shaking hand
let pressed = { on: null, at: 0 };

addEventListener(
  "click",
  (event) => {
    const on = event.target.closest("button, a[href], .choice");
    if (!on || on.closest("[data-look-form]")) return;
    const again = on === pressed.on && event.timeStamp - pressed.at < APART && !on.matches(".choice");
    if (event.detail > 1 || again) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else {
      pressed = { on, at: event.timeStamp };
    }
  },
  true,
);

// A new part: what is wrong first, else the new heading, so that a screen reader goes on there.
function heard(first) {
  const next = document.querySelector("main [data-focus]") ?? (first ? null : document.querySelector("main h1"));
  if (next) {
    next.tabIndex = -1;
    next.focus({ preventScroll: !next.matches("[data-focus]") });
  }
}
heard(true);
addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "main") heard(false);
});

const offline = document.getElementById("offline");
const said = (lost) => {
  if (offline.hidden !== lost) return;
  offline.hidden = !lost;
  if (lost) offline.scrollIntoView({ block: "nearest" });
};
for (const name of ["htmx:sendError", "htmx:timeout"]) addEventListener(name, () => said(true));
addEventListener("htmx:afterRequest", (event) => event.detail.successful && said(false));
