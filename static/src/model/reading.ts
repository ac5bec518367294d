/** What a typed figure turned out to say. */
export type Reading =
  | { ok: true; value: number; low: number | null; high: number | null }
  | { ok: false; code: string; sentence: string }

export function refused(code: string, sentence: string): Reading {
  return { ok: false, code, sentence }
}

/** The value of a range whose middle nobody named is its midpoint. */
export function ranged(low: number, high: number): Reading {
  return { ok: true, value: (low + high) / 2, low, high }
}

export function exactly(value: number): Reading {
  return { ok: true, value, low: null, high: null }
}
