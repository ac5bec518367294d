import './testCanvas'
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { Suspense } from 'react'
import { afterEach, describe, expect, it } from 'vitest'
import { span } from './Histogram'
import { byPeak, placeAt } from './LinesChart'
import { Histogram, LinesChart, XmrChart } from './lazy'
import { countScale, timeScale } from './scales'
import { strokes, watched } from './testCanvas'
import { CHANGED, EMPTY } from './xmrExample'

const DAY = 8 * 3600
const DAYS = timeScale({ hours_per_day: 8, days_per_week: 5, days_per_month: 20 })
const MARKS = [
  { at: 2 * DAY, label: 'map', kind: 'reference' },
  { at: 3 * DAY, label: 'p50', kind: 'percentile' },
] as const
const LINES = [
  { id: 'a', name: 'Build', values: [0, 1, 2] },
  { id: 'b', name: 'Test', values: [0, 5, null] },
]

afterEach(cleanup)

async function show(chart: React.ReactNode, title: string): Promise<HTMLElement> {
  render(<Suspense fallback={null}>{chart}</Suspense>)
  const figure = await screen.findByRole('figure', { name: title })
  await waitFor(() => expect(figure.querySelectorAll('canvas').length).toBeGreaterThan(0))
  return figure
}

function histogram() {
  return show(
    <Histogram
      title="Lead time"
      edges={[DAY, 2 * DAY, 3 * DAY]}
      counts={[30, 10]}
      scale={DAYS}
      unit="items"
      marks={MARKS}
    />,
    'Lead time',
  )
}

function lines(props: object = {}) {
  const at = [0, DAY, 2 * DAY]
  return show(
    <LinesChart
      title="Queues"
      at={at}
      lines={LINES}
      x={DAYS}
      y={countScale()}
      xLabel="working time"
      stepped
      {...props}
    />,
    'Queues',
  )
}

describe('a histogram', () => {
  it('names its marks beside their lines, in its label and in its table', async () => {
    const figure = await histogram()
    expect(within(figure).getByRole('img').getAttribute('aria-label')).toBe('Lead time: histogram, map 2 d, p50 3 d')
    await waitFor(() => expect(figure.querySelectorAll('.mark-label')).toHaveLength(2))
    const rows = within(figure)
      .getAllByRole('row', { hidden: true })
      .map((row) => row.textContent)
    expect(rows).toEqual(['map2 d', 'p503 d', 'from … toitemsshare', '1 d to 2 d3075 %', '2 d to 3 d1025 %'])
  })

  it('reaches as far as its last mark, and down to zero unless that is far off', () => {
    expect(span([1, 2, 3], [{ at: 9, label: 'p95', kind: 'percentile' }])).toEqual([0, 9])
    expect(span([80, 100], [])).toEqual([80, 100])
    expect(span([5, 5], [])).toEqual([4.5, 5.5])
  })
})

describe('lines', () => {
  it('come highest first, and one can be seen alone', async () => {
    const figure = await lines()
    const buttons = within(figure).getAllByRole('button')
    expect(buttons.map((button) => button.textContent)).toEqual(['Test', 'Build'])
    await waitFor(() => expect(figure.querySelectorAll('.line-end')).toHaveLength(2))
    fireEvent.click(screen.getByRole('button', { name: 'Build' }))
    expect(screen.getByRole('button', { name: 'Build' }).getAttribute('aria-pressed')).toBe('true')
    await waitFor(() =>
      expect([...figure.querySelectorAll('.line-end')].map((end) => end.textContent)).toEqual(['Build']),
    )
  })

  it('leave the choice to their owner where there is one', async () => {
    const chosen: (string | null)[] = []
    await lines({ selected: 'b', onSelect: (id: string | null) => chosen.push(id) })
    fireEvent.click(screen.getByRole('button', { name: 'Build' }))
    fireEvent.click(screen.getByRole('button', { name: 'Test' }))
    expect(chosen).toEqual(['a', null])
    expect(screen.getByRole('button', { name: 'Test' }).getAttribute('aria-pressed')).toBe('true')
  })

  it('say what is missing', async () => {
    const figure = await lines()
    expect(within(figure).getByRole('row', { name: '2 d missing 2', hidden: true })).toBeTruthy()
  })

  it('are ranked by their peak and read at the value that holds', () => {
    expect(byPeak(LINES).map((line) => line.id)).toEqual(['b', 'a'])
    expect([0, 0.9, 1, 5].map((value) => placeAt([0, 1, 2], value, true))).toEqual([0, 0, 1, 2])
    expect([-1, 0.4, 0.6, 5].map((value) => placeAt([0, 1, 2], value, false))).toEqual([0, 0, 1, 2])
    expect(placeAt([], 1, true)).toBeNull()
  })
})

