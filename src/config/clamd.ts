/**
 * CONFRERE_CLAMD: where clamd listens, which scans every document before it goes on.
 *
 * In    `host:port`, or the path of a socket
 * Out   the one or the other; null: nothing is scanned
 * Refuses   what is neither (a fault that names the setting)
 *
 * SPEC §2, §15
 */
import type { Reader } from '../kit/settings.ts'

/** Where clamd listens. */
export type ClamdPlace =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }

const NAME = 'CONFRERE_CLAMD'
const FORM = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)):([1-9]\d{0,4})$/i

/** Reads the place; `at` gives the path that a setting names, in full. */
export function clamdOf(reader: Reader, at: (name: string) => string | null): ClamdPlace | null {
  const text = reader.text(NAME)
  if (text === null) return null
  const [, address, name, port] = FORM.exec(text) ?? []
  const host = address ?? name
  if (host !== undefined && Number(port) <= 65_535) return { kind: 'tcp', host, port: Number(port) }
  if (/^(?:\/|\.{1,2}\/)./.test(text)) return { kind: 'socket', path: at(NAME) ?? text }
  const shown = text.slice(0, 60)
  reader.fault(
    NAME,
    `« ${shown} » n’est ni un hôte et son port, ni le chemin d’une prise ; attendu : 127.0.0.1:3310, /run/clamav/clamd.ctl`,
  )
  return null
}
