import './door.css'
import { useDoor, useDoorState } from './door'

/** Where the focus goes when the what-if is left. */
export const BUTTON_ID = 'what-if-door'

/** The way in and out; it also shows that a what-if of mine is waiting. */
export function SandboxButton() {
  const door = useDoor()
  const { phase, isKept } = useDoorState()
  const isIn = phase === 'in'
  const title = isIn
    ? 'Back to the map that everybody sees; what you tried is kept (W)'
    : isKept
      ? 'You have tried something on this map: only you see it (W)'
      : 'Try something on a copy of the map that only you see (W)'
  return (
    <button
      id={BUTTON_ID}
      type="button"
      className="button what-if-door"
      data-kept={isKept && !isIn}
      aria-label={isKept && !isIn ? 'What if, yours is kept' : 'What if'}
      aria-pressed={isIn}
      disabled={phase === 'opening'}
      title={title}
      onClick={() => (isIn ? door.leave() : void door.enter())}
    >
      <svg viewBox="0 0 16 16" width="15" height="15" aria-hidden="true">
        <path
          d="M6 1.8h4M6.8 2v4.1L2.9 12.4a1.2 1.2 0 0 0 1 1.8h8.2a1.2 1.2 0 0 0 1-1.8L9.2 6.1V2M4.9 9.8h6.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className="what-if-door-words">What if</span>
      {isKept && !isIn && <span className="what-if-dot" aria-hidden="true" />}
    </button>
  )
}

export function focusDoor(): void {
  // Once what had the focus is gone.
  requestAnimationFrame(() => document.getElementById(BUTTON_ID)?.focus())
}
