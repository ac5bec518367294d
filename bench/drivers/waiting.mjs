import { now } from '../load/samples.mjs'

/** A promise of the moment at which `condition` holds; `look` asks again. */
export function waitFor(condition) {
  let resolve
  const promise = new Promise((settle) => {
    resolve = settle
  })
  return { promise, look: () => condition() && resolve(now()) }
}
