import '../charts/testCanvas'
import { act, waitFor } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { watched } from '../charts/testCanvas'
import { CHANGED } from '../charts/xmrExample'
import { type ChartJson, drawAll } from './chart'

const TOLD: ChartJson = {
  title: 'Staging wait',
  chart: CHANGED,
  calendar: { hours_per_day: 8, days_per_week: 5, days_per_month: 20 },
  time_zone: 'Pacific/Auckland',
  marks: [
    { at: '2026-03-20T00:00:00+13:00', label: 'Adopted: slots' },
    { at: '2026-03-04T13:00:00+00:00', label: 'A new tester' },
  ],
  height: 200,
  compact: false,
}

function place(told: ChartJson): void {
  document.body.innerHTML = `
    <div data-chart="xmr" data-chart-data="told"><table><tbody><tr><td>10</td></tr></tbody></table></div>
    <script type="application/json" id="told">${JSON.stringify(told)}</script>`
}

async function draw(): Promise<HTMLElement> {
  await act(async () => drawAll(document))
  return await waitFor(() => {
    const figure = document.querySelector<HTMLElement>('figure[aria-label="Staging wait"]')
    if (!figure?.querySelector('canvas')) throw new Error('The chart is not drawn yet.')
    return figure
  })
}

// A chart whose place is gone ends with the next look at the page.
beforeEach(async () => {
  document.body.innerHTML = ''
  await act(async () => drawAll(document))
})

describe('a chart on a page', () => {
  it('takes the place of the table that the server wrote, and is drawn once', async () => {
    place(TOLD)
    await draw()
    await act(async () => drawAll(document))
    expect(document.querySelectorAll('figure')).toHaveLength(1)
    expect(document.querySelector('[data-chart] > table')).toBeNull()
  })

  it('marks what happened in order, by the days of the workshop', async () => {
    place(TOLD)
    const figure = await draw()
    const happened = [...figure.querySelectorAll('.dated-marks li')].map((item) => item.textContent)
    expect(happened).toEqual(['15 Mar 2026 A new tester', '220 Mar 2026 Adopted: slots'])
    await waitFor(() => expect(figure.querySelectorAll('.dated-mark')).toHaveLength(2))
  })

  it('leaves verdict and moving ranges to the page where it is compact', async () => {
    place({ ...TOLD, compact: true })
    const figure = await draw()
    expect(figure.querySelector('.chart-verdict')).toBeNull()
    expect(figure.querySelectorAll('canvas')).toHaveLength(1)
  })

  it('ends when a swap takes its place away, and the next one is drawn', async () => {
    place(TOLD)
    await draw()
    const before = watched()
    place({ ...TOLD, compact: true })
    const figure = await draw()
    expect(figure.querySelectorAll('canvas')).toHaveLength(1)
    await waitFor(() => expect(watched()).toBe(before - 1))
  })
})
