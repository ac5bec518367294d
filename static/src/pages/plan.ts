/** The plan's board: a card can also be dragged to a column; its buttons do the same for everybody. */

/** Follows drags on every board of the page, also on one that htmx puts there later. */
export function followDrags(page: Document): void {
  let dragged: HTMLElement | null = null
  const prepare = () => {
    for (const card of page.querySelectorAll<HTMLElement>('.plan-card')) card.draggable = targetsOf(card).size > 0
  }
  const columnAt = (event: DragEvent): HTMLElement | null => {
    const column = event.target instanceof Element ? event.target.closest<HTMLElement>('.plan-column') : null
    return column && dragged && targetsOf(dragged).has(column.dataset.state ?? '') ? column : null
  }
  const mark = (column: HTMLElement | null) => {
    for (const marked of page.querySelectorAll('.plan-column.is-target')) marked.classList.remove('is-target')
    column?.classList.add('is-target')
  }
  prepare()
  page.addEventListener('htmx:after:swap', prepare)
  page.addEventListener('dragstart', (event) => {
    dragged = event.target instanceof Element ? event.target.closest<HTMLElement>('.plan-card') : null
    dragged?.classList.add('is-dragged')
  })
  page.addEventListener('dragover', (event) => {
    const column = columnAt(event)
    mark(column)
    if (column) event.preventDefault()
  })
  page.addEventListener('drop', (event) => {
    const column = columnAt(event)
    if (!column || !dragged) return
    event.preventDefault()
    moveTo(dragged, column.dataset.state ?? '')
  })
  page.addEventListener('dragend', () => {
    dragged?.classList.remove('is-dragged')
    dragged = null
    mark(null)
  })
}

/** The states that a card can be taken to without a reason; the others have their form. */
function targetsOf(card: HTMLElement): Set<string> {
  return new Set((card.dataset.moves ?? '').split(' ').filter((state) => state !== ''))
}

/** Presses the card's own button, so that a drag does what its forms do and nothing else. */
function moveTo(card: HTMLElement, state: string): void {
  card.querySelector<HTMLButtonElement>(`button[name="to"][value="${state}"]`)?.click()
}
