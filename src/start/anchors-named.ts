/**
 * The certificates that settings name by themselves, looked for in the trust folder: a name that is nobody's silently
 * takes a right away from all (CONFRERE_ANCRES_RPPS), or limits nothing (CONFRERE_ANCRES_DOMAINES).
 *
 * In    the settings, the trust of now
 * Out   one trial a name that is nobody's, one for each setting that is well; none where nothing is named
 *
 * SPEC §1 (`check`), §2
 */

import { IGC_SANTE } from '../config/ancres.ts'
import type { Config } from '../config.ts'
import { believesRpps, limitsOf, NO_RULES } from '../pki/rules.ts'
import type { Trust } from '../pki/trust.ts'
import type { Trial } from './dry-start.ts'

const NAME = 'ancres'
const RPPS = 'CONFRERE_ANCRES_RPPS'
const DOMAINES = 'CONFRERE_ANCRES_DOMAINES'
const SHOWN = 60

/** Looks for each of them. */
export function namedAnchors(
  { ancresRpps, ancresDomaines }: Pick<Config, 'ancresRpps' | 'ancresDomaines'>,
  { all }: Pick<Trust, 'all'>,
): readonly Trial[] {
  const believed = (said: string): boolean =>
    all.anchors.some((one) => believesRpps(one, { ...NO_RULES, rppsAnchors: [said] }))
  const limited = (sha256: string): boolean =>
    [...all.anchors, ...all.candidates].some((one) => {
      const rules = { ...NO_RULES, domains: [{ sha256, domain: '' }] }
      return limitsOf([one], rules).length > 0
    })
  // The default names all roots there are: any of them will do.
  if (ancresRpps === IGC_SANTE) {
    const some = ancresRpps.some(believed)
    const detail = some ? 'une racine de l’IGC-Santé au moins' : NO_ROOT
    const trial = { name: NAME, ok: true, detail, setting: RPPS }
    return [trial, ...domainTrials(ancresDomaines, limited)]
  }
  return [...rppsTrials(ancresRpps ?? [], believed), ...domainTrials(ancresDomaines, limited)]
}

const NO_ROOT =
  'aucune racine de l’IGC-Santé dans CONFRERE_TRUST_DIR : aucun RPPS de certificat n’est cru, un signataire n’est lié que par l’adresse de son certificat'

function rppsTrials(names: readonly string[], found: (name: string) => boolean): Trial[] {
  return trialsOf(names, found, {
    setting: RPPS,
    lost: 'n’est aucune ancre de CONFRERE_TRUST_DIR : aucun RPPS n’est cru par elle',
  })
}

function domainTrials(
  limits: Config['ancresDomaines'],
  found: (sha256: string) => boolean,
): Trial[] {
  const names = [...new Set(limits.map(({ sha256 }) => sha256))]
  return trialsOf(names, found, {
    setting: DOMAINES,
    lost: 'n’est aucun certificat de CONFRERE_TRUST_DIR : ses domaines ne limitent personne',
  })
}

function trialsOf(
  names: readonly string[],
  found: (name: string) => boolean,
  { setting, lost }: { readonly setting: string; readonly lost: string },
): Trial[] {
  if (names.length === 0) return []
  const missing = names.filter((each) => !found(each))
  if (missing.length === 0)
    return [{ name: NAME, ok: true, detail: `${names.length} nommée(s), toutes là`, setting }]
  return missing.map((each) => {
    const detail = `${setting} : « ${each.slice(0, SHOWN)} » ${lost} ; corrigez, ou déposez-le`
    return { name: NAME, ok: false, detail, setting }
  })
}
