/** The theme's colours as a canvas needs them: resolved, and told anew when light turns to dark. */

import { type RefObject, useEffect, useState } from 'react'

const NAMES = {
  text: '--ink-2',
  faint: '--ink-3',
  grid: '--line',
  paper: '--panel',
  line: '--chart-line',
  mean: '--chart-mean',
  limit: '--chart-limit',
  band: '--chart-band',
  bar: '--chart-bar',
  reference: '--chart-reference',
  percentile: '--chart-percentile',
  target: '--chart-target',
  muted: '--chart-muted',
  series0: '--chart-0',
  series1: '--chart-1',
  series2: '--chart-2',
  series3: '--chart-3',
  series4: '--chart-4',
} as const

export type Ink = Record<keyof typeof NAMES, string> & { font: string }

const FALLBACK = 'rgb(110, 120, 135)'

/** The colours at this element; null until it is on the page. */
export function useInk(host: RefObject<HTMLElement | null>): Ink | null {
  const [ink, setInk] = useState<Ink | null>(null)
  useEffect(() => {
    const element = host.current
    if (!element) return
    const read = () => setInk(inkOf(element))
    read()
    const attribute = new MutationObserver(read)
    attribute.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    const system = window.matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', read)
    return () => {
      attribute.disconnect()
      system.removeEventListener('change', read)
    }
  }, [host])
  return ink
}

/** A custom property reads back as it was written (“light-dark(…)”); only a colour that is used is resolved. */
function inkOf(element: HTMLElement): Ink {
  const probe = document.createElement('span')
  // Under reduced motion every change of colour is a short transition, which would read back as the colour before it.
  probe.style.transition = 'none'
  element.append(probe)
  const resolved = Object.entries(NAMES).map(([name, property]) => {
    probe.style.color = `var(${property})`
    return [name, getComputedStyle(probe).color || FALLBACK]
  })
  const font = getComputedStyle(element).fontFamily || 'sans-serif'
  probe.remove()
  return { ...Object.fromEntries(resolved), font: `12px ${font}` } as Ink
}
