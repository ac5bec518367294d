// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest'
import { followVisits } from './visits'

function fieldOf(id: string): HTMLInputElement {
  const field = document.getElementById(id)
  if (!(field instanceof HTMLInputElement)) throw new Error(id)
  return field
}

followVisits(document)

beforeEach(() => {
  document.body.innerHTML = `
    <form data-visits>
      <input id="a" type="datetime-local" data-moment value="2026-05-04T09:00">
      <input id="b" type="datetime-local" data-moment>
      <input id="c" type="datetime-local" data-moment>
      <input id="d">
    </form>
    <input id="other" type="datetime-local" data-moment>`
})

test('an empty moment begins at the one above it', () => {
  fieldOf('c').focus()
  expect(fieldOf('c').value).toBe('2026-05-04T09:00')
  fieldOf('c').value = '2026-05-06T10:00'
  fieldOf('d').focus()
  expect(fieldOf('c').value).toBe('2026-05-06T10:00')
})

test('what nobody changed is empty again', () => {
  fieldOf('b').focus()
  fieldOf('d').focus()
  expect(fieldOf('b').value).toBe('')
})

test('what was there stays, and other forms are left alone', () => {
  fieldOf('a').focus()
  fieldOf('other').focus()
  expect(fieldOf('a').value).toBe('2026-05-04T09:00')
  expect(fieldOf('other').value).toBe('')
  expect(fieldOf('d').value).toBe('')
})
