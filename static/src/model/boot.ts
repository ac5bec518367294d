/** What the page hands the board when it opens: the JSON of its `<script id="boot">`. */

import type { MapInfo, ParticipantId } from './types'

export interface Boot {
  socket: string
  map: MapInfo
  workshop: { id: string; name: string }
  urls: {
    dashboard: string
    workshop: string
    states: string
    agenda: string
    validations: string
    plan: string
    file: string
    sign_out: string
    steps_import: string
    operations: string
    restore: string
  }
  /** For facilitators only. */
  invitation: { join_url: string; code: string; qr_svg_url: string; has_passcode: boolean } | null
  return_url_path: string | null
  me: { id: ParticipantId; name: string }
  csrf: string
  language: string
}
