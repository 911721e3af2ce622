/** A request that comes a second time is answered with what is expected of its author, in each state. SPEC §6.6, §6.8 */
import t from 'tap'

import type { Lettre } from '../../src/domain/decision.ts'
import { sampleProvenance } from '../support/dossiers.ts'
import { ETATS } from '../support/workflow.ts'

type Dite = Lettre['kind'] | readonly [Lettre['kind'], object]

const RIEN = 'dejaRecue'
const TABLE: { readonly [etat: string]: Dite } = {
  'incomplet · demande-incomplete': [
    'demandeACompleter',
    { deja: 'oui', manques: [{ quoi: 'sexe' }] },
  ],
  'incomplet · a-confirmer': ['recapitulatif', { code: 'a-confirmer' }],
  'incomplet · formulaire-a-confirmer': ['recapitulatif', { code: 'formulaire-a-confirmer' }],
  'incomplet · depot-a-valider': ['recapitulatif', { code: 'depot-a-valider' }],
  'incomplet · urgence': 'demandeUrgente',
  'incomplet · patient-different': ['reponseAPreciser', { code: 'patient-different' }],
  'en_cours · en_attente': RIEN,
  'en_cours · en_attente (personne)': RIEN,
  'en_cours · en_attente (en retard)': RIEN,
  'en_cours · acceptee': RIEN,
  'en_cours · complement_demande': [
    'complementDemande',
    { rappel: 'oui', texte: 'Depuis quand ?' },
  ],
  'en_cours · accord_demande': ['accordDemande', { vers: { code: '03' } }],
  'en_cours · en_attente (consentement en doute)': [
    'reponseAPreciser',
    { code: 'retrait-a-preciser' },
  ],
  'en_cours · reorientee': RIEN,
  'repondu · rendue': RIEN,
  'repondu · rendue (remise)': RIEN,
  'repondu · rendue (question)': RIEN,
  'sans_reponse · refusee': RIEN,
  'sans_reponse · expiree': RIEN,
  'annule · annulation': RIEN,
  'annule · consentement-refuse': RIEN,
  'annule · consentement-retire': RIEN,
  'annule · jamais-completee': RIEN,
  'clos · rendue': RIEN,
  'clos · expiree': RIEN,
}

t.test('each state has its letter', async (t) => {
  t.strictSame(Object.keys(TABLE).sort(), Object.keys(ETATS).sort())
  for (const [name, reach] of Object.entries(ETATS)) {
    const story = reach()
    const before = story.dossier
    story.event({ kind: 'demandeDejaRecue', provenance: sampleProvenance('again', story.now) })
    const expected = TABLE[name] ?? RIEN
    const [kind, more] = typeof expected === 'string' ? [expected, {}] : expected
    t.match(
      story.last.effets,
      [{ kind: 'envoyer', a: { role: 'requerant' }, lettre: { kind, ...more } }],
      name,
    )
    t.strictSame(story.dossier, before, `${name} stays as it is`)
  }
})
