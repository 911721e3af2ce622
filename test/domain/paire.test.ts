/** The two acts of an opinion move together: each state of the replacement of either side. SPEC §5, §11 */
import t from 'tap'

import type { Acte } from '../../src/domain/acte.ts'
import { jugement } from '../../src/domain/doutes.ts'
import { RIEN_DE_CONNU } from '../../src/domain/numero-am.ts'
import { completer, confirmer, confirmerAvec, isRefus } from '../../src/domain/reglement.ts'
import type { EtatRemplacement, Remplacement } from '../../src/domain/remplace.ts'
import { acte, acteRqd } from '../support/actes.ts'

const faits = { parRequis: {}, parRequerant: 0 }
const PAR = '99700000020' as never
const ETATS: { readonly [E in EtatRemplacement]: { own: string | null; other: string | null } } = {
  inconnu: { own: 'remplace-inconnu', other: 'prescripteur-remplace-inconnu' },
  'a-valider': { own: 'remplacement-a-valider', other: 'prescripteur-remplacement-a-valider' },
  valide: { own: null, other: null },
  refuse: { own: 'remplacement-refuse', other: 'prescripteur-remplacement-refuse' },
}

/** TE2 and RQD, whose executant or prescripteur is a replaced physician. */
function pair(side: 'executant' | 'prescripteur', etat: EtatRemplacement): [Acte, Acte] {
  const te = acte()
  const { rpps } = te[side]
  const one = etat === 'inconnu' ? { par: rpps, remplace: null } : { par: PAR, remplace: rpps }
  const remplacements = [{ ...one, etat }]
  const judged = (each: Acte): Acte => {
    const next = { ...each, remplacements, sansDocument: false }
    return { ...next, ...jugement(next) }
  }
  return [judged(te), judged(acteRqd())]
}

for (const side of ['executant', 'prescripteur'] as const) {
  for (const etat of Object.keys(ETATS) as EtatRemplacement[]) {
    t.test(`${side} ${etat}`, async (t) => {
      const [te, rqd] = pair(side, etat)
      const [own, other] = side === 'executant' ? [te, rqd] : [rqd, te]
      t.equal(own.motif, ETATS[etat].own)
      t.equal(other.motif, ETATS[etat].other)
      t.equal(own.etat === 'facturable', other.etat === 'facturable', 'both or none')
      if (etat === 'valide') return
      for (const [one, two] of [
        [own, other],
        [other, own],
      ] as const) {
        const settled = confirmer(one, faits)
        if (etat === 'refuse') {
          t.match(settled, { refus: one.motif }, 'a signed refusal is not confirmed away')
          const said = { ...one, confirmes: ['remplacement-refuse', one.motif ?? ''] }
          t.not(jugement(said).etat, 'facturable')
          t.not(confirmerAvec(two, said).etat, 'facturable')
        } else {
          t.ok(!isRefus(settled) && settled.etat === 'facturable')
          if (!isRefus(settled)) t.equal(confirmerAvec(two, settled).etat, 'facturable')
        }
      }
    })
  }
}

t.test('a refusal is taken back by a later JE VALIDE, for both acts', async (t) => {
  for (const one of pair('executant', 'refuse')) {
    const { executant, prescripteur } = one
    const who = one.role === 'REQUIS' ? executant : prescripteur
    const taken: Remplacement = {
      par: PAR,
      dit: who.nom,
      le: one.remisLe,
      remplace: { ...who, adresse: null },
      annonceLe: null,
      validations: [{ le: one.remisLe, du: null, au: null }],
      refuseLe: null,
    }
    const apport = { parties: [], assure: {}, remplacements: [taken] }
    const after = completer(one, apport, { today: one.dateActe, connus: RIEN_DE_CONNU })
    t.match(after, { etat: 'facturable', motif: null }, one.code)
  }
})
