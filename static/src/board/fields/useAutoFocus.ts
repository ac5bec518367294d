import { type RefObject, useLayoutEffect } from 'react'

/** Puts the cursor into a field that has just been opened for writing. */
export function useAutoFocus(input: RefObject<HTMLElement | null>, wanted: boolean | undefined): void {
  useLayoutEffect(() => {
    if (wanted) input.current?.focus({ preventScroll: true })
  }, [input, wanted])
}
