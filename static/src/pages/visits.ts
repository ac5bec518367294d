/** The form of a real item: a picker of moments opens at the moment before, not at today. */

const MOMENT = 'input[data-moment]'

/** Empty moments begin at what was typed last above them, and are empty again where nobody changed that. */
export function followVisits(page: Document): void {
  const suggested = new WeakMap<HTMLInputElement, string>()
  page.addEventListener('focusin', ({ target }) => {
    if (!isMoment(target) || target.value !== '') return
    const before = momentBefore(target)
    if (before === null) return
    target.value = before
    suggested.set(target, before)
  })
  page.addEventListener('focusout', ({ target }) => {
    // A finish at the start and a start at the arrival are not what somebody says who goes on without a word.
    if (isMoment(target) && target.value !== '' && target.value === suggested.get(target)) target.value = ''
    if (isMoment(target)) suggested.delete(target)
  })
}

function isMoment(target: EventTarget | null): target is HTMLInputElement {
  return target instanceof HTMLInputElement && target.matches(`form[data-visits] ${MOMENT}`)
}

/** The last moment above this one that is known. */
function momentBefore(field: HTMLInputElement): string | null {
  const all = [...(field.form?.querySelectorAll<HTMLInputElement>(MOMENT) ?? [])]
  const known = all.slice(0, all.indexOf(field)).filter((other) => other.value !== '')
  return known.at(-1)?.value ?? null
}
