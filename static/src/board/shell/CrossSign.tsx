/** The sign on buttons that close something or put it away, `size` pixels wide; the button has the words. */
export function CrossSign({ size = 12 }: { size?: number }) {
  return (
    <svg viewBox="0 0 12 12" width={size} height={size} aria-hidden="true">
      <path d="M1.5 1.5l9 9M10.5 1.5l-9 9" stroke="currentColor" strokeWidth="1.6" />
    </svg>
  )
}
