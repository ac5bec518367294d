/** Conveniences that the pages do without where there is no script: copy, share, full screen, saving a choice at once. */

/** Rows of ways that are wider than a phone. */
const ROWS_OF_WAYS = '.tabs, .sections'

/** Brings every convenience of the page to life. */
export function addConveniences(page: Document): void {
  addCopies(page)
  for (const button of page.querySelectorAll<HTMLButtonElement>('button[data-share]')) addShare(button)
  for (const button of page.querySelectorAll<HTMLButtonElement>('button[data-fullscreen]')) addFullScreen(button)
  for (const form of page.querySelectorAll<HTMLFormElement>('form[data-submit-on-change]')) {
    form.addEventListener('change', () => form.requestSubmit())
  }
  for (const row of page.querySelectorAll<HTMLElement>(ROWS_OF_WAYS)) showCurrentWay(row)
  page.addEventListener('click', (event) => closeOtherConfirmations(page, event.target))
}

/** Shows the buttons that copy, those too that came with a part of the page. */
export function addCopies(page: Document): void {
  for (const button of page.querySelectorAll<HTMLButtonElement>('button[data-copy][hidden]')) addCopy(button)
}

function fieldOf(id: string | undefined): HTMLInputElement | HTMLTextAreaElement | null {
  const field = id ? document.getElementById(id) : null
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field : null
}

function addCopy(button: HTMLButtonElement): void {
  const field = fieldOf(button.dataset.copy)
  if (!field) return
  const words = button.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
      button.textContent = 'Copied'
    } catch {
      // Without the right to the clipboard (plain http on another host) the text is at least selected.
      button.textContent = 'Press Ctrl+C'
    }
    setTimeout(() => {
      button.textContent = words
    }, 2000)
  })
}

function addShare(button: HTMLButtonElement): void {
  const field = fieldOf(button.dataset.share)
  if (!field || !navigator.share) return
  button.hidden = false
  // Closing the share sheet rejects, which is no fault.
  button.addEventListener('click', () => navigator.share({ url: field.value }).catch(() => undefined))
}

function addFullScreen(button: HTMLButtonElement): void {
  const section = document.getElementById(button.dataset.fullscreen ?? '')
  if (!section || !document.fullscreenEnabled) return
  button.hidden = false
  button.addEventListener('click', () => {
    if (document.fullscreenElement) void document.exitFullscreen()
    else void section.requestFullscreen()
  })
  document.addEventListener('fullscreenchange', () => {
    button.textContent = document.fullscreenElement ? 'Back' : 'Fill the screen'
  })
}

/** Scrolls a row to the way that one is on, with what stands beside it in sight. */
function showCurrentWay(row: HTMLElement): void {
  const current = row.querySelector('[aria-current]')?.getBoundingClientRect()
  if (current) row.scrollLeft += current.left - row.getBoundingClientRect().left - (row.clientWidth - current.width) / 2
}

function closeOtherConfirmations(page: Document, target: EventTarget | null): void {
  for (const open of page.querySelectorAll<HTMLDetailsElement>('details.confirm[open]')) {
    if (!(target instanceof Node) || !open.contains(target)) open.open = false
  }
}
