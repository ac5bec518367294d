import { describe, expect, it } from 'vitest'
import { commandOf, keyCaps, shortcuts } from './shortcuts'

const press = (key: string, held: KeyboardEventInit = {}) =>
  commandOf(new KeyboardEvent('keydown', { key, ...held }))?.command

describe('the shortcut table', () => {
  it('has one command for each key press', () => {
    const presses: KeyboardEventInit[] = []
    for (const key of [
      'n',
      'q',
      'c',
      'm',
      'b',
      't',
      'f',
      'l',
      'i',
      'd',
      'a',
      'z',
      '+',
      '-',
      '?',
      'Enter',
      'Delete',
      'Escape',
    ]) {
      for (const held of [
        {},
        { shiftKey: true },
        { ctrlKey: true },
        { ctrlKey: true, shiftKey: true },
        { altKey: true },
      ]) {
        presses.push({ key, ...held })
      }
    }
    for (const init of presses) {
      const event = new KeyboardEvent('keydown', init)
      const matching = shortcuts.filter((shortcut) => shortcut.matches(event))
      expect(matching.length, `${JSON.stringify(init)}`).toBeLessThan(2)
    }
  })

  it('leaves the browser its own keys', () => {
    for (const key of ['n', 't', 'f', 'c', 'l']) expect(press(key, { ctrlKey: true })).toBeUndefined()
  })

  it('knows undo and redo on both keyboards', () => {
    expect(press('z', { ctrlKey: true })).toBe('undo')
    expect(press('Z', { metaKey: true, shiftKey: true })).toBe('redo')
    expect(press('y', { ctrlKey: true })).toBe('redo')
  })

  it('prints the keys of this computer', () => {
    expect(keyCaps('Mod Shift Z', false)).toEqual(['Ctrl', 'Shift', 'Z'])
    expect(keyCaps('Mod D', true)).toEqual(['⌘', 'D'])
  })
})
