/**
 * What a mail that is not taken into account says that would stop something, were it proven: an emergency, a consent
 * withdrawn, a request given up, a wrong patient.
 *
 * In    the mail as read (null: it was not), its subject
 * Out   each kind once, the gravest first. Nothing is done by it: a person is told, dossier by dossier
 *
 * SPEC §6.1, §6.2, §6.5, §6.8, §8 (unsigned text is never reused)
 */
import { abandonDit, consentementEnCause } from '../domain/arret-en-prose.ts'
import { retraitDit } from '../domain/consentement-dit.ts'
import { correctionDite } from '../domain/correction-dite.ts'
import type { Courrier } from '../domain/courrier.ts'
import { annulationDite } from '../domain/reponse-dite.ts'
import { words } from '../domain/texte.ts'
import { ARRETS_DITS, type ArretDit } from '../domain/travaux.ts'
import { urgenceDansLeFil, urgenceDuSujet } from '../domain/urgence.ts'
import { paroles } from './texte-libre.ts'

/** Such words stand at the beginning; what follows is looked at up to here. */
const MAX_LOOKED_AT = 20_000
const WITHDRAWAL = /\bretrait (?:du |de |de son |de mon )?consentement\b/
const CANCELS = /\bannulation\b/

/** What it says of these. */
export function arretsDits(courrier: Courrier | null, sujet: string): readonly ArretDit[] {
  const mot = courrier?.motCle ?? null
  const texte = courrier === null ? '' : sansCitation(paroles(courrier)).slice(0, MAX_LOOKED_AT)
  const ligne = courrier?.formulaire.urgence ?? null
  const titre = words(sujet)
  const dits: { readonly [A in ArretDit]: boolean } = {
    'urgence-non-prouvee':
      mot === 'URGENT' ||
      (courrier?.urgence ?? null) !== null ||
      urgenceDuSujet(sujet) !== null ||
      urgenceDansLeFil({ ligne, texte }) !== null,
    'retrait-non-prouve':
      mot === 'RETRAIT CONSENTEMENT' ||
      retraitDit(texte) ||
      consentementEnCause(texte) ||
      WITHDRAWAL.test(titre),
    'erreur-patient-non-prouvee':
      correctionDite(texte) === 'doute' || correctionDite(sujet) === 'doute',
    'annulation-non-prouvee':
      mot === 'ANNULATION' || annulationDite(texte) || abandonDit(texte) || CANCELS.test(titre),
  }
  return ARRETS_DITS.filter((each) => dits[each])
}

/** Without the lines that somebody else wrote. */
function sansCitation(texte: string): string {
  return texte
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n')
}
