/**
 * What a requis writes without a keyword, or after his opinion: asked about by what it looks like, told, or passed on.
 *
 * In    his letter, the slot
 * Out   the question that offers first the word his text looks like, the text kept; after his opinion, an answer passed
 *       on, a correction asked for, a doubt told at once to those who rely on it
 *
 * SPEC §5 (a reply without keyword is kept and its author asked; RECTIFICATIF), §6.8
 */

import { isChangement, isCourtoisie } from '../domain/apres-avis.ts'
import { correctionDite } from '../domain/correction-dite.ts'
import type { Rpps } from '../domain/correspondant.ts'
import type { Courrier } from '../domain/courrier.ts'
import type { Lettre } from '../domain/decision.ts'
import type { Dossier, Sollicitation } from '../domain/dossier.ts'
import { isOuverte } from '../domain/etats.ts'
import { type Apparence, apparence } from '../domain/propos-apparent.ts'
import { isSimpleReponse } from '../domain/reponse-dite.ts'
import { versionDe } from './avis.ts'
import { motApprochant } from './mot-approchant.ts'
import type { Reponse } from './mots-cles.ts'
import {
  AU_COORDINATEUR,
  auRequerant,
  auRequis,
  avecCreneau,
  creneau,
  envoyer,
  type Pas,
  pas,
  puis,
  trace,
} from './pas.ts'
import { aUneQuestion, peutRepondre } from './question.ts'
import { question, reserver, reserverApprochant } from './reponse-requis.ts'
import { reserveDe } from './reserve.ts'
import { isSansPropos, isVide, paroles, propos, substance } from './texte-libre.ts'

/** The question that offers first the word which the text looks like. */
const CODES: { readonly [A in Apparence]: string } = {
  refus: 'refus-a-preciser',
  indisponible: 'absence-a-preciser',
  question: 'question-a-preciser',
  acquiescement: 'accuse-a-preciser',
  avis: 'mot-cle-manquant',
}

/** A letter without a keyword. */
export function lireSansMotCle(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { courrier, auteur } = reponse.evenement
  const corrected = lireCorrection(dossier, slot, reponse)
  if (corrected !== null) return corrected
  const isRendu = versionDe(slot, auteur) !== null
  const near = motApprochant(courrier, { isRendu })
  if (near !== null) return reserverApprochant(dossier, slot, reponse, near)
  // While a text of his waits for his word, a mere yes is about that one.
  const isFree = reserveDe(slot, auteur.rpps) === null
  if (isRendu && isFree && isVide(courrier, auteur)) return apresAvisSansRien(dossier, reponse)
  const isMerci = isFree && courrier.pieces.length === 0 && isCourtoisie(paroles(courrier))
  const says = !isVide(courrier, auteur) && (peutRepondre(slot, auteur.rpps) || isMerci)
  if (isRendu && says) return ajouterAvis(dossier, reponse, courrier)
  if (isRendu) return reserver(dossier, slot, reponse, 'texte-apres-avis')
  return reserver(dossier, slot, reponse, CODES[apparenceDe(slot, reponse)])
}

/** Courtesy after his opinion goes to whom it is for; an empty letter is told as empty. */
function apresAvisSansRien(dossier: Dossier, reponse: Reponse): Pas {
  const { courrier } = reponse.evenement
  return paroles(courrier) === ''
    ? question(dossier, reponse, 'complement-vide')
    : ajouterAvis(dossier, reponse, courrier)
}

/** A mere yes says what the text is that waits: that one is asked about. */
function apparenceDe(slot: Sollicitation, { evenement: { courrier, auteur } }: Reponse): Apparence {
  const kept = reserveDe(slot, auteur.rpps)
  const isMute = courrier.pieces.length === 0 && isSimpleReponse(paroles(courrier))
  const about = isMute && kept !== null ? kept : courrier
  if (!isOuverte(slot) || about.pieces.length > 0 || about.conclusion !== null) return 'avis'
  return apparence(substance(about === kept ? kept.texte : paroles(courrier), auteur))
}

/** Words of correction from who gave his opinion; null: there are none. */
export function lireCorrection(
  dossier: Dossier,
  slot: Sollicitation,
  reponse: Reponse,
): Pas | null {
  const { courrier, auteur } = reponse.evenement
  if (versionDe(slot, auteur) === null) return null
  switch (correctionDite(substance(paroles(courrier), auteur))) {
    case 'doute':
      return douter(dossier, slot, reponse)
    case 'erreur':
      return corriger(dossier, slot, reponse)
    case null:
      return courrier.motCle === null &&
        isChangement(substance(paroles(courrier), auteur), aUneQuestion(slot, auteur.rpps))
        ? corriger(dossier, slot, reponse)
        : null
  }
}

/** Who relies on the opinion reads at once what its author says of it now; he is asked whether it corrects it. */
function corriger(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { courrier, auteur, provenance } = reponse.evenement
  const { message: sceau } = provenance
  const said = {
    kind: 'reponseApresAvis',
    rang: slot.rang,
    auteur: auteur.rpps,
    texte: propos(courrier),
    pieces: courrier.pieces,
    corrige: 'oui',
  } as const
  const letter = envoyer({ lettre: said, a: auRequerant(dossier), sceau, priorite: 'haute' })
  const line = trace('correction-dite', { rang: slot.rang, requis: auteur.rpps })
  return puis(pas(dossier, [letter], [line]), (d) =>
    reserver(d, creneau(d, slot.rang), reponse, 'rectificatif-a-preciser'),
  )
}

