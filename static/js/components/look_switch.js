// Type, colours and mode change on the spot: no round trip, nothing typed is lost, the button stays under the finger.
const root = document.documentElement;
const STEPS = { bigger: 1, smaller: -1 };

function kept(name, words) {
  root.dataset[name] = words;
  document.cookie = `${name}=${words}; path=/; max-age=31536000; samesite=lax`;
}

addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!event.target.matches("[data-look-form]") || !button || button.name === "language") return;
  event.preventDefault();
  const before = button.getBoundingClientRect().top;
  const step = STEPS[button.value];
  kept(button.name, step ? Math.min(4, Math.max(1, Number(root.dataset.size) + step)) : button.value);
  const shown = button.offsetParent ? button : button.parentElement.querySelector(`[name="${button.name}"]:not([value="${button.value}"])`);
  shown.focus({ preventScroll: true });
  scrollBy(0, shown.getBoundingClientRect().top - before);
});
