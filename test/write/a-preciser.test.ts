/** What a late or misplaced word is answered with is true of the dossier where it stands. SPEC §6.8 */
import t from 'tap'

import type { Role } from '../../src/domain/decision.ts'
import type { Dossier, EtatDossier } from '../../src/domain/dossier.ts'
import { reponseAPreciser } from '../../src/write/letters-a-preciser.ts'
import { dossierClos } from '../../src/write/letters-suivi.ts'
import { type Histoire, histoire } from '../support/dossiers.ts'
import { ETATS } from '../support/workflow.ts'
import * as ex from './exemple.ts'

const said = (dossier: Dossier, code: string, role: Role, rpps: string): string => {
  const envoi = {
    ...ex.envoi({ kind: 'etat' }, role),
    dossier,
    a: { role, rpps, adresse: 'a@b.test' },
  }
  const lettre = { kind: 'reponseAPreciser', code, rang: null } as const
  const { blocs } = reponseAPreciser(
    { envoi, dossier, parts: ex.parts } as unknown as Parameters<typeof reponseAPreciser>[0],
    lettre,
  )
  return JSON.stringify(blocs)
}
const requerant = (dossier: Dossier, code: string) =>
  said(dossier, code, 'requerant', dossier.requerant.rpps)
const requis = (dossier: Dossier, code: string) =>
  said(dossier, code, 'requis', dossier.sollicitations[0]?.requis[0]?.rpps ?? '')

t.test('a late ACCORD is told what became of the proposal', async (t) => {
  const words: { readonly [E in EtatDossier]?: RegExp } = {
    en_cours: /est suivie par le|un médecin est recherché/,
    repondu: /l’avis est rendu\. Pour l’avis d’une autre spécialité/,
    sans_reponse: /terminée sans avis\. Adressez une nouvelle demande/,
  }
  let seen = 0
  for (const [nom, reach] of Object.entries(ETATS)) {
    const { dossier } = reach()
    const expected = words[dossier.etat]
    if (expected === undefined) continue
    seen += 1
    t.match(requerant(dossier, 'accord-sans-objet'), expected, nom)
    t.notMatch(requerant(dossier, 'accord-sans-objet'), /pas encore d'effet/, nom)
  }
  t.ok(seen > 8, `${seen} states`)
})

t.test('who gave his opinion is offered what he can still write, never a first AVIS', async (t) => {
  const rendu: Histoire = histoire().requis(1, { motCle: 'AVIS', texte: 'Bénin.' })
  for (const code of ['creneau-termine', 'mot-cle-du-requerant']) {
    const text = requis(rendu.dossier, code)
    t.match(text, /RECTIFICATIF en première ligne ; pour y ajouter sans le remplacer, COMPLEMENT/)
    t.notMatch(text, /en écrivant AVIS|répondez AVIS/)
    t.match(requis(histoire().dossier, code), /AVIS en première ligne/)
  }
})

t.test('nobody is told that a message goes to a requis who is there no more', async (t) => {
  const sans = ETATS['sans_reponse · expiree']?.()
  if (sans === undefined) throw new Error('no such state')
  t.match(requerant(sans.dossier, 'mot-cle-du-requis'), /envoyez une nouvelle demande/)
  t.match(requerant(histoire().dossier, 'mot-cle-du-requis'), /il lui sera transmis/)
})

t.test('who writes to a closed dossier is told whom to call', async (t) => {
  const clos = ETATS['clos · rendue']?.()
  if (clos === undefined) throw new Error('no such state')
  const envoi = ex.envoi({ kind: 'dossierClos' }, 'requerant', clos.dossier)
  const { blocs } = dossierClos({ envoi, dossier: clos.dossier, parts: ex.parts })
  t.match(JSON.stringify(blocs), /peut changer l'avis du Dr .*, appelez le 01 99 00 56 78/)
  t.match(JSON.stringify(blocs), /envoyez une nouvelle demande/)
})
