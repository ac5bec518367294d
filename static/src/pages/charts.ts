/** Charts on pages: each `[data-chart]` is filled by React, which loads when the first of them is there. */

/** Draws the charts of the page, now and after every swap, and ends those whose place is gone. */
export function drawCharts(page: Document): void {
  const draw = async () => {
    if (page.querySelector('[data-chart]') === null && drawn === null) return
    drawn ??= import('./chart')
    const { drawAll } = await drawn
    drawAll(page)
  }
  void draw()
  page.addEventListener('htmx:after:swap', () => void draw())
}

let drawn: Promise<typeof import('./chart')> | null = null
