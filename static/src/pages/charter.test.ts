import { beforeEach, describe, expect, it } from 'vitest'
import { followComposedScope } from './charter'

const FIRST = 'For testers.'
const SECOND = 'For people who build.'

function scope(): HTMLTextAreaElement {
  const field = document.querySelector('textarea')
  if (!field) throw new Error('The page has no scope.')
  return field
}

function preview(sentence: string): void {
  const place = document.querySelector('#charter-sentences')
  if (place) place.innerHTML = `<p data-composed="${sentence}"></p>`
  document.dispatchEvent(new Event('htmx:after:swap'))
}

describe('followComposedScope', () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <form data-charter>
        <textarea name="scope">${FIRST}</textarea><input type="hidden" name="scope_composed" value="${FIRST}">
      </form><div id="charter-sentences"></div>`
    followComposedScope(document)
  })

  it('replaces the composed sentence by the newly composed one', () => {
    preview(SECOND)
    expect(scope().value).toBe(SECOND)
    preview(FIRST)
    expect(scope().value).toBe(FIRST)
  })

  it('leaves a sentence of somebody’s own', () => {
    scope().value = 'What we stand for.'
    preview(SECOND)
    expect(scope().value).toBe('What we stand for.')
  })

  it('does not write into the sentence while somebody is in it', () => {
    scope().value = ''
    scope().focus()
    preview(SECOND)
    expect(scope().value).toBe('')
  })
})
