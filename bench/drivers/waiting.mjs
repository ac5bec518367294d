import { now, sleep } from '../load/samples.mjs'

/** A promise of the moment at which `condition` holds; `look` asks again. */
export function waitFor(condition) {
  let resolve
  const promise = new Promise((settle) => {
    resolve = settle
  })
  return { promise, look: () => condition() && resolve(now()) }
}

/** Sends edits as fast as every peer takes them, and returns when the last has had time to arrive. */
export async function oneByOne(sendEdit, edits) {
  for (const [index, edit] of edits.entries()) {
    sendEdit(edit)
    if (index % 10 === 9) await sleep(10)
  }
  await sleep(500)
}
