/** Labels that stand beside what they name, and never on each other. */

export interface Wanted {
  /** Where the middle of the label should be. */
  at: number
  width: number
}

export interface Placed {
  row: number
  left: number
}

const APART = 8

/** Labels in rows, row 0 nearest to the drawing: each as close to its place as `from` and `to` allow, none touching. */
export function inRows(wanted: readonly Wanted[], from: number, to: number): Placed[] {
  const rows: { left: number; right: number }[][] = []
  return wanted.map(({ at, width }) => {
    const left = Math.max(from, Math.min(at - width / 2, to - width))
    const right = left + width
    let row = rows.findIndex((taken) =>
      taken.every((other) => right + APART <= other.left || left >= other.right + APART),
    )
    if (row < 0) row = rows.push([]) - 1
    rows[row]?.push({ left, right })
    return { row, left }
  })
}

/** Heights for labels of one column, `apart` from each other at least, moved as little as that needs. */
export function stacked(wanted: readonly number[], apart: number, from: number, to: number): number[] {
  const order = wanted.map((_, place) => place).sort((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0))
  const heights = [...wanted]
  let least = from
  for (const place of order) {
    heights[place] = Math.max(heights[place] ?? 0, least)
    least = (heights[place] ?? 0) + apart
  }
  let most = to
  for (const place of order.reverse()) {
    heights[place] = Math.min(heights[place] ?? 0, most)
    most = (heights[place] ?? 0) - apart
  }
  return heights
}