/** Who relies on the opinion hears at once that its author does not; he is asked for the correction. */
function douter(dossier: Dossier, slot: Sollicitation, reponse: Reponse): Pas {
  const { courrier } = reponse.evenement
  const said = { texte: propos(courrier), pieces: courrier.pieces }
  return puis(prevenirDuDoute(dossier, slot, reponse, said), (d) =>
    reserver(d, slot, reponse, 'rectificatif-attendu'),
  )
}

/** The same where his words may be about somebody else: they are held, and their readers hear that he doubts. */
export function douterSansMots(
  dossier: Dossier,
  slot: Sollicitation,
  reponse: Reponse,
): Pas | null {
  const { courrier, auteur } = reponse.evenement
  const isDoubt = correctionDite(paroles(courrier)) === 'doute'
  if (versionDe(slot, auteur) === null || courrier.motCle !== null || !isDoubt) return null
  return prevenirDuDoute(dossier, slot, reponse, { texte: '', pieces: [] })
}

function prevenirDuDoute(
  dossier: Dossier,
  slot: Sollicitation,
  { evenement: { auteur, provenance } }: Reponse,
  said: Pick<Courrier, 'texte' | 'pieces'>,
): Pas {
  const { rang } = slot
  const { message: sceau } = provenance
  const { rpps } = auteur
  const lettre: Lettre = { kind: 'avisEnDoute', rang, auteur: rpps, ...said }
  const code = 'avis-en-doute'
  const avisEnDoute = [...new Set<Rpps>([...(slot.avisEnDoute ?? []), rpps])]
  const alerte = { kind: 'alerte', code, rang } as const
  return pas(
    avecCreneau(dossier, rang, { avisEnDoute }),
    [
      envoyer({ lettre, a: auRequerant(dossier), sceau, priorite: 'haute' }),
      envoyer({
        lettre: alerte,
        a: AU_COORDINATEUR,
        sceau: `${code}:${sceau}`,
        priorite: 'haute',
      }),
      { kind: 'ouvrirTravail', code, erreur: null, cle: `${code}:${rang}:${rpps}` },
    ],
    [trace('avis-en-doute', { rang, requis: rpps })],
  )
}

/** « je me suis trompée de patiente »: it names nobody. */
const SANS_NOM =
  /(?:tromp|erreur|confon|confusion|mauvais)[^.!?\n]{0,40}?(?:patient|dossier)[a-z]{0,2}/giu

/** The letter without the words that say only that its author took one patient for another. */
export function sansErreurDePatient(courrier: Courrier): Courrier {
  const plain = (text: string) => text.replace(SANS_NOM, ' ')
  return { ...courrier, texte: plain(courrier.texte), libre: plain(courrier.libre) }
}

/** What the author of an opinion adds to it, or answers to a message that came after it: no second act. SPEC §5 */
export function ajouterAvis(dossier: Dossier, { evenement, rang }: Reponse, said: Courrier): Pas {
  const { courrier, auteur, provenance } = evenement
  const { message } = provenance
  const lettre: Extract<Lettre, { kind: 'reponseApresAvis' }> = {
    kind: 'reponseApresAvis',
    rang,
    auteur: auteur.rpps,
    texte: propos(said),
    pieces: said.pieces,
    ...(courrier.motCle === 'COMPLEMENT'
      ? { ajout: 'oui' }
      : said.pieces.length === 0 && isCourtoisie(paroles(said)) && { attend: 'non' }),
  }
  const isAway =
    said.pieces.length === 0 && apparence(substance(paroles(said), auteur)) === 'indisponible'
  const told: Lettre = isAway ? { ...lettre, absent: 'oui' } : lettre
  const recu: Lettre = { kind: 'bienRecu', rang, motCle: courrier.motCle }
  const isMerci = 'attend' in lettre
  return pas(
    dossier,
    [
      envoyer({ lettre: told, a: auRequerant(dossier), sceau: message }),
      ...(isMerci ? [] : [envoyer({ lettre: recu, a: auRequis(auteur), sceau: message })]),
    ],
    [trace('reponse-apres-avis', { rang, requis: auteur.rpps })],
  )
}

const AVIS_SEUL = /^[\s*_«"“]{0,9}avis[\s*_»"”.:!]{0,9}$/i
/** The line before a word that stands for itself ends a sentence, or a paragraph. */
const FIN = /(?:^|[.!?)»:;])\s*$/

/** The opinion above its keyword: AVIS alone on the last line that says something. Null: it is not written so. SPEC §5 */
export function avisAuDessus(
  courrier: Courrier,
  auteur: Reponse['evenement']['auteur'],
): Courrier | null {
  const lines = courrier.texte.split('\n')
  const at = lines.findLastIndex((line) => !isSansPropos(line, auteur))
  const above = lines.slice(0, Math.max(at, 0))
  if (!AVIS_SEUL.test(lines[at] ?? '') || !FIN.test(above.at(-1) ?? '.')) return null
  const texte = [...above, ...lines.slice(at + 1)].join('\n').trim()
  const said = substance(texte, auteur)
  if (said === '' || apparence(said) !== 'avis') return null
  const conclusion = courrier.conclusion?.replace(/\n[\s*_«"“]{0,9}avis[\s*_»"”.:!]{0,9}$/i, '')
  return { ...courrier, motCle: 'AVIS', argument: null, texte, conclusion: conclusion ?? null }
}
