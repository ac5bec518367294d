import { createContext, useContext } from 'react'
import type { Boot } from '../model/boot'

export const BootContext = createContext<Boot | null>(null)

/** What the page said before the socket spoke. */
export function useBoot(): Boot {
  const boot = useContext(BootContext)
  if (!boot) throw new Error('The board is used outside its BootContext.')
  return boot
}
