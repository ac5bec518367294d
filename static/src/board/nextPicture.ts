/** A page that is not looked at draws nothing; its state still follows, a little later. */
const UNSEEN_MS = 100

/** Runs the work once, just before the browser draws the next picture. */
export function beforeNextPicture(work: () => void): void {
  const frame = requestAnimationFrame(run)
  const timer = setTimeout(run, UNSEEN_MS)
  function run(): void {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    work()
  }
}
