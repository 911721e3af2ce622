/** A request that takes itself back is asked about before anything leaves; what was cancelled of care is clinical. SPEC §6 */
import t from 'tap'

import { demandeReprise } from '../../src/domain/demande-reprise.ts'
import { write } from '../../src/write/write.ts'
import { FORMULAIRE, histoire, lettersOf } from '../support/dossiers.ts'
import * as ex from '../write/exemple.ts'

const REPRISES = [
  'Finalement, non, oubliez.',
  'Finalement non.',
  'Oubliez, merci',
  'Annulez',
  'Non, annulez tout, désolée',
  'Oubliez ma demande.',
  'Annulez cette demande svp',
  'Merci d’annuler ma demande.',
  'Je souhaite annuler cette téléexpertise',
  'Ne tenez pas compte de ce message',
  'Demande envoyée par erreur.',
  'Erreur de destinataire, désolé',
  'À reformuler',
  'Question à reformuler',
  'Je reformulerai plus tard.',
  'Je renvoie une demande plus complète',
  'Plus besoin de votre avis',
  'La patiente est décédée ce matin.',
]
const NONE = [
  'Consultation annulée par la patiente.',
  'Rendez-vous à annuler ?',
  'Oubli de pilule il y a deux jours.',
  'Elle oublie ses médicaments, merci de revoir la posologie.',
  'Médicament pris par erreur.',
  'Traitement à revoir ?',
  'Son père est décédé d’un mélanome. Il est décédé en 2010.',
  'Finalement, non opéré.',
  'Merci de ne pas annuler le scanner.',
  'Ordonnance à refaire le mois prochain.',
]

t.test('each way of taking it back holds the request and is quoted', async (t) => {
  for (const texte of REPRISES) {
    const story = histoire({ courrier: { texte, libre: texte } })
    t.equal(story.dossier.etat, 'incomplet', texte)
    t.strictSame(lettersOf(story.effets, 'demandeAvis'), [], texte)
    const [asked] = lettersOf(story.effets, 'demandeACompleter')
    if (asked === undefined) throw new Error(`nothing is asked: ${texte}`)
    const { bodies } = await write(ex.envoi(asked.lettre, 'requerant', story.dossier), ex.parts)
    t.match(bodies.text, texte.replace(/[.]$/, ''), texte)
    story.requerant({ texte: 'Merci.' })
    t.equal(story.dossier.etat, 'incomplet', `${texte}: it still waits`)
    // « Finalement non » may be about the consent as well: both are asked.
    if (story.dossier.manques.some(({ quoi }) => quoi === 'consentement')) continue
    story.requerant({ formulaire: { question: FORMULAIRE.question ?? '' } })
    t.equal(story.dossier.etat, 'en_cours', `${texte}: the question put again settles it`)
  }
  const within = histoire({ formulaire: { ...FORMULAIRE, question: 'à reformuler' } })
  t.equal(within.dossier.etat, 'incomplet')
  t.equal(within.requerant({ motCle: 'ANNULATION' }).dossier.etat, 'annule')
})

t.test('what is clinical is not', async (t) => {
  for (const texte of NONE) t.equal(demandeReprise(texte), null, texte)
})
