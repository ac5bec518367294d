import { useState } from 'react'
import { useBoot } from '../boot'
import { CopyText } from './CopyText'
import { Dialog } from './Dialog'

/** How others come in, large enough for the back row, and how I come back myself. */
export function ShareDialog({ onClose }: { onClose: () => void }) {
  const { invitation, return_url_path, workshop, urls } = useBoot()
  const [isLarge, setLarge] = useState(false)
  return (
    <Dialog title={isLarge ? `Join ${workshop.name}` : 'Share'} onClose={onClose} width={isLarge ? 'full' : 'narrow'}>
      {invitation && (
        <section className={isLarge ? 'invitation invitation-large' : 'invitation'}>
          <img src={invitation.qr_svg_url} alt={`QR code of ${invitation.join_url}`} />
          <div>
            <p>Open {joinAddress(invitation.join_url)} and type the code</p>
            <p className="invitation-code">
              <span aria-hidden="true">{spaced(invitation.code)}</span>
              <span className="visually-hidden">{invitation.code.split('').join(' ')}</span>
            </p>
            <p className="quiet">
              or scan the picture. A name is all that is asked
              {invitation.has_passcode ? ', and the passcode of this workshop' : ''}.
            </p>
          </div>
        </section>
      )}
      {invitation && !isLarge && (
        <>
          <CopyText label="Join link" text={invitation.join_url} hint="Who opens it can edit this map." />
          <CopyText label="Code" text={invitation.code} />
        </>
      )}
      {!invitation && !isLarge && (
        <p className="quiet">A facilitator has the link and the code with which others join.</p>
      )}
      {return_url_path !== null && !isLarge && (
        <CopyText
          label="My return link"
          text={new URL(return_url_path, window.location.href).href}
          hint="Only for me: on another device it makes me the same person, with the same undo."
        />
      )}
      <p className="actions">
        {invitation && (
          <button type="button" className="act" onClick={() => setLarge(!isLarge)}>
            {isLarge ? 'Smaller' : 'Show large for the room'}
          </button>
        )}
        {invitation && !isLarge && (
          <a className="act" href={`${urls.workshop}invitation/`}>
            Passcode and expiry
          </a>
        )}
      </p>
    </Dialog>
  )
}

/** Where the code is typed: the join link without its secret. */
function joinAddress(url: string): string {
  const { host, pathname } = new URL('../', new URL(url, window.location.href))
  return `${host}${pathname.replace(/\/$/, '')}`
}

/** "K7M 2QX": two halves are read out more easily. */
function spaced(code: string): string {
  const middle = Math.ceil(code.length / 2)
  return `${code.slice(0, middle)} ${code.slice(middle)}`
}