describe('an XmR chart', () => {
  const chart = () => show(<XmrChart title="Lead time" chart={CHANGED} scale={countScale()} />, 'Lead time')

  it('says every signal, change, verdict and note in words', async () => {
    const figure = await chart()
    const said = within(within(figure).getByRole('list', { name: 'Signals' })).getAllByRole('listitem')
    expect(said.map((item) => item.textContent)).toEqual(['30 is above the limit.', 'Near the limit.', 'A jump of 19.'])
    for (const sentence of [
      'Readings went down since “WIP limit”.',
      '5 will be hit by luck.',
      '1 reading is left out.',
    ]) {
      expect(within(figure).getByText(sentence)).toBeTruthy()
    }
  })

  it('marks readings by shape; the keyboard stops once at each signal and hears why', async () => {
    const figure = await chart()
    await waitFor(() => expect(figure.querySelectorAll('.signal-mark')).toHaveLength(3))
    const marks = within(figure).getAllByRole('button')
    expect(marks.map((mark) => [mark.getAttribute('aria-label'), mark.tabIndex])).toEqual([
      ['30 is above the limit. Near the limit.', 0],
      ['Near the limit.', 0],
      ['A jump of 19.', 0],
    ])
    fireEvent.focus(marks[1] as HTMLElement)
    expect(figure.querySelector('li[data-spoken="true"]')?.textContent).toBe('Near the limit.')
    fireEvent.blur(marks[1] as HTMLElement)
    expect(figure.querySelector('li[data-spoken="true"]')).toBeNull()
  })

  it('names limits, target and intervention', async () => {
    const figure = await chart()
    await waitFor(() => expect(figure.querySelectorAll('.limit-name').length).toBeGreaterThan(0))
    const names = [...figure.querySelectorAll('.limit-name')].map((name) => name.textContent)
    expect(names).toEqual(['upper limit 9.2', 'mean 6.5', 'lower limit 3.8', 'target 5', 'limit 3.3', 'mean 1'])
    expect(figure.querySelector('.segment-name')?.textContent).toBe('WIP limit')
  })

  it('is a table too, gaps included', async () => {
    const figure = await chart()
    const rows = within(figure)
      .getAllByRole('row', { hidden: true })
      .map((row) => row.textContent)
    expect(rows).toContain('3 Marmissing')
    expect(rows).toContain('5 Mar3019outside a limit, near a limit, jump')
    expect(rows).toContain('WIP limit3.86.59.23.3')
  })

  it('without readings is a sentence', async () => {
    render(
      <Suspense fallback={null}>
        <XmrChart title="Nothing" chart={EMPTY} scale={countScale()} />
      </Suspense>,
    )
    const figure = await screen.findByRole('figure', { name: 'Nothing' })
    expect(within(figure).getByText('There is no reading yet.')).toBeTruthy()
    expect(figure.querySelector('canvas')).toBeNull()
  })
})

describe('every chart', () => {
  it('is gone with its canvas when unmounted', async () => {
    const before = watched()
    await histogram()
    expect(watched()).toBe(before + 1)
    cleanup()
    expect(watched()).toBe(before)
    expect(document.querySelector('canvas')).toBeNull()
  })

  it('is drawn anew when light turns to dark', async () => {
    const figure = await histogram()
    const canvas = figure.querySelector('canvas')
    strokes.length = 0
    await act(async () => {
      document.documentElement.dataset.theme = 'dark'
    })
    await waitFor(() => expect(figure.querySelector('canvas')).not.toBe(canvas))
    expect(strokes.length).toBeGreaterThan(0)
    expect(figure.querySelectorAll('canvas')).toHaveLength(1)
    delete document.documentElement.dataset.theme
  })

  it('has no barrier that axe finds', async () => {
    for (const open of [
      histogram,
      lines,
      () => show(<XmrChart title="X" chart={CHANGED} scale={countScale()} />, 'X'),
    ]) {
      const figure = await open()
      const { violations } = await axe.run(figure, {
        rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
      })
      expect(violations.map((violation) => violation.id)).toEqual([])
      cleanup()
    }
  })
})
