/** A closed padlock. */
export function Padlock() {
  return (
    <svg viewBox="0 0 14 14" aria-hidden="true">
      <path d="M4.2 6V4.4a2.8 2.8 0 0 1 5.6 0V6" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <rect x="2.8" y="6" width="8.4" height="6.2" rx="1.2" fill="currentColor" />
    </svg>
  )
}
