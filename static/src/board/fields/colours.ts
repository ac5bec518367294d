/** The colours of notes: quiet ones with names, and whatever code a file brought along. */

import type { CSSProperties } from 'react'

export const NOTE_COLOURS = ['yellow', 'blue', 'green', 'pink', 'violet', 'grey'] as const

const CODE = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i

/** The colour as the style sheets know it; undefined where the kind of the note decides. */
export function paperOf(colour: string | undefined): CSSProperties | undefined {
  if (colour === undefined) return undefined
  if (NOTE_COLOURS.some((name) => name === colour))
    return { '--paper-of-note': `var(--note-${colour})` } as CSSProperties
  if (!CODE.test(colour)) return undefined
  const ink = luminance(colour) > 0.179 ? '#17202c' : '#ffffff'
  return { '--paper-of-note': colour, '--ink': ink, '--ink-2': ink, color: ink } as CSSProperties
}

/** How bright a code is, from 0 to 1, as WCAG measures it: above 0.179 black reads better than white. */
function luminance(code: string): number {
  const digits = code.length === 4 ? Array.from(code.slice(1), (digit) => digit + digit) : code.slice(1).match(/../g)
  const [red = 0, green = 0, blue = 0] = (digits ?? []).map((pair) => {
    const part = Number.parseInt(pair, 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
