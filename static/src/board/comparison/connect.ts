import { createContext, useContext } from 'react'
import type { Store } from '../../store'

/** Opens another map at the address of its socket; the board takes what it is given. */
export type Connect = (socket: string) => { store: Store; close: () => void }

export const ConnectContext = createContext<Connect | null>(null)

export function useConnect(): Connect {
  const connect = useContext(ConnectContext)
  if (!connect) throw new Error('The board is used outside its ConnectContext.')
  return connect
}
