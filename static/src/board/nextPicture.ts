/** A page that is not looked at draws nothing; its state still follows, a little later. */
const UNSEEN_MS = 100
/** While something is being dragged, what others do is shown ten times a second: the hand comes first. */
const BETWEEN_WHILE_DRAGGING_MS = 100

let isPressed = false
let ranAt = 0
for (const name of ['pointerdown', 'pointerup', 'pointercancel']) {
  window.addEventListener(name, () => (isPressed = name === 'pointerdown'), { capture: true, passive: true })
}

/** Runs the work once, just before the browser draws one of the next pictures. */
export function beforeNextPicture(work: () => void): void {
  const wait = isPressed ? ranAt + BETWEEN_WHILE_DRAGGING_MS - performance.now() : 0
  if (wait > 0) setTimeout(() => runWithPicture(work), wait)
  else runWithPicture(work)
}

function runWithPicture(work: () => void): void {
  const frame = requestAnimationFrame(run)
  const timer = setTimeout(run, UNSEEN_MS)
  function run(): void {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    ranAt = performance.now()
    work()
  }
}
