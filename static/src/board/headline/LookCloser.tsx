import { useUi, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'

/** The way from the figures into what they are made of; the badge counts what is found. */
export function LookCloser() {
  const ui = useUiStore()
  const isOpen = useUi((state) => state.analysis !== null)
  const findings = useStore((state) => state.metrics?.findings.length ?? 0)
  const toggle = () => ui.set({ analysis: isOpen ? null : { tab: findings > 0 ? 'findings' : 'figures' } })
  return (
    <button
      type="button"
      className="button look-closer"
      aria-expanded={isOpen}
      title="Look closer: figures explained, findings, what to check first"
      onClick={toggle}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d="M6.8 11.6a4.8 4.8 0 1 0 0-9.6 4.8 4.8 0 0 0 0 9.6ZM10.3 10.3 14 14" />
      </svg>
      <span className="look-closer-words">Look closer</span>
      {findings > 0 && (
        <span className="count-badge">
          {findings}
          <span className="visually-hidden"> {findings === 1 ? 'finding' : 'findings'}</span>
        </span>
      )}
    </button>
  )
}
