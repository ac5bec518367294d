/** Rule R1: what an operation numbered `seq` means to someone who has applied everything up to `last`. */
export function classify(last: number, seq: number): 'stale' | 'next' | 'gap' {
  if (seq <= last) return 'stale'
  return seq === last + 1 ? 'next' : 'gap'
}
