import './analysis.css'
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { WhoseFigures } from '../sandbox/WhoseFigures'
import { CrossSign } from '../shell/CrossSign'
import { type AnalysisAt, type AnalysisTab, useUiStore } from '../shell/ui'
import { useStore } from '../useStore'
import { FiguresTab } from './explanation/FiguresTab'
import { FindingsTab } from './findings/FindingsTab'
import { SensitivityTab } from './sensitivity/SensitivityTab'
import { SimulationTab } from './simulation/SimulationTab'
import { Tabs } from './Tabs'
import { useElementOnMap } from './useElementOnMap'
import { useEscape } from './useEscape'
import { useRoom } from './useRoom'
import { DOCKED, SHEET, useScreen } from './useScreen'

/** For those who look closer: every figure opened, what is found, and what the lead time is sensitive to. */
export function Analysis({ at }: { at: AnalysisAt }) {
  const ui = useUiStore()
  const panel = useRef<HTMLDialogElement>(null)
  const isSheet = useScreen(SHEET)
  const isDocked = useScreen(DOCKED)
  const [isFolded, setFolded] = useState(false)
  const findings = useStore((state) => state.metrics?.findings.length ?? 0)
  const close = useCallback(() => ui.set({ analysis: null }), [ui])
  // It makes way where it covers what it leads to.
  const onLeave = useCallback(
    (to: 'map' | 'field') => setFolded(isSheet || (to === 'field' && !isDocked)),
    [isSheet, isDocked],
  )
  const { show, open } = useElementOnMap(onLeave)
  useRoom()
  useEscape(panel, close)
  useOpen(panel, isSheet, isFolded, at)
  useEffect(() => {
    // Whoever opens it anew wants to see it.
    if (at) setFolded(false)
  }, [at])

  return (
    <>
      <dialog
        ref={panel}
        className="analysis"
        aria-label="Look closer"
        onCancel={(event) => {
          event.preventDefault()
          close()
        }}
      >
        <div className="analysis-head">
          <h2>Look closer</h2>
          <button type="button" className="act-icon" aria-label="Close" title="Close (Escape)" onClick={close}>
            <CrossSign size={13} />
          </button>
        </div>
        <WhoseFigures ofTheMap={at.tab === 'simulation'} />
        <Tabs<AnalysisTab>
          label="What to look at"
          tabs={[
            { id: 'figures', label: 'Figures' },
            { id: 'findings', label: 'Findings', count: findings },
            { id: 'sensitivity', label: 'What to check first' },
            { id: 'simulation', label: 'Simulation' },
          ]}
          chosen={at.tab}
          onChoose={(tab) => ui.set({ analysis: { ...at, tab } })}
        >
          {at.tab === 'figures' && (
            <FiguresTab
              figure={at.figure}
              onOpen={(figure) => ui.set({ analysis: { tab: 'figures', figure } })}
              onShow={show}
            />
          )}
          {at.tab === 'findings' && <FindingsTab onShow={show} />}
          {at.tab === 'sensitivity' && <SensitivityTab onOpen={open} />}
          {at.tab === 'simulation' && <SimulationTab onShow={show} />}
        </Tabs>
      </dialog>
      {isFolded && (
        <button type="button" className="analysis-folded" onClick={() => setFolded(false)}>
          <svg viewBox="0 0 10 10" width="12" height="12" aria-hidden="true">
            <path d="M1.5 6.5 5 3l3.5 3.5" fill="none" stroke="currentColor" strokeWidth="1.6" />
          </svg>
          Back to the figures
        </button>
      )}
    </>
  )
}

/** Opens the panel beside the map, or above it on a phone, and leads the focus into it. */
function useOpen(panel: RefObject<HTMLDialogElement | null>, isSheet: boolean, isFolded: boolean, at: AnalysisAt) {
  // Closed while it is still on the page: only then does the browser give the focus back.
  useLayoutEffect(() => {
    const box = panel.current
    if (!box || isFolded) return
    if (isSheet) box.showModal()
    else box.show()
    return () => box.close()
  }, [panel, isSheet, isFolded])
  const isLed = useRef(false)
  useEffect(() => {
    const box = panel.current
    if (!box || isFolded || (isLed.current && box.contains(document.activeElement))) return
    isLed.current = true
    box.querySelector<HTMLElement>(`[data-tab="${at.tab}"]`)?.focus()
  }, [panel, isFolded, at])
}
