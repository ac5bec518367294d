/** The scope sentence follows the parts of the charter until somebody writes their own. */

/** Keeps the composed sentence in its field as long as it was not changed by hand. */
export function followComposedScope(page: Document): void {
  const form = page.querySelector<HTMLFormElement>('form[data-charter]')
  const scope = form?.elements.namedItem('scope')
  const composed = form?.elements.namedItem('scope_composed')
  if (!(scope instanceof HTMLTextAreaElement) || !(composed instanceof HTMLInputElement)) return
  page.addEventListener('htmx:after:swap', () => {
    const sentence = page.querySelector('#charter-sentences [data-composed]')?.getAttribute('data-composed')
    if (sentence === null || sentence === undefined) return
    const isOwn = scope.value.trim() !== '' && scope.value.trim() !== composed.value.trim()
    if (!isOwn && page.activeElement !== scope) scope.value = sentence
    composed.value = sentence
  })
}
